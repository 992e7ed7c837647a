// What style sheets put into boxes, `::before` and `::after`: covers and shades that no hit test tells apart from their boxes.
import type { Box } from "./badge.ts";
import { isHome, parentOf, type GroundReader } from "./ground.ts";
import { hidesByFading } from "./fading.ts";
import { isFilled, LEAST_ALPHA } from "./opaque.ts";
import { levelWithin } from "./paint-order.ts";

const PARTS = ["::before", "::after"] as const;
/** A part that takes less of a picture than this is a mark on it. */
const LEAST_SHARE = 1 / 3;
/** How far up what a part's position counts from is looked for. */
const LEVELS = 12;

interface Part {
  readonly name: (typeof PARTS)[number];
  readonly box: Box;
  readonly positioned: boolean;
  readonly level: number;
  readonly isFilled: boolean;
  /** Where it fades, what it is painted with. */
  readonly fading: { readonly backgroundImage: string; readonly backgroundSize: string; readonly opacity: number };
}

/** The parts of each box that are drawn, read once in a look. */
const known = new WeakMap<GroundReader, Map<Element, readonly Part[]>>();

/** Whether a part of an element that a picture is not in hides a place of it. */
export function arePartsOver(over: Element, x: number, y: number, picture: Box, grounds: GroundReader): boolean {
  return partsOf(over, grounds).some((part) => hides(part, x, y) && isLarge(part.box, picture));
}

/** Whether a part of a box is drawn at a place, whatever it lets through. */
export function hasPartAt(box: Element, x: number, y: number, grounds: GroundReader): boolean {
  return partsOf(box, grounds).some((part) => part.positioned && isAt(part.box, x, y));
}

/** Whether a part of one of the boxes around a picture lies over it at a place. */
export function arePartsAroundOver(element: Element, x: number, y: number, picture: Box, grounds: GroundReader): boolean {
  for (let around = parentOf(element); around !== null; around = parentOf(around)) {
    for (const part of partsOf(around, grounds)) {
      const { name, box, positioned, level } = part;
      if (!positioned || !hides(part, x, y) || !isLarge(box, picture)) continue;
      const picturesLevel = levelWithin(around, element);
      // What comes later lies over what is on the same level.
      if (level > picturesLevel || (level === picturesLevel && name === "::after")) return true;
    }
  }
  return false;
}

const isAt = ({ left, top, width, height }: Box, x: number, y: number): boolean => left <= x && x <= left + width && top <= y && y <= top + height;

const hides = ({ box, fading, isFilled: filled }: Part, x: number, y: number): boolean => isAt(box, x, y) && (filled || hidesByFading(fading, fading.opacity, box, x, y));

const isLarge = ({ width, height }: Box, picture: Box): boolean => width * height > LEAST_SHARE * picture.width * picture.height;

function partsOf(host: Element, grounds: GroundReader): readonly Part[] {
  const read = known.get(grounds) ?? new Map<Element, readonly Part[]>();
  known.set(grounds, read);
  const before = read.get(host);
  if (before !== undefined) return before;
  const parts = PARTS.flatMap((name) => readPart(host, name, grounds) ?? []);
  read.set(host, parts);
  return parts;
}

function readPart(host: Element, name: Part["name"], grounds: GroundReader): Part | null {
  const style = getComputedStyle(host, name);
  if (/^(?:none|normal|)$/.test(style.content) || style.display === "none" || style.visibility !== "visible") return null;
  const opacity = grounds.of(host).opacity * Number(style.opacity);
  if (opacity < LEAST_ALPHA) return null;
  const positioned = style.position === "absolute" || style.position === "fixed";
  const box = boxOf(host, style);
  if (box === null) return null;
  const { backgroundImage, backgroundSize, zIndex } = style;
  return { name, box, positioned, level: zIndex === "auto" || zIndex === "" ? 0 : Number(zIndex), isFilled: isFilled(style, opacity), fading: { backgroundImage, backgroundSize, opacity } };
}

/** Where a part is on the screen, as far as its style tells; browsers are asked for no boxes of parts. */
function boxOf(host: Element, style: CSSStyleDeclaration): Box | null {
  const length = (value: string): number => Number.parseFloat(value) || 0;
  const isBorderBox = style.boxSizing === "border-box";
  const width = length(style.width) + (isBorderBox ? 0 : length(style.paddingLeft) + length(style.paddingRight) + length(style.borderLeftWidth) + length(style.borderRightWidth));
  const height = length(style.height) + (isBorderBox ? 0 : length(style.paddingTop) + length(style.paddingBottom) + length(style.borderTopWidth) + length(style.borderBottomWidth));
  if (width < 1 || height < 1) return null;
  const from = originOf(host, style.position);
  const isPlaced = style.position !== "static" && style.position !== "relative";
  const part = {
    left: isPlaced ? length(style.left) + length(style.marginLeft) : 0,
    top: isPlaced ? length(style.top) + length(style.marginTop) : 0,
    width,
    height,
  };
  const moved = transformed(part, style.transform);
  return { left: from.left + moved.left * from.scale, top: from.top + moved.top * from.scale, width: moved.width * from.scale, height: moved.height * from.scale };
}

/** The corner from which a part's position counts, and by how much what is in it is drawn larger. */
function originOf(host: Element, position: string): { left: number; top: number; scale: number } {
  let block: Element | null = host;
  for (let level = 0; level < LEVELS && block !== null && (position === "absolute" || position === "fixed"); level += 1, block = parentOf(block)) {
    const style = getComputedStyle(block);
    if (isHome(style) || (position === "absolute" && style.position !== "static")) break;
    if (parentOf(block) === null) return position === "fixed" ? { left: 0, top: 0, scale: 1 } : { left: -scrollX, top: -scrollY, scale: 1 };
  }
  const { left, top, width } = (block ?? host).getBoundingClientRect();
  const { offsetWidth, clientLeft, clientTop } = (block ?? host) as HTMLElement;
  const scale = offsetWidth > 0 ? width / offsetWidth : 1;
  return { left: left + clientLeft * scale, top: top + clientTop * scale, scale };
}

/** A box that its transform moves and stretches about its middle. */
function transformed({ left, top, width, height }: Box, transform: string): Box {
  if (transform === "none" || transform === "") return { left, top, width, height };
  const { a, d, e, f } = new DOMMatrix(transform);
  const [wide, high] = [width * Math.abs(a), height * Math.abs(d)];
  return { left: left + (width - wide) / 2 + e, top: top + (height - high) / 2 + f, width: wide, height: high };
}
