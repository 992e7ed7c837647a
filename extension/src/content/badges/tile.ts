// One photo in one place on the page, with the box around it.
import type { Sighting } from "../finding/finder.ts";
import type { Badge } from "./badge.ts";

export interface Tile {
  readonly sighting: Sighting;
  container: Element;
  /** Null while none is to be seen. */
  badge: Badge | null;
  /** How often the badge was put back after the page had taken it away. */
  returns: number;
}

/** Elements that show nothing of what is put into them. */
const VOID = new Set(["img", "picture", "source", "video", "input", "iframe", "image", "object"]);

export function makeTile(sighting: Sighting): Tile {
  return { sighting, container: containerOf(sighting.element), badge: null, returns: 0 };
}

/** The box of an element's tile: the closest one around it that holds other elements. */
export function containerOf(element: Element): Element {
  // A picture drawn as a background is its own box. An image holds nothing, and a lone link is laid over its tile.
  let box = element.localName === "a" && !element.hasAttribute("style") ? (element.parentElement ?? element) : element;
  while (VOID.has(box.localName) && box.parentElement !== null) box = box.parentElement;
  return box;
}
