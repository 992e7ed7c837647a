// What lies on the same place as a picture, whether or not a hit test would find it: slides, and covers that take no pointer.
// Looked for in the boxes around the picture, as far up as they are about it: not in lists, whose pictures lie side by side.
import { isOwn } from "../finding/own.ts";
import { CANDIDATES, photosNamedBy } from "../finding/picture.ts";
import { shadowRootOf } from "../finding/shadow.ts";
import type { Box } from "./badge.ts";
import { parentOf } from "./ground.ts";

/** A box with more children than this is a list, unless they lie on one another; with more than that it always is. */
const LIST = 24;
const MOST_SLIDES = 400;
/** How far up from a picture others are looked for, and covers; further where the box around is hardly larger than the picture. */
const STACK_LEVELS = 5;
const COVER_LEVELS = 3;
const DEEPEST = 20;
/** So many times as large as the picture such a box may be. */
const HARDLY_LARGER = 2.5;

/**
 * Whether other pictures lie on the same place as an element, as slides do.
 * @param counts of these, which ones count
 */
export function isStacked(element: Element, photo: string, box: Box, counts: (other: Element) => boolean = () => true): boolean {
  const seen = new Set<Element>();
  for (const around of boxesAround(element, box, STACK_LEVELS)) {
    for (const other of around.querySelectorAll(CANDIDATES)) {
      if (seen.has(other)) continue;
      seen.add(other);
      if (other === element || other.contains(element) || element.contains(other) || other.localName === "a") continue;
      const named = photosNamedBy(other);
      if (named.length === 0 || named.includes(photo) || !overlaps(other.getBoundingClientRect(), box)) continue;
      if (counts(other)) return true;
    }
  }
  return false;
}

/** Whether something near a picture hides a place of it, as covers without pointer events do. */
export function isCovered(element: Element, photo: string, x: number, y: number, box: Box, hides: (other: Element) => boolean): boolean {
  const around = new Set<Element>();
  for (let above: Element | null = element; above !== null; above = parentOf(above)) around.add(above);
  const seen = new Set<Element>();
  for (const near of boxesAround(element, box, COVER_LEVELS)) {
    for (const other of childrenAndTheirs(near)) {
      if (seen.has(other)) continue;
      seen.add(other);
      const { left, top, right, bottom } = other.getBoundingClientRect();
      if (left > x || x > right || top > y || y > bottom) continue;
      if (isOwn(other) || around.has(other) || isIn(other, element) || photosNamedBy(other).includes(photo)) continue;
      if (hides(other)) return true;
    }
  }
  return false;
}

/** What is right in a box and in what that holds, in its shadow root too. */
function childrenAndTheirs(box: Element): Element[] {
  const children = [...box.children, ...(shadowRootOf(box)?.children ?? [])];
  return children.flatMap((each) => [each, ...each.children]);
}

/** The boxes around an element in which what lies on it is looked for, the innermost first. */
function* boxesAround(element: Element, box: Box, levels: number): Generator<Element> {
  let inside = element;
  for (let level = 0; level < DEEPEST; level += 1) {
    const around = parentOf(inside);
    if (around === null || around.localName === "body") return;
    if (level >= levels && isLarger(around.getBoundingClientRect(), box)) return;
    if (around.childElementCount > LIST && !liesOnOthers(inside, around, box)) return;
    yield around;
    inside = around;
  }
}

const isLarger = ({ width, height }: Box, box: Box): boolean => width * height > HARDLY_LARGER * box.width * box.height;

/** Whether what is beside a child of a box with many, or the first or last of them, lies on the same place. */
function liesOnOthers(child: Element, { childElementCount, firstElementChild, lastElementChild }: Element, box: Box): boolean {
  if (childElementCount > MOST_SLIDES) return false;
  return [child.previousElementSibling, child.nextElementSibling, firstElementChild, lastElementChild].some((other) => {
    if (other === null || other === child || isOwn(other)) return false;
    return [other, other.querySelector("img")].some((each) => each !== null && overlaps(each.getBoundingClientRect(), box));
  });
}

function isIn(other: Element, element: Element): boolean {
  for (let above: Element | null = other; above !== null; above = parentOf(above)) if (above === element) return true;
  return false;
}

/** Whether the middle of a box lies in another. */
function overlaps({ left, top, width, height }: Box, box: Box): boolean {
  if (width < 1 || height < 1) return false;
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  return left <= x && x <= left + width && top <= y && y <= top + height;
}
