// Pictures in an svg that are drawn somewhere else than where they stand: an `<image>` that is defined once and drawn by
// `<use>`, or as the pattern with which a shape is filled. What is only defined is shown nowhere.

const SVG = "http://www.w3.org/2000/svg";
/** What is in these is drawn only by what refers to it, or, in masks and clips, not at all. */
const DEFINES = "defs, symbol, pattern, mask, clipPath, marker";
/** What can be filled with a pattern. */
const SHAPES = new Set(["rect", "circle", "ellipse", "path", "polygon"]);
/** What in an svg may draw a picture that stands elsewhere. */
const DRAWERS = 'use, [fill^="url("], [style*="fill"]';
const REFERENCE = /url\(\s*["']?#([^"')]+)["']?\s*\)/;
const FILL = /(?:^|;)\s*fill\s*:([^;]*)/i;
/** A `<use>` of a `<use>` and so on. */
const DEEPEST = 4;
/** Drawers of one root that are read again when what they draw has changed. */
const MOST_DRAWERS = 200;

export function isShape(element: Element): boolean {
  return element.namespaceURI === SVG && SHAPES.has(element.localName);
}

/** Whether an element of an svg is only defined where it stands. */
export function isDefinition(element: Element): boolean {
  return element.namespaceURI === SVG && element.closest(DEFINES) !== null;
}

/** The URLs of the pictures that a `<use>` draws, or with which the attributes of a shape fill it. */
export function drawnUrls(element: Element): string[] {
  if (element.namespaceURI !== SVG) return [];
  if (element.localName === "use") return urlsBehind(element, DEEPEST);
  if (!SHAPES.has(element.localName)) return [];
  const fill = FILL.exec(element.getAttribute("style") ?? "")?.[1] ?? element.getAttribute("fill") ?? "";
  return urlsOfFill(element, fill);
}

/** The URLs of the pictures in the pattern that a `fill` names. */
export function urlsOfFill(element: Element, fill: string): string[] {
  const id = REFERENCE.exec(fill)?.[1];
  const pattern = id === undefined ? null : find(element, id);
  return pattern?.localName === "pattern" ? urlsIn(pattern, DEEPEST) : [];
}

/** What may draw a picture of an svg that has come or changed, and is only defined where it stands. */
export function drawersOf(element: Element): Element[] {
  if (!isDefinition(element)) return [];
  const root = element.getRootNode();
  return "querySelectorAll" in root ? [...(root as ParentNode).querySelectorAll(DRAWERS)].slice(0, MOST_DRAWERS) : [];
}

export function hrefOf(element: Element): string {
  return element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? "";
}

function urlsBehind(use: Element, deep: number): string[] {
  const href = hrefOf(use);
  const target = href.startsWith("#") ? find(use, href.slice(1)) : null;
  return target === null || deep === 0 ? [] : urlsIn(target, deep - 1);
}

function urlsIn(box: Element, deep: number): string[] {
  return [box, ...box.querySelectorAll("image, use")].flatMap((each) => {
    if (each.namespaceURI !== SVG) return [];
    if (each.localName === "image") return [hrefOf(each)];
    return each.localName === "use" ? urlsBehind(each, deep) : [];
  });
}

function find(near: Element, id: string): Element | null {
  const root = near.getRootNode();
  return "getElementById" in root ? (root as Document | ShadowRoot).getElementById(id) : null;
}
