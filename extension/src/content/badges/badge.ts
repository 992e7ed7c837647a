// One badge: what is written on a photo that is listed, and the button that opens the card about it. It is drawn in a
// closed shadow root, which the page's scripts and styles do not reach.
import { isListed, type PhotoAnswer } from "../../shared/answers.ts";
import { text } from "../../shared/i18n.ts";
import type { BadgeStyle } from "../../shared/preferences.ts";
import { describe, shortWords, strongest } from "../../shared/words/answer-words.ts";
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

/** Where a badge lies on the screen, and how much larger the page draws it than it is. */
export interface Measured {
  readonly left: number;
  readonly top: number;
  /** Of its button on the screen; none while the page does not draw the box that it is in. */
  readonly width: number;
  readonly scale: number;
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
  #left = 0;
  #top = 0;
  /** CSS pixels that all its words take; infinite until that has been measured. */
  #natural = Infinity;

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

  /** Tells screen readers whether its card is open. */
  set expanded(open: boolean) {
    this.#button.setAttribute("aria-expanded", String(open));
  }

  focus(): void {
    this.#button.focus({ preventScroll: true });
  }

  /** Where the badge lies now. */
  measure(): Measured {
    const { left, top, width } = this.box;
    const { offsetWidth, classList } = this.#button;
    if (offsetWidth > 0 && !classList.contains("compact") && !classList.contains("narrow")) this.#natural = offsetWidth;
    return { left, top, width, scale: offsetWidth > 0 && width > 0 ? width / offsetWidth : 1 };
  }

  /**
   * Lets the badge move with its box and be clipped with it, where absolute positions would count from somewhere
   * further out. A float without a size leaves the layout as it is.
   */
  moveWithBox(): void {
    const { style } = this.element;
    style.setProperty("--position", "relative");
    style.setProperty("--float", "left");
    style.setProperty("--inline-size", "0");
    style.setProperty("--block-size", "0");
  }

  get movesWithBox(): boolean {
    return this.element.style.getPropertyValue("--float") !== "";
  }

  /**
   * Puts the badge into the corner of its picture, wherever absolute positions count from there. Both must have been
   * read in the same frame: the picture's rectangle, and where the badge lay until now.
   * @returns whether positions count from anywhere else than the picture's own corner
   */
  place(picture: Box, lies: Omit<Measured, "width">): boolean {
    const { scale } = lies;
    const width = picture.width / scale;
    const height = picture.height / scale;
    const tiny = Math.min(width, height) < TINY;
    const compact = tiny || this.#style !== "label" || width < COMPACT_WIDTH || height < COMPACT_HEIGHT;
    const margin = tiny ? TINY_MARGIN : compact ? COMPACT_MARGIN : MARGIN;
    this.#left += Math.round((picture.left - lies.left) / scale) + margin;
    this.#top += Math.round((picture.top - lies.top) / scale) + margin;
    this.#set("--left", this.#left);
    this.#set("--top", this.#top);
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
    return this.#left !== margin || this.#top !== margin;
  }

  /** Not drawn while its picture has no place on the screen. */
  unplace(): void {
    this.#button.classList.remove("placed");
    this.#around?.classList.remove("placed");
  }

  remove(): void {
    this.element.remove();
    this.#events.removed(this);
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
