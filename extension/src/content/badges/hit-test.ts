// What is painted at a place on the screen: asked of the browser's own hit test, from the top down, until the picture is
// reached or something that hides it. Pages lay transparent sheets, links and gradients over photos; those hide nothing.
import { isOwn } from "../finding/own.ts";
import { hasFailed, isSpacer, photoFramedBy, photosNamedBy } from "../finding/picture.ts";
import { shareABadge } from "../finding/spoken-for.ts";
import { shadowRootOf } from "../finding/shadow.ts";
import { isShape } from "../finding/svg.ts";
import type { Box } from "./badge.ts";
import { clearnessAt } from "./clear-image.ts";
import { isCutAway } from "./cut-shape.ts";
import { boxWithDepth, nearnessIn } from "./depth.ts";
import { hidesByFading } from "./fading.ts";
import { parentOf, type Ground, type GroundReader } from "./ground.ts";
import { alphaOf, isFilled, isFilledByEdges, LEAST_ALPHA } from "./opaque.ts";
import { isBehindCurtain } from "./curtains.ts";
import { arePartsAroundOver, arePartsOver, hasPartAt } from "./parts.ts";
import { isPaintedOver, levelWithin } from "./paint-order.ts";
import { isLoneLink } from "./shown.ts";
import { isCovered, isStacked } from "./stacked.ts";

/** What is at a place: the photo, something over it, or neither of them. */
export interface Hit {
  readonly at: "photo" | "cover" | "elsewhere";
  /** The highest level of what lies over the photo and lets it through. */
  readonly level: number;
}

/** How far up from a picture what belongs to its tile may be, and how much of the picture it may take. */
const TILE_LEVELS = 5;
const TILE_SHARE = 1 / 3;
/** What a box lays at this level, or lower, its own ground may cover. */
const BELOW = -1;
const REPLACED = new Set(["img", "video", "canvas", "iframe", "object", "embed", "image", "input"]);
/** CSS pixels of a place that a badge takes at least: words there are no picture. */
const WORDS_WIDTH = 60;
const WORDS_HEIGHT = 20;
/** Texts of a link's tile that are looked at for words. */
const MOST_TEXTS = 20;

