// One badge: what is written on a photo that is listed, and the button that opens the card about it. It is drawn in a
// closed shadow root, which the page's scripts and styles do not reach.
import { isListed, type PhotoAnswer } from "../../shared/answers.ts";
import { sentences, text } from "../../shared/i18n.ts";
import type { BadgeStyle } from "../../shared/preferences.ts";
import { describe, isUnvouchedAnswer, shortWords, strongest } from "../../shared/words/answer-words.ts";
import { applyStyle } from "./badge-style.ts";
import { BADGE_TAG, markOwn } from "../finding/own.ts";

/** Pictures smaller than this, in CSS pixels, get the mark without words. */
const COMPACT_WIDTH = 130;
const COMPACT_HEIGHT = 70;
/** Pictures smaller than this get a mark that does not hide them. */
const TINY = 64;
/** Between the badge and the edges of its picture, in CSS pixels. */
const MARGIN = 7;
const COMPACT_MARGIN = 4;
const TINY_MARGIN = 2;

/** Events that must not reach the tile below the badge: a click would open the photo, and a key might fave it. */
const KEPT = ["click", "auxclick", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "dragstart"];
const KEYS = new Set(["Enter", " "]);
/** CSS pixels that all words of a badge take, by what they are and how far somebody has zoomed: most badges say what another one said. */
const widths = new Map<string, number>();

/** What a person does with a badge. */
export interface BadgeEvents {
  /** The pointer came over it or left it. */
  readonly pointed: (badge: Badge, over: boolean) => void;
  /** The keyboard came to it or left it. */
  readonly focused: (badge: Badge, has: boolean) => void;
  /** Clicked, tapped, or pressed by a key. */
  readonly pressed: (badge: Badge, byKey: boolean) => void;
  /** It says something else now. */
  readonly changed: (badge: Badge) => void;
  /** It has been taken off its photo. */
  readonly removed: (badge: Badge) => void;
}

