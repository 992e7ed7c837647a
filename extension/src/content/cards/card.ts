// The card on the page: one element above everything, which opens beside what it is about and never moves the page.
import { make } from "../../shared/dom.ts";
import { text } from "../../shared/i18n.ts";
import type { Box } from "../badges/badge.ts";
import { applyCardStyle } from "./card-style.ts";
import { CARD_TAG, markOwn } from "../finding/own.ts";

/** Between the card and what it is about, in CSS pixels. */
const GAP = 6;
/** Between the card and the edges of the window. */
const EDGE = 8;
const FOCUSABLE = "button, a[href], summary";

export interface CardEvents {
  readonly pointed: (over: boolean) => void;
  readonly closed: () => void;
  /** Something in it was unfolded or folded. */
  readonly resized: () => void;
  /** Tab went beyond the card's last control, or before its first. */
  readonly tabbedOut: (event: KeyboardEvent) => void;
}

export class Card {
  readonly element: HTMLElement;
  readonly #document: Document;
  readonly #root: ShadowRoot;
  readonly #card = make("dialog", "card");
  readonly #heading = make("h2");
  readonly #body = make("div", "body");
  readonly #footer = make("footer");
  readonly #events: CardEvents;

  constructor(document: Document, events: CardEvents) {
    this.#document = document;
    this.#events = events;
    this.element = document.createElement(CARD_TAG);
    // In the top layer nothing of the page can cover or clip it.
    this.element.popover = "manual";
    markOwn(this.element);
    this.#root = this.element.attachShadow({ mode: "closed" });
    applyCardStyle(this.#root);
    this.#heading.id = "heading";
    this.#card.setAttribute("role", "dialog");
    this.#card.setAttribute("aria-labelledby", "heading");
    this.#card.tabIndex = -1;
    const header = make("header");
    const close = make("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", text("card_close"));
    close.addEventListener("click", () => { events.closed(); });
    header.append(this.#heading, close);
    this.#card.append(header, this.#body, this.#footer);
    this.#root.append(this.#card);
    this.#listen();
  }

  get hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  /**
   * Puts the card onto the page, beside a box on the screen.
   * @param home the element that the badge's layer is in
   * @param modal above something modal of the page's, to which all else is inert: then the card is modal itself
   */
  open(beside: Box, home: Element | null, modal = false): void {
    (home ?? this.#document.documentElement).append(this.element);
    if (modal) {
      this.element.removeAttribute("popover");
      this.#card.showModal();
    } else {
      this.#card.setAttribute("open", "");
      this.element.showPopover();
    }
    this.place(beside);
  }

  /** Writes the card. `busy` says that more will come. */
  write(heading: string, body: readonly HTMLElement[], footer: readonly HTMLElement[], busy: boolean): void {
    this.#heading.textContent = heading;
    this.#body.replaceChildren(...body);
    this.#footer.replaceChildren(...footer);
    this.#footer.hidden = footer.length === 0;
    this.#card.setAttribute("aria-busy", String(busy));
  }

  /** Adds a line below what is written, without moving the reader's place in it. */
  add(line: HTMLElement): void {
    this.#body.append(line);
  }

  /** Below what it is about, or above where there is more room, and always inside the window. */
  place({ left, top, width, height }: Box): void {
    const { clientWidth, clientHeight } = this.#document.documentElement;
    const own = this.#card.getBoundingClientRect();
    const below = top + height + GAP;
    const above = top - GAP - own.height;
    const fitsBelow = below + own.height <= clientHeight - EDGE;
    const y = fitsBelow || above < EDGE ? Math.min(below, clientHeight - EDGE - own.height) : above;
    const rightmost = clientWidth - EDGE - own.width;
    const { style } = this.element;
    style.setProperty("--top", `${Math.round(Math.max(EDGE, y))}px`);
    style.setProperty("--left", `${Math.round(Math.max(EDGE, Math.min(left + Math.min(0, width), rightmost)))}px`);
  }

  /** Gives the card the focus; a screen reader then reads its name. */
  focus(): void {
    this.#card.focus({ preventScroll: true });
  }

  remove(): void {
    this.element.remove();
  }

  #listen(): void {
    const card = this.#card;
    card.addEventListener("pointerenter", () => { this.#events.pointed(true); });
    card.addEventListener("pointerleave", () => { this.#events.pointed(false); });
    // Pages have keys and clicks of their own: while the card is used, none is meant for the page.
    for (const type of ["keydown", "keyup", "keypress", "click", "mousedown", "mouseup", "pointerdown", "pointerup", "wheel"]) {
      card.addEventListener(type, (event) => { event.stopPropagation(); }, { passive: true });
    }
    // What is outside a modal card is its backdrop.
    card.addEventListener("pointerdown", ({ target, clientX, clientY }) => {
      const { left, top, right, bottom } = card.getBoundingClientRect();
      if (target === card && (clientX < left || clientX > right || clientY < top || clientY > bottom)) this.#events.closed();
    });
    card.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#events.closed();
    });
    // Caught on the way down, because it does not bubble.
    card.addEventListener("toggle", () => { this.#events.resized(); }, { capture: true });
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Tab") return;
      const controls = [...card.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((control) => control.checkVisibility());
      const end = event.shiftKey ? controls[0] : controls.at(-1);
      const at = this.#root.activeElement;
      if (at === end || (event.shiftKey && at === card)) this.#events.tabbedOut(event);
    });
  }
}