/** Asks what is painted at a place of the window, in CSS pixels, where an element shows a photo or links to one. */
export function hitTest(x: number, y: number, element: Element, photo: string, box: Box, grounds: GroundReader): Hit {
  const link = isLoneLink(element);
  const frames: Element[] = [];
  const hides = (other: Element): boolean => {
    if (isCutAway(grounds.of(other), x, y)) return false;
    if (!link && !contains(other, element) && arePartsOver(other, x, y, box, grounds)) return true;
    if (!paints(other, x, y, grounds)) return false;
    const clearness = link ? "opaque" : clearnessAt(other, x, y);
    if (clearness === "frame") frames.push(other);
    return clearness === "opaque";
  };
  const bare = !link && isBare(element);
  const passedByHits = (other: Element): boolean => takesNoPointer(other) && isPaintedOver(other, element) && hides(other);
  // Through an image that has nothing to paint yet also a picture below it can be seen.
  const seenThere = (other: Element): boolean => (bare ? takesNoPointer(other) && hides(other) : passedByHits(other));
  const covers = (other: Element): boolean => passedByHits(other) && !isOrnament(other, element, box);
  if (link ? isStacked(element, photo, box) : isStacked(element, photo, box, seenThere)) return { at: "cover", level: 0 };
  // Through a mask, now the one, now the other of two pictures on one place is seen.
  if (grounds.of(element).partly && isStacked(element, photo, box)) return { at: "cover", level: 0 };
  if (link ? hasWordsAt(element, x, y) : isCovered(element, photo, x, y, box, covers)) return { at: "cover", level: 0 };
  if (frames.length > 0) return { at: "elsewhere", level: 0 };
  if (!link && (arePartsAroundOver(element, x, y, box, grounds) || isBehindCurtain(element, x, y, grounds, hides))) return { at: "cover", level: 0 };
  const passedBy = !link && takesNoPointer(element);
  if (passedBy && isCutAway(grounds.of(element), x, y)) return { at: "elsewhere", level: 0 };
  let level = 0;
  let reached = false;
  const there = elementsAt(element.ownerDocument, x, y);
  // In a box with depth, Chromium lists what is at a place in another order than it is painted.
  const space = link ? null : boxWithDepth(element);
  if (space !== null) {
    const nearness = nearnessIn(space, element);
    const isNearer = (other: Element): boolean => !isOwn(other) && !contains(other, element) && contains(space, other) && nearnessIn(space, other) > nearness;
    if (there.some((other) => isNearer(other) && paintsOver(other, element, photo, box, link, hides) !== "nothing")) return { at: "cover", level: 0 };
  }
  // The boxes around a picture that is not there itself say nothing about it.
  const isThere = there.includes(element);
  for (const over of there) {
    if (isOwn(over)) continue;
    if (over === element && !link && !bare) return { at: "photo", level };
    if (over === element) reached = true;
    if (bare && reached) {
      if (over === element || !hides(over)) continue;
      const named = photosNamedBy(over);
      return { at: named.includes(photo) || (named.length === 0 && !REPLACED.has(over.localName)) ? "photo" : "cover", level };
    }
    if (passedBy && contains(over, element)) return { at: "photo", level };
    if (!link && !isThere && contains(over, element)) return { at: "elsewhere", level };
    // A part of a box around the photo that lets it through: the box's own ground lies below it.
    if (!link && over !== element && contains(over, element) && hasPartAt(over, x, y, grounds) && levelWithin(over, element) > BELOW) continue;
    const painted = paintsOver(over, element, photo, box, link, hides);
    // Beside its frame's bars the photo can be seen.
    if (frames.length > 0) return { at: "elsewhere", level };
    // The same photo once more is the badge's own only where it has none itself.
    if (painted === "same") return { at: link || (shareABadge(over, element) && !grounds.of(over).blotted) ? "photo" : "cover", level };
    if (painted === "other") return { at: "cover", level };
    // Below a link that stands for a picture there is its tile's ground, where the picture is yet to come.
    if (link && reached && over !== element && contains(over, element)) return { at: "photo", level };
    if (!contains(over, element)) level = Math.max(level, levelOf(grounds.of(over)));
  }
  return { at: (link || bare) && reached ? "photo" : "elsewhere", level };
}

const levelOf = ({ level, top }: Ground): number => (top === null ? level : 0);

/** All elements at a place from the top down, those in open shadow roots too. */
function elementsAt(root: Document | ShadowRoot, x: number, y: number): Element[] {
  return root.elementsFromPoint(x, y).flatMap((element) => {
    // What is inside ours would be taken for the page's.
    const shadowRoot = isOwn(element) ? null : shadowRootOf(element);
    if (shadowRoot === null || element.getRootNode() !== root) return element.getRootNode() === root ? [element] : [];
    return [...elementsAt(shadowRoot, x, y), element];
  });
}

function contains(box: Element, element: Element): boolean {
  for (let above: Element | null = element; above !== null; above = parentOf(above)) if (above === box) return true;
  return false;
}

/** Whether a hit test passes an element by. */
const takesNoPointer = (element: Element): boolean => getComputedStyle(element).pointerEvents === "none" || element.closest("[inert]") !== null;

/** Whether an element hides what is below it: by the same photo, or by anything else. */
function paintsOver(over: Element, element: Element, photo: string, box: Box, link: boolean, hides: (other: Element) => boolean): "nothing" | "same" | "other" {
  const named = [...photosNamedBy(over), ...(over.localName === "iframe" ? [photoFramedBy(over as HTMLIFrameElement)] : [])];
  const painted = hides(over);
  if (named.length > 0 && painted) return named.includes(photo) ? "same" : "other";
  if (!painted) return "nothing";
  if (link) {
    // What the link itself holds, or a ground of one colour below it, is where its picture is yet to come.
    if (over !== element && contains(element, over)) return drawsIcon(over) ? "other" : "same";
    if (over.localName === "canvas" && over.parentElement === element.parentElement && isOnlyLink(element)) return "same";
    return over !== element && !REPLACED.has(over.localName) && !drawsFile(over) ? "nothing" : "other";
  }
  return isOrnament(over, element, box) ? "nothing" : "other";
}