/** A rectangle on the screen, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class Badge {
  readonly element: HTMLElement;
  readonly photo: string;
  readonly #events: BadgeEvents;
  readonly #style: BadgeStyle;
  readonly #button: HTMLButtonElement;
  readonly #around: HTMLElement | null;
  readonly #long: HTMLElement;
  readonly #short: HTMLElement;
  #answer: PhotoAnswer;
  #own = false;
  /** What had the focus before the keyboard came here from the page; null where it came from elsewhere. */
  cameFrom: HTMLElement | null = null;
  /** CSS pixels that all its words take; infinite until that has been measured. */
  #natural = Infinity;
  #width = 0;

  constructor(document: Document, photo: string, answer: PhotoAnswer, style: BadgeStyle, events: BadgeEvents) {
    this.photo = photo;
    this.#answer = answer;
    this.#style = style;
    this.#events = events;
    this.element = document.createElement(BADGE_TAG);
    this.element.setAttribute("data-photo-id", photo);
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.className = "badge";
    this.#button.setAttribute("aria-haspopup", "dialog");
    this.#button.setAttribute("aria-expanded", "false");
    this.#button.setAttribute("aria-description", text("badge_opens"));
    const mark = document.createElement("span");
    mark.className = "mark";
    this.#long = document.createElement("span");
    this.#short = document.createElement("span");
    this.#long.className = "words long";
    this.#short.className = "short";
    this.#button.append(mark, this.#long, this.#short);
    this.#listen();
    const root = this.element.attachShadow({ mode: "closed" });
    applyStyle(root);
    root.append(this.#button);
    this.#around = style === "frame" ? document.createElement("span") : null;
    if (this.#around !== null) root.prepend(this.#around);
    markOwn(this.element);
    this.show(answer);
  }

  get answer(): PhotoAnswer {
    return this.#answer;
  }

  /** Whether it is drawn. */
  get placed(): boolean {
    return this.#button.classList.contains("placed");
  }

  /** How wide it was when it was last measured, in CSS pixels. */
  get width(): number {
    return this.#width;
  }

  /** Where its button is on the screen. */
  get box(): Box {
    return this.#button.getBoundingClientRect();
  }

  /** Writes an answer, for which there must be something to mark the photo, see `isMarked`. */
  show(answer: PhotoAnswer): void {
    this.#answer = answer;
    const probably = answer.answer === "probably_listed";
    const census = !isListed(answer);
    this.element.setAttribute("data-answer", census ? "public" : answer.answer);
    const label = describe(answer);
    const changed = label !== this.#button.getAttribute("aria-label");
    this.#button.setAttribute("aria-label", label);
    this.#button.classList.toggle("probably", probably);
    this.#button.classList.toggle("public", census);
    this.#button.classList.toggle("unvouched", isUnvouchedAnswer(answer));
    const placed = this.#around?.classList.contains("placed") === true;
    if (this.#around !== null) this.#around.className = `around${probably ? " probably" : ""}${census ? " public" : ""}${placed ? " placed" : ""}`;
    const named = strongest(answer);
    const words = shortWords(answer);
    if (words !== this.#long.textContent) {
      this.#long.textContent = words;
      // Measured and put right before the next frame is painted.
      this.#button.classList.remove("compact", "narrow", "tiny");
    }
    this.#short.textContent = named.length > 1 ? named.length.toString() : "";
    if (changed) this.#events.changed(this);
  }

  /** Marks the photo as the person's own: a bar at the badge's end, and in words for those who hear it. */
  set own(own: boolean) {
    if (own === this.#own) return;
    this.#own = own;
    this.#button.classList.toggle("own", own);
    this.#button.setAttribute("aria-description", sentences(own ? text("own_photo_said") : "", text("badge_opens")));
  }

  /** Tells screen readers whether its card is open. */
  set expanded(open: boolean) {
    this.#button.setAttribute("aria-expanded", String(open));
  }

  focus(): void {
    this.#button.focus({ preventScroll: true });
  }

  /** Gives the focus back to where it came from, so that the next Tab goes on from there. */
  giveBack(): boolean {
    const { cameFrom } = this;
    this.cameFrom = null;
    if (cameFrom?.isConnected !== true) return false;
    cameFrom.focus({ preventScroll: true });
    return true;
  }

  /** Whether its width is known before the page has laid it out. */
  get isKnown(): boolean {
    return widths.has(this.#said);
  }

  /** Takes note of how wide all its words are, once the page has laid them out; before, as wide as those of another badge were. */
  measure(): void {
    const known = this.element.isConnected ? undefined : widths.get(this.#said);
    if (known !== undefined) {
      this.#width = known;
      this.#natural = known;
      return;
    }
    const { offsetWidth, classList } = this.#button;
    this.#width = offsetWidth;
    if (offsetWidth === 0 || classList.contains("compact") || classList.contains("narrow")) return;
    this.#natural = offsetWidth;
    widths.set(this.#said, offsetWidth);
  }

  get #said(): string {
    return `${this.element.ownerDocument.defaultView?.devicePixelRatio ?? 1} ${this.#long.textContent}`;
  }

  /**
   * Draws the badge in the corner of its picture.
   * @param picture in the coordinates of the layer that the badge lies in
   * @param middle in its middle instead, because its corners are not part of it
   */
  place({ left, top, width, height }: Box, middle = false): void {
    const tiny = Math.min(width, height) < TINY;
    const compact = tiny || this.#style !== "label" || width < COMPACT_WIDTH || height < COMPACT_HEIGHT;
    const margin = tiny ? TINY_MARGIN : compact ? COMPACT_MARGIN : MARGIN;
    this.#set("--left", Math.round(middle ? left + width / 2 : left) + (middle ? -margin : margin));
    this.#set("--top", Math.round(middle ? top + height / 2 : top) + (middle ? -margin : margin));
    const { classList } = this.#button;
    // Clip only words that do not fit: each box that clips is one more layer for the browser to keep while scrolling.
    const room = Math.round(width) - 2 * margin;
    const narrow = !compact && this.#natural > room;
    if (narrow) this.#set("--room", room);
    classList.toggle("narrow", narrow);
    classList.toggle("compact", compact);
    classList.toggle("tiny", tiny);
    if (this.#around !== null) {
      this.#set("--margin", margin);
      this.#set("--width", Math.round(width));
      this.#set("--height", Math.round(height));
      this.#around.classList.add("placed");
    }
    classList.add("placed");
    this.#size("max-content");
  }

  /** Not drawn while its picture has no place on the screen. */
  unplace(): void {
    this.#button.classList.remove("placed");
    this.#around?.classList.remove("placed");
    this.#set("--left", 0);
    this.#set("--top", 0);
    this.#size("0");
  }

  remove(): void {
    this.element.remove();
    this.#events.removed(this);
  }

  #size(size: string): void {
    const { style } = this.element;
    if (style.getPropertyValue("--inline-size") === size) return;
    style.setProperty("--inline-size", size);
    style.setProperty("--block-size", size);
  }

  /** Custom properties are all that is set on the element in the page: `all: initial` does not reset them. */
  #set(property: string, pixels: number): void {
    const { style } = this.element;
    const value = `${pixels}px`;
    if (style.getPropertyValue(property) !== value) style.setProperty(property, value);
  }

  #listen(): void {
    const button = this.#button;
    const events = this.#events;
    for (const kept of KEPT) button.addEventListener(kept, keep);
    button.addEventListener("pointerenter", ({ pointerType }) => {
      // A finger does not hover; its tap presses.
      if (pointerType !== "touch") events.pointed(this, true);
    });
    button.addEventListener("pointerleave", () => { events.pointed(this, false); });
    button.addEventListener("focus", () => {
      if (button.matches(":focus-visible")) events.focused(this, true);
    });
    button.addEventListener("blur", () => { events.focused(this, false); });
    // Keys arrive as clicks without a place.
    button.addEventListener("click", ({ detail }) => { events.pressed(this, detail === 0); });
    button.addEventListener("keydown", (event) => {
      if (KEYS.has(event.key)) event.stopPropagation();
    });
  }
}

function keep(event: Event): void {
  event.stopPropagation();
  // Otherwise a badge inside a link would follow it. A press must still give the focus.
  if (event.type === "click" || event.type === "auxclick" || event.type === "dragstart") event.preventDefault();
}
