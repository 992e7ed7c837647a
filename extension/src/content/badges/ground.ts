// What a picture stands on: which boxes around it clip it, hide it, scroll it, or lay it over others. Read from the styles
// of the elements around it; pictures of one list share nearly all of them, so one look reads each of them once.

import { keepsDepth, turnIn } from "./turned.ts";
import { isBlotted, isPartlyMasked, painted } from "./veils.ts";

/** What is known of an element by itself and by all that is around it. */
export interface Ground {
  /** The closest element around it that the browser draws above the page: a modal dialog, a popover, one in full screen. */
  readonly top: Element | null;
  /** z-index, within the page or within `top`, of the outermost box around it that the browser stacks as one; never negative. */
  readonly level: number;
  /** Stays where it is on the screen while the page scrolls. */
  readonly fixed: boolean;
  /** Moves against the page while something scrolls. */
  readonly sticky: boolean;
  /** Boxes that show nothing of it outside themselves; the innermost last. */
  readonly clips: readonly Clip[];
  /** Of all around it, and its own; 1 is opaque. */
  readonly opacity: number;
  /** A filter, its own or of something around it, leaves no picture to be seen. */
  readonly blotted: boolean;
  /** A mask, its own or of something around it, leaves a part of it. */
  readonly partly: boolean;
  /** It and what is around it, as far as a style cuts them to a shape. */
  readonly cuts: readonly Element[];
  /** In what a person writes: an editor, also one in whose shadow root it is shown. */
  readonly written: boolean;
}

interface Clip {
  readonly element: Element;
  readonly depth: number;
}

/** As read on the way down; `Ground` is what others need of it. */
interface Reading extends Ground {
  readonly depth: number;
  /** Depth of the closest box that absolute positions count from. */
  readonly block: number;
  /** The same of fixed positions; 0 is the window. */
  readonly window: number;
  /** Whether a box that is stacked as one has been come to already. */
  readonly stacked: boolean;
  /** Whether z-index counts for children wherever they are positioned. */
  readonly items: boolean;
  /** What the transforms of the boxes around do to what is in them, where they keep its depth. */
  readonly space: DOMMatrix | null;
}

const PAGE: Reading = { top: null, level: 0, fixed: false, sticky: false, clips: [], opacity: 1, blotted: false, partly: false, cuts: [], written: false, depth: 0, block: 0, window: 0, stacked: false, items: false, space: null };

/** One look: what was read once is not read again, so it must end before the page changes. */
export class GroundReader {
  readonly #read = new Map<Element, Reading>();

  of(element: Element): Ground {
    return this.#of(element);
  }

  #of(element: Element): Reading {
    const known = this.#read.get(element);
    if (known !== undefined) return known;
    const above = parentOf(element);
    // Pages hide all of themselves until they are ready.
    const reading = above === null ? { ...PAGE, opacity: Number(getComputedStyle(element).opacity || 1), written: isEditor(element) } : extend(this.#of(above), element);
    this.#read.set(element, reading);
    return reading;
  }
}

/** The element that an element is drawn in, also where one of them is in a shadow root. */
export function parentOf(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return "host" in root ? (root as ShadowRoot).host : null;
}

