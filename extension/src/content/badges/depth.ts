// Pictures in boxes that keep the depth of what is in them (`transform-style: preserve-3d`): how near they come to the person.
import { parentOf } from "./ground.ts";
import { matrixOf } from "./turned.ts";

/** How far up a box with depth is looked for. */
const LEVELS = 8;

/** The outermost box near above an element that keeps the depth of what is in it. */
export function boxWithDepth(element: Element): Element | null {
  let found: Element | null = null;
  let around = parentOf(element);
  for (let level = 0; level < LEVELS && around !== null; level += 1, around = parentOf(around)) {
    if (getComputedStyle(around).transformStyle === "preserve-3d") found = around;
  }
  return found;
}

/** How near to the person the transforms of an element, and of the boxes between, bring it in a box with depth, in CSS pixels. */
export function nearnessIn(space: Element, element: Element): number {
  let whole = matrixOf(getComputedStyle(space)) ?? new DOMMatrix();
  for (const box of boxesBetween(space, element)) {
    const own = matrixOf(getComputedStyle(box));
    if (own !== null) whole = whole.multiply(own);
  }
  return whole.m43;
}

/** The outermost first. */
function boxesBetween(space: Element, element: Element): Element[] {
  const boxes: Element[] = [];
  for (let above: Element | null = element; above !== null && above !== space; above = parentOf(above)) boxes.unshift(above);
  return boxes;
}