/** Whether an element hides what is below it, as far as its own style and those around it tell. */
function paints(element: Element, x: number, y: number, grounds: GroundReader): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const { opacity } = grounds.of(element);
  if (opacity < LEAST_ALPHA) return false;
  if (element.localName === "img") {
    const image = element as HTMLImageElement;
    return image.naturalWidth > 2 && !isSpacer(image);
  }
  const style = getComputedStyle(element);
  const { appearance, fill, fillOpacity } = style;
  // What is drawn in an svg is at the place itself; the svg around it is as clear as glass.
  if (isShape(element)) return (fill.startsWith("url(") ? 1 : alphaOf(fill === "none" ? "" : fill)) * Number(fillOpacity) * opacity >= LEAST_ALPHA;
  const isBare = element.localName === "input" && (element as HTMLInputElement).type !== "image" && appearance === "none";
  if (REPLACED.has(element.localName) && !isBare) return !hasFailed(element);
  return isFilled(style, opacity) || isFilledByEdges(style, element) || hidesByFading(style, opacity, element.getBoundingClientRect(), x, y);
}

/** Whether all links beside a canvas lead where this one does; others lead to what comes before and after. */
function isOnlyLink(link: Element): boolean {
  return [...(link.parentElement?.querySelectorAll("a[href]") ?? [])].every((other) => other.getAttribute("href") === link.getAttribute("href"));
}

function drawsFile(element: Element): boolean {
  return getComputedStyle(element).backgroundImage.includes("url(");
}

/** Whether a box draws a file as its ground or is cut to the shape of one; a stand-in within the page itself is none. */
function drawsIcon(element: Element): boolean {
  const { backgroundImage, maskImage } = getComputedStyle(element);
  return /url\("?(?!data:|blob:)/.test(backgroundImage) || maskImage.includes("url(");
}

/** Whether an image has nothing of its own to paint yet, so that what is below it can be seen. */
function isBare(element: Element): boolean {
  return element.localName === "img" && ((element as HTMLImageElement).naturalWidth <= 2 || isSpacer(element));
}

/** A mark or a button that the tile itself draws on its picture. */
function isOrnament(over: Element, element: Element, { left, top, width, height }: Box): boolean {
  const own = over.getBoundingClientRect();
  if (own.left < left - 1 || own.top < top - 1 || own.right > left + width + 1 || own.bottom > top + height + 1) return false;
  if (own.width * own.height > TILE_SHARE * width * height) return false;
  let box: Element | null = element;
  for (let level = 0; level < TILE_LEVELS && box !== null; level += 1, box = parentOf(box)) if (contains(box, over)) return true;
  return false;
}

/** Whether words stand at a place that a link without a picture lies over: a card of words, all of which is a link. */
function hasWordsAt(link: Element, x: number, y: number): boolean {
  const { ownerDocument, parentElement } = link;
  if (parentElement === null) return false;
  // One that is laid over a whole row lies over the words of its other cells as well.
  const around = getComputedStyle(link).position === "absolute" ? ((link as HTMLElement).offsetParent ?? parentElement) : parentElement;
  const texts = ownerDocument.createTreeWalker(around.localName === "body" ? parentElement : around, NodeFilter.SHOW_TEXT);
  const range = ownerDocument.createRange();
  for (let seen = 0, node = texts.nextNode(); seen < MOST_TEXTS && node !== null; seen += 1, node = texts.nextNode()) {
    if (node.nodeValue?.trim() === "" || node.parentElement?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) !== true) continue;
    range.selectNodeContents(node);
    for (const { left, top, right, bottom } of range.getClientRects()) {
      if (left < x + WORDS_WIDTH && right > x && top < y + WORDS_HEIGHT && bottom > y) return true;
    }
  }
  return false;
}
