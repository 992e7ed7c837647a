// Where a tile's picture is on the screen, and which part of it the boxes around it show.
import { CANDIDATES, photoShownBy } from "../finding/picture.ts";
import type { Box } from "./badge.ts";
import type { Ground } from "./ground.ts";
import { parentOf } from "./ground.ts";
import { MOST_STEPS } from "./nearby.ts";
import { isLoneLink } from "./shown.ts";
import type { Tile } from "./tile.ts";

export const NOWHERE: Box = { left: 0, top: 0, width: 0, height: 0 };

/**
 * The rectangle of a tile's picture; of the box around it while the page has not shown the picture yet, unless that box
 * shows another photo: an empty one then.
 */
export function pictureBox({ sighting }: Tile): Box {
  let element: Element | null = sighting.element;
  let box = isLoneLink(element) ? largestIn(element) : element.getBoundingClientRect();
  for (let step = 0; step < MOST_STEPS && isEmpty(box) && element !== null; step += 1) {
    element = parentOf(element);
    if (element !== null) box = element.getBoundingClientRect();
  }
  return element === null || element === sighting.element || !showsAnother(element, sighting.photo) ? box : NOWHERE;
}

/** A link in a line of text is as high as the line; what is in it may be larger. */
function largestIn(link: Element): DOMRect {
  const boxes = [link, ...link.children].map((each) => each.getBoundingClientRect());
  return boxes.reduce((largest, box) => (box.width * box.height > largest.width * largest.height ? box : largest));
}

/** What the boxes that clip a picture show of it, and the page's left and upper edges, beyond which nobody can scroll. */
export function visiblePart({ left, top, width, height }: Box, { clips, fixed }: Ground): Box {
  let [right, bottom] = [left + width, top + height];
  if (fixed) [left, top] = [Math.max(left, 0), Math.max(top, 0)];
  else {
    if (left < 0 && left < -scrollX && !isFromTheRight()) left = -scrollX;
    top = Math.max(top, -scrollY);
  }
  for (const { element } of clips) {
    const clip = element.getBoundingClientRect();
    left = Math.max(left, clip.left);
    top = Math.max(top, clip.top);
    right = Math.min(right, clip.right);
    bottom = Math.min(bottom, clip.bottom);
  }
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Whether a page that is wider than the window goes on to its left. */
function isFromTheRight(): boolean {
  const { documentElement, body } = document as { documentElement: Element; body: Element | null };
  return [documentElement, body ?? documentElement].some((each) => getComputedStyle(each).direction === "rtl");
}

export function isEmpty({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width < 1 || height < 1;
}

/** Whether a photo other than that one can be seen in a box. */
function showsAnother(box: Element, photo: string): boolean {
  for (const element of box.querySelectorAll(CANDIDATES)) {
    const shown = photoShownBy(element);
    if (shown !== null && shown !== photo && !isEmpty(element.getBoundingClientRect())) return true;
  }
  return false;
}
