// What covers the whole window without taking any pointer, as pages do until they are ready, or while the next one comes: it stands
// right in the page's body or in a box of that, where no look around a picture meets it.
import { isOwn } from "../finding/own.ts";
import type { GroundReader } from "./ground.ts";
import { isPaintedOver } from "./paint-order.ts";

/** A box with more children than this is a list. */
const MOST = 30;
/** Styles that are read for them in a look. */
const MOST_READ = 120;
/** Elements in one that are asked as well. */
const MOST_INSIDE = 20;
/** The curtains of a page, read once in a look. */
const known = new WeakMap<GroundReader, readonly Element[]>();

/** @param hides whether what is there paints over a place */
export function isBehindCurtain(element: Element, x: number, y: number, grounds: GroundReader, hides: (other: Element) => boolean): boolean {
  return curtainsOf(element.ownerDocument, grounds).some((curtain) => {
    const { left, top, right, bottom } = curtain.getBoundingClientRect();
    return left <= x && x < right && top <= y && y < bottom && !curtain.contains(element) && isPaintedOver(curtain, element) && hides(curtain);
  });
}

const childrenOf = (box: Element): Element[] => (box.childElementCount > MOST || isOwn(box) ? [] : [...box.children]);

function curtainsOf(document: Document, grounds: GroundReader): readonly Element[] {
  const read = known.get(grounds);
  if (read !== undefined) return read;
  const { body } = document as { body: Element | null };
  const right = body === null ? [] : childrenOf(body);
  // Most pages of today are in one box of their body's.
  const hung = [...right, ...right.flatMap(childrenOf)].slice(0, MOST_READ).filter((each) => {
    if (isOwn(each)) return false;
    const { pointerEvents, position } = getComputedStyle(each);
    return pointerEvents === "none" && (position === "fixed" || position === "absolute");
  });
  // One that is clear itself may hold what is not.
  const curtains = [...new Set(hung.flatMap((each) => [each, ...[...each.querySelectorAll("*")].slice(0, MOST_INSIDE)]))];
  known.set(grounds, curtains);
  return curtains;
}
