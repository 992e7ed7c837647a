// One badge: what is written on a photo that is listed. Its drawing is out of the page's reach, in a closed shadow root.
import type { DatasetAnswer, PhotoAnswer } from "../shared/answers.ts";
import { countText, text } from "../shared/i18n.ts";
import { applyStyle } from "./badge-style.ts";

const TAG = "inset-badge";
const SVG = "http://www.w3.org/2000/svg";

/** Pictures smaller than this, in CSS pixels, get the mark without words. */
const COMPACT_WIDTH = 130;
const COMPACT_HEIGHT = 70;
/** Between the badge and the edges of its picture, in CSS pixels. */
const MARGIN = 7;
const COMPACT_MARGIN = 4;

const own = new WeakMap<Element, Badge>();

/** Whether an element is a badge that this copy of the extension drew. */
export function isOwnBadge(element: Element): boolean {
  return own.has(element);
}

/** Badges below an element that nobody looks after: the page copied a tile, or an earlier copy of the extension left them. */
export function strayBadges(root: Element): Element[] {
  const all = root.localName === TAG ? [root] : [...root.getElementsByTagName(TAG)];
  return all.filter((badge) => !own.has(badge));
}

/** A rectangle on the screen, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a badge lies on the screen, and how much larger the page draws it than it is. */
export interface Lie {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

export class Badge {
  readonly element: HTMLElement;
  readonly photo: string;
  readonly #drawing: HTMLElement;
  readonly #long: HTMLElement;
  readonly #short: HTMLElement;
  #left = 0;
  #top = 0;

  constructor(document: Document, photo: string, answer: PhotoAnswer) {
    this.photo = photo;
    this.element = document.createElement(TAG);
    this.element.setAttribute("data-photo-id", photo);
    this.element.setAttribute("role", "img");
    this.#drawing = document.createElement("span");
    this.#long = document.createElement("span");
    this.#short = document.createElement("span");
    this.#long.className = "words long";
    this.#short.className = "short";
    this.#drawing.append(drawMark(document), this.#long, this.#short);
    const root = this.element.attachShadow({ mode: "closed" });
    applyStyle(root);
    root.append(this.#drawing);
    own.set(this.element, this);
    this.show(answer);
  }

  /** Writes an answer, which must be `listed` or `probably_listed`. */
  show(answer: PhotoAnswer): void {
    this.element.setAttribute("data-answer", answer.answer);
    this.element.setAttribute("aria-label", describe(answer));
    const named = strongest(answer);
    this.#drawing.classList.add("badge");
    this.#drawing.classList.toggle("probably", answer.answer === "probably_listed");
    this.#long.textContent = shortWords(answer);
    this.#short.textContent = named.length > 1 ? named.length.toString() : "";
  }

  /** Where the badge lies now. */
  measure(): Lie {
    const { left, top, width } = this.#drawing.getBoundingClientRect();
    const { offsetWidth } = this.#drawing;
    return { left, top, scale: offsetWidth > 0 && width > 0 ? width / offsetWidth : 1 };
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
  place(picture: Box, lay: Lie): boolean {
    const { scale } = lay;
    const width = picture.width / scale;
    const compact = width < COMPACT_WIDTH || picture.height / scale < COMPACT_HEIGHT;
    const margin = compact ? COMPACT_MARGIN : MARGIN;
    this.#left += Math.round((picture.left - lay.left) / scale) + margin;
    this.#top += Math.round((picture.top - lay.top) / scale) + margin;
    this.#set("--left", this.#left);
    this.#set("--top", this.#top);
    this.#set("--room", Math.max(24, Math.round(width) - 2 * margin));
    const { classList } = this.#drawing;
    classList.toggle("compact", compact);
    classList.add("placed");
    return this.#left !== margin || this.#top !== margin;
  }

  /** Not drawn while its picture has no place on the screen. */
  unplace(): void {
    this.#drawing.classList.remove("placed");
  }

  /** The only things that the page's side of the badge is told; `all: initial` does not reach custom properties. */
  #set(property: string, pixels: number): void {
    const { style } = this.element;
    const value = `${pixels}px`;
    if (style.getPropertyValue(property) !== value) style.setProperty(property, value);
  }

  remove(): void {
    own.delete(this.element);
    this.element.remove();
  }
}

/** The datasets that a badge speaks of: those that list the photo for certain, or else those that probably do. */
function strongest(answer: PhotoAnswer): readonly DatasetAnswer[] {
  return answer.datasets.filter((each) => each.answer === answer.answer);
}

function shortWords(answer: PhotoAnswer): string {
  const named = strongest(answer);
  const message = answer.answer === "listed" ? "badge_listed" : "badge_probably";
  const [only] = named;
  return named.length === 1 && only !== undefined ? text(message, only.dataset) : countText(`${message}_count`, named.length);
}

/** The whole answer in words, for those who hear it. */
export function describe(answer: PhotoAnswer): string {
  const names = (kind: DatasetAnswer["answer"]): string =>
    answer.datasets
      .filter((each) => each.answer === kind)
      .map((each) => nameWithChance(each))
      .join(", ");
  const listed = names("listed");
  const probably = names("probably_listed");
  const sentences = [listed === "" ? "" : text("label_listed", listed), probably === "" ? "" : text("label_probably", probably)];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** A dataset's name, with how likely its answer is true where it is not certain. */
export function nameWithChance({ dataset, answer, chance }: DatasetAnswer): string {
  if (answer === "listed" || chance === undefined) return dataset;
  // Rounded down, and never to 100: a likelihood must not be worded as a fact.
  return text("dataset_chance", dataset, Math.min(99, Math.floor(chance * 100)));
}

/** A picture with a smaller one set into its corner. */
function drawMark(document: Document): SVGElement {
  const mark = document.createElementNS(SVG, "svg");
  mark.setAttribute("viewBox", "0 0 14 14");
  mark.setAttribute("aria-hidden", "true");
  const rectangles = [
    ["frame", 1, 1, 12, 12, 2.5],
    ["inner", 6, 6, 5, 5, 1],
  ] as const;
  for (const [name, x, y, width, height, radius] of rectangles) {
    const rectangle = document.createElementNS(SVG, "rect");
    const numbers = { x, y, width, height, rx: radius };
    for (const [attribute, value] of Object.entries(numbers)) rectangle.setAttribute(attribute, value.toString());
    rectangle.setAttribute("class", name);
    mark.append(rectangle);
  }
  return mark;
}
