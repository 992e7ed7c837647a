// Where badges live: in layers of our own behind the page's body, never in a box of the page's. A page counts its children,
// serialises what people write in it, hydrates what its server sent, and its boxes lay out what is in them; none of that
// may notice a badge. A layer scrolls with the page, stays on the screen, or lies above a dialog, as the pictures do.
import { isFlickr } from "../finding/photo-url.ts";
import { LAYER_TAG, markOwn } from "../finding/own.ts";
import type { Ground } from "./ground.ts";

/** Width and height of a layer, in CSS pixels: what is drawn larger than this tells by how much the page is scaled. */
export const LAYER_SIDE = 100;

const RULES = `
:host {
  all: initial !important;
  /* "block" by content.css, as long as there is an extension. */
  display: var(--inset-drawn, none) !important;
  direction: ltr !important;
  position: var(--position, absolute) !important;
  inset: 0 auto auto 0 !important;
  inline-size: ${LAYER_SIDE}px !important;
  block-size: ${LAYER_SIDE}px !important;
  margin: 0 !important;
  overflow: visible !important;
  /* As high as the pictures: what the page lays over them lies over their badges. */
  z-index: var(--level, 0) !important;
  contain: layout !important;
  pointer-events: none !important;
  background: none !important;
}
@media print { :host { display: none !important; } }
`;

let sheet: CSSStyleSheet | null = null;

export class Layers {
  readonly #document: Document;
  readonly #layers = new Map<string, HTMLElement>();
  /** Numbers of the elements above the page that have a layer. */
  readonly #tops = new WeakMap<Element, number>();
  #count = 0;
  /** The picture of each badge. */
  readonly #pictures = new WeakMap<Element, Element>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The layer of pictures that nothing is known about yet; always drawn. */
  get base(): HTMLElement {
    return this.#get("page 0", { position: "absolute", level: 0, top: null });
  }

  /** The layer for what stands on this ground, drawn just above it. `level`: at least as high as that. */
  for({ top, fixed, level }: Ground, least = 0): HTMLElement {
    const wanted = Math.max(level, least);
    if (top !== null) return this.#get(`top ${this.#number(top)}`, { position: "fixed", level: 0, top });
    return this.#get(`${fixed ? "screen" : "page"} ${wanted}`, { position: fixed ? "fixed" : "absolute", level: wanted, top: null });
  }

  /** Takes away layers that are empty, so that nothing stays above a dialog that was closed. */
  tidy(): void {
    for (const [key, layer] of this.#layers) {
      if (layer.childElementCount > 0 || key === "page 0") continue;
      layer.remove();
      this.#layers.delete(key);
    }
  }

  clear(): void {
    for (const layer of this.#layers.values()) layer.remove();
    this.#layers.clear();
  }

  /** Puts a badge into a layer in the order of the page, so that the keyboard comes to badges in the order of their photos. */
  insert(layer: HTMLElement, picture: Element, badge: Element): void {
    this.#pictures.set(badge, picture);
    // Most come in order, so the search begins at the end.
    let before = layer.lastElementChild;
    while (before !== null && isLater(this.#pictures.get(before), picture)) before = before.previousElementSibling;
    if (before === null) layer.prepend(badge);
    else before.after(badge);
  }

  #number(top: Element): number {
    const known = this.#tops.get(top);
    if (known !== undefined) return known;
    this.#count += 1;
    this.#tops.set(top, this.#count);
    return this.#count;
  }

  #get(key: string, { position, level, top }: { position: string; level: number; top: Element | null }): HTMLElement {
    let layer = this.#layers.get(key);
    if (layer === undefined) {
      layer = this.#make(position, level);
      if (top !== null) layer.popover = "manual";
      this.#layers.set(key, layer);
    }
    if (!layer.isConnected) {
      home(this.#document, top).append(layer);
      // Above what it belongs to, because that was there before it.
      if (top !== null) layer.showPopover();
    }
    return layer;
  }

  #make(position: string, level: number): HTMLElement {
    const layer = this.#document.createElement(LAYER_TAG);
    markOwn(layer);
    const root = layer.attachShadow({ mode: "closed" });
    if (sheet === null) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(RULES);
    }
    root.adoptedStyleSheets = [sheet];
    root.append(this.#document.createElement("slot"));
    layer.style.setProperty("--position", position);
    layer.style.setProperty("--level", String(level));
    return layer;
  }
}

/**
 * The element that a layer is put into. A modal dialog, and whatever fills the screen, makes everything outside itself inert,
 * so that on Flickr its layer goes into it. Other people's are left alone: see `inert-presses.ts`.
 */
function home(document: Document, top: Element | null): Element {
  // In a shadow root our style sheet says nothing, and the layer would not be drawn.
  const mayHold = top !== null && top.getRootNode() === document && !REPLACED.has(top.localName);
  return mayHold && isFlickr(document) && isModal(top) ? top : document.documentElement;
}

function isLater(one: Element | undefined, other: Element): boolean {
  return one !== undefined && (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Elements that draw nothing of what is put into them. */
const REPLACED = new Set(["img", "video", "iframe", "canvas", "html"]);

/** Whether one of our elements cannot be reached because something modal is open around `place`, and it is outside that. */
export function isInert(own: Element, place: Element): boolean {
  for (let around: Element | null = place; around !== null; around = around.parentElement) if (isModal(around)) return !around.contains(own);
  return false;
}

/** Whether everything outside an element takes neither pointer nor focus. */
function isModal(element: Element): boolean {
  return element.localName !== "html" && element.matches(":modal, :fullscreen");
}