function extend(around: Reading, element: Element): Reading {
  const style = getComputedStyle(element);
  const written = around.written || isEditor(element);
  // What has no box of its own does nothing to what is in it.
  if (style.display === "contents") return written === around.written ? around : { ...around, written };
  const depth = around.depth + 1;
  const items = /flex|grid/.test(style.display);
  const deep = keepsDepth(style);
  const { matrix, hidden } = turnIn(around.space, style, deep);
  // What is in a box with depth is turned by itself.
  const opacity = hidden && !deep ? 0 : around.opacity * (style.opacity === "" ? 1 : Number(style.opacity)) * painted(style);
  const blotted = around.blotted || isBlotted(style);
  const partly = around.partly || isPartlyMasked(style);
  const cuts = isCut(style) ? [...around.cuts, element] : around.cuts;
  const space = deep ? (matrix ?? new DOMMatrix()) : null;
  if (isOnTop(element)) return { ...PAGE, top: element, fixed: true, sticky: true, opacity, blotted, partly, cuts: isCut(style) ? [element] : [], written, depth, block: depth, window: isHome(style) ? depth : 0, items, space };
  const { position } = style;
  // In a box that is moved or filtered, a fixed position counts from that box.
  const fixed = position === "fixed" && around.window === 0;
  let { clips } = around;
  // A box between it and what its position counts from does not clip it.
  if (position === "absolute" || position === "fixed") clips = clips.filter((clip) => clip.depth <= (position === "fixed" ? around.window : around.block));
  if (clipsContent(element, style)) clips = [...clips, { element, depth }];
  const positioned = position !== "static" && position !== "";
  const counts = positioned || around.items;
  const z = counts && style.zIndex !== "" && style.zIndex !== "auto" ? Number(style.zIndex) : null;
  const stacks = !around.stacked && (z !== null || stacksAnyway(style));
  return {
    top: around.top,
    level: stacks ? Math.max(0, z ?? 0) : around.level,
    fixed: around.fixed || fixed,
    sticky: around.sticky || position === "sticky",
    clips,
    opacity,
    blotted,
    partly,
    cuts,
    written,
    depth,
    block: positioned || isHome(style) ? depth : around.block,
    window: isHome(style) ? depth : around.window,
    stacked: around.stacked || stacks,
    items,
    space,
  };
}

function isOnTop(element: Element): boolean {
  try {
    return element.matches(":modal, :popover-open, :fullscreen");
  } catch {
    // Where one of them is not known, none of them can be.
    return false;
  }
}

function clipsContent({ localName }: Element, { contain, contentVisibility, display, overflowX, overflowY }: CSSStyleDeclaration): boolean {
  // What the page's outermost boxes say of overflow counts for the window; what stands in a line of text clips nothing.
  if (localName === "body" || localName === "html" || (display === "inline" && localName !== "svg")) return false;
  return clips(overflowX) || clips(overflowY) || PAINTS_ITSELF.test(contain) || contentVisibility === "auto";
}

/** Values of `contain` by which a box shows nothing of what is in it outside itself. */
const PAINTS_ITSELF = /paint|strict|content/;

const isEditor = (element: Element): boolean => (element.getAttribute("contenteditable") ?? "false").toLowerCase() !== "false";

function isCut(style: CSSStyleDeclaration): boolean {
  const { clipPath, position } = style;
  return isSet(clipPath) || ((position === "absolute" || position === "fixed") && isSet(style.getPropertyValue("clip"), "auto"));
}

const clips = (overflow: string): boolean => overflow !== "visible" && overflow !== "";

function stacksAnyway(style: CSSStyleDeclaration): boolean {
  return (
    style.position === "fixed" || style.position === "sticky" || style.opacity !== "1" && style.opacity !== "" || style.isolation === "isolate" ||
    isHome(style) || isSet(style.clipPath) || isSet(style.maskImage) || isSet(style.mixBlendMode, "normal") || /opacity|z-index|clip-path|mask/.test(style.willChange)
  );
}

/** Whether all positions in a box count from it, the fixed ones too. */
export function isHome(style: CSSStyleDeclaration): boolean {
  return (
    isSet(style.transform) || isSet(style.translate) || isSet(style.rotate) || isSet(style.scale) || isSet(style.perspective) || isSet(style.filter) || isSet(style.backdropFilter) ||
    /transform|translate|rotate|scale|perspective|filter|contain/.test(style.willChange) || /paint|layout|strict|content/.test(style.contain)
  );
}

/** The level at which the browser stacks an element and all that is in it as one; null where it does not. */
export function stackLevel(element: Element): number | null {
  const style = getComputedStyle(element);
  const { position, zIndex } = style;
  const around = parentOf(element);
  const counts = (position !== "static" && position !== "") || (around !== null && /flex|grid/.test(getComputedStyle(around).display));
  if (counts && zIndex !== "" && zIndex !== "auto") return Number(zIndex);
  return stacksAnyway(style) ? 0 : null;
}

/** Whether a style says something; in tests there are styles that nobody knows. */
const isSet = (value: string | undefined, unset = "none"): boolean => value !== undefined && value !== unset && value !== "";
