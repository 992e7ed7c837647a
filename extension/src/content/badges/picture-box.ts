// Where a tile's picture is on the screen, and which part of it the boxes around it show.
import type { Box } from "./badge.ts";
import { paintedPart } from "./fitted-image.ts";
import type { Ground } from "./ground.ts";
import { isLoneLink } from "./shown.ts";
import { isEmpty } from "./sizes.ts";

/** The rectangle in which an element shows a photo, or in which a link stands for one; without a size where it shows nothing. */
export function pictureBox(element: Element): Box {
  if (isLoneLink(element)) return largestIn(element);
  return element.localName === "img" ? paintedBox(element as HTMLImageElement) : element.getBoundingClientRect();
}

/** An image that is fitted into a larger box is seen in a part of it. */
function paintedBox(image: HTMLImageElement): Box {
  const box = image.getBoundingClientRect();
  // Read in each frame while something moves, so no more is asked than is needed.
  const part = isEmpty(box) || getComputedStyle(image).objectFit === "fill" ? null : paintedPart(image);
  if (part === null) return box;
  const [x, y] = [box.width / image.offsetWidth, box.height / image.offsetHeight];
  return { left: box.left + part.left * x, top: box.top + part.top * y, width: part.width * x, height: part.height * y };
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
  return [documentElement, body ?? documentElement].some((each) => {
    const { direction, writingMode } = getComputedStyle(each);
    return direction === "rtl" || writingMode.endsWith("-rl");
  });
}
