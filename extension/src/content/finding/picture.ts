// Which photo one element shows, read from the shapes of its URLs. Class names are not used, because Flickr renames them.
import { chooseOfSets } from "./image-set.ts";
import { isFlickr, photoOfFrame, photoOfLink, photoOfPage, photoOfPictureUrl } from "./photo-url.ts";
import { drawnUrls, hrefOf, isDefinition } from "./svg.ts";

/** Everything that may show or cover a photo. */
export const CANDIDATES = [
  "img", "a[href]", '[style*="url"]', '[style*="image-set"]', "[data-defer-src]", "video", "image", "use", '[fill^="url("]', "object[data]", "embed[src]", 'input[type="image"]',
  'iframe[src*="embedr.flickr.com"]', 'iframe[src*="staticflickr.com/"]', 'iframe[src*="flickr.com/photos/"]',
].join(", ");

/** Attributes whose change may change the photo. */
export const ATTRIBUTES = ["src", "srcset", "style", "href", "xlink:href", "data-defer-src", "poster", "data", "srcdoc"];

/** The declarations of a style that draw a picture: not a variable, which others may draw or nobody, nor a mask. */
const DRAWS = /(?:^|[;{])\s*(?:background|background-image|content)\s*:((?:[^;"'(]|\((?:[^)"']|"[^"]*"|'[^']*')*\)|"[^"]*"|'[^']*')*)/gi;
const STYLE_URL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/g;
const SPACER = /\/(?:spaceball|spaceout|blank|pixel)[^/]*\.(?:gif|png)/;

/** Elements whose picture comes from a style sheet, with the value of `background-image` that was read. */
const backgrounds = new WeakMap<Element, string>();

/** Takes note of what a style sheet draws on an element; see `Survey`. */
export function noteBackground(element: Element, image: string): void {
  backgrounds.set(element, image);
}

/** Images that have painted something, whatever it was. */
const painted = new WeakSet<Element>();
/** Images that still paint, or may still paint, what they showed before their source was changed. */
const painting = new WeakSet<Element>();

/** The source of an image has just been changed: until the new file is there, browsers go on painting the old one. */
export function noteSourceChanged(image: HTMLImageElement): void {
  if (!image.complete && painted.has(image)) painting.add(image);
}

/**
 * Images that were there before anybody watched. One that is still loading may paint what it showed before its source was
 * changed, and nothing tells; so it counts as doing that until the new file is there. One that is there is painted, long
 * before the finder comes to it on a long page.
 */
export function noteUnwatched(root: Document | ShadowRoot): void {
  for (const image of root.querySelectorAll("img")) {
    if (!image.complete) painting.add(image);
    else if (image.naturalWidth > 0) painted.add(image);
  }
}

/** Other pictures that go on painting the old file until the new one is there, with the attribute that names it. */
const FILES: Readonly<Record<string, (element: Element) => string>> = {
  input: (element) => element.getAttribute("src") ?? "",
  image: hrefOf,
  video: (element) => element.getAttribute("poster") ?? "",
};
/** The file of each of them, as last read. */
const files = new WeakMap<Element, string>();

/** Takes note of which file such an element names: if it named another photo's before, that is what it still paints. */
function noteNamedFile(element: Element, photo: string | null): void {
  const now = FILES[element.localName]?.(element);
  if (now === undefined) return;
  const before = files.get(element) ?? "";
  files.set(element, now);
  if (before === "" || before === now || photoOfPictureUrl(before, element.ownerDocument) === photo) return;
  painting.add(element);
}

/** An image has loaded, or failed to: what it painted before is gone. */
export function noteLoaded(image: Element): void {
  painting.delete(image);
  painted.add(image);
}

/** Other pictures than images whose file could not be had: browsers do not tell later. */
const failed = new WeakSet<Element>();

/** The file of an element was loaded, or could not be. */
export function noteFile(element: Element, isThere: boolean): void {
  if (element.localName !== "video") painting.delete(element);
  if (isThere) failed.delete(element);
  else failed.add(element);
}

/** The same of an event that says that a file could not be loaded. An image tells by itself, whenever it is asked. */
export function noteFailure({ target }: Event): void {
  const element = target as Element;
  if (element.localName !== "img") noteFile(element, false);
}

/** Whether an element shows nothing because its file could not be had. A film's picture is its poster, with or without the film. */
export function hasFailed(element: Element): boolean {
  return failed.has(element) && !element.hasAttribute("poster");
}

function wasLoaded(file: string, base: string): boolean {
  return URL.canParse(file, base) && performance.getEntriesByName(new URL(file, base).href).length > 0;
}

export function paintsFormer(element: Element): boolean {
  // Firefox sends no events through what is disabled.
  if (element.localName === "img" && painting.has(element) && (element as HTMLImageElement).complete && element.matches(":disabled *")) painting.delete(element);
  // No event tells that a poster is there, nor in Chromium a picture of an svg that was changed; that its file was loaded is on record.
  if ((element.localName === "video" || element.localName === "image") && painting.has(element) && wasLoaded(FILES[element.localName]?.(element) ?? "", element.baseURI)) painting.delete(element);
  return painting.has(element);
}

/** The photo whose page or file a frame was given, unless the page wrote the frame's document itself. */
export function photoFramedBy(frame: HTMLIFrameElement): string | null {
  return frame.hasAttribute("srcdoc") ? null : (photoOfFrame(frame.src) ?? photoOfPictureUrl(frame.src, frame.ownerDocument));
}

/** The photo that an element shows as a picture, or null. */
export function photoShownBy(element: Element): string | null {
  if (element.localName === "iframe") return photoFramedBy(element as HTMLIFrameElement);
  if (isDefinition(element)) return null;
  const [photo = null] = photosNamedBy(element);
  noteNamedFile(element, photo);
  return photo;
}

/** All photos whose pictures an element names, that which it shows first; more than one where the browser chooses. */
export function photosNamedBy(element: Element): string[] {
  const document = element.ownerDocument;
  const photos = new Set<string>();
  for (const url of pictureUrls(element)) {
    const photo = photoOfPictureUrl(url, document);
    if (photo !== null) photos.add(photo);
  }
  return [...photos];
}

/**
 * What an image has painted comes first, and only where it has nothing else to come: an image whose source was changed
 * goes on painting the old picture until the new one is there.
 */
function* pictureUrls(element: Element): Generator<string> {
  const image = element.localName === "img" ? (element as HTMLImageElement) : null;
  if (image !== null && image.complete && image.naturalWidth > 0) {
    painted.add(image);
    yield image.currentSrc;
  }
  yield* attributeUrls(element);
  yield element.getAttribute("data-defer-src") ?? "";
  yield* ownStyleUrls(element);
  yield* styleUrls(backgrounds.get(element) ?? null);
  if (image === null) return;
  yield* sourceUrls(image);
  if (image.parentElement?.localName === "picture") {
    for (const source of image.parentElement.getElementsByTagName("source")) yield* sourceUrls(source);
  }
}

/** The URLs in attributes, by the kind of element. */
function* attributeUrls(element: Element): Generator<string> {
  switch (element.localName) {
    case "img":
    case "input":
    case "embed":
      yield element.getAttribute("src") ?? "";
      return;
    case "video":
      yield element.getAttribute("poster") ?? "";
      yield element.getAttribute("src") ?? "";
      for (const source of element.querySelectorAll(":scope > source")) yield source.getAttribute("src") ?? "";
      return;
    case "object":
      yield element.getAttribute("data") ?? "";
      return;
    case "image":
      yield hrefOf(element);
      return;
    default:
      yield* drawnUrls(element);
  }
}

/** What an element's own style says that is drawn on it. */
function* ownStyleUrls(element: Element): Generator<string> {
  const style = element.getAttribute("style");
  if (style === null || !(style.includes("url(") || style.includes("image-set("))) return;
  for (const [, drawn = ""] of style.matchAll(DRAWS)) yield* styleUrls(drawn);
}

/** Whether an element's own style draws a photo: a style sheet need not be asked then. */
export function drawsByItself(element: Element): boolean {
  for (const url of ownStyleUrls(element)) if (photoOfPictureUrl(url, element.ownerDocument) !== null) return true;
  return false;
}

/** The photos that a value of a style draws, that which is painted on top first. */
export function photosOfStyle(value: string, document: Document): string[] {
  return [...styleUrls(value)].flatMap((url) => photoOfPictureUrl(url, document) ?? []);
}

function* styleUrls(style: string | null): Generator<string> {
  if (style === null || !(style.includes("url(") || style.includes("image-set("))) return;
  // How much of each of two pictures is seen we do not work out.
  if (style.includes("cross-fade(")) return;
  const drawn = style.includes("image-set(") ? chooseOfSets(style, devicePixelRatio) : style;
  for (const [, double, single, bare] of drawn.matchAll(STYLE_URL)) yield (double ?? single ?? bare ?? "").trim();
}

function* sourceUrls(element: Element): Generator<string> {
  const sources = element.getAttribute("srcset");
  if (sources === null) return;
  for (const source of sources.split(/,\s+|,(?=(?:https?:)?\/\/)/)) yield source.trim().split(/\s/, 1)[0] ?? "";
}

/**
 * The photo that a link stands for when it holds or covers a picture that is not there yet: the tiles of a gallery
 * before its script has run. A link of words or of an icon shows no photo, nor does a link to the page that it is on or
 * to a place on another. Elsewhere than on Flickr only a link that says that it embeds its photo counts, and only with
 * a picture in it, whoever serves that.
 */
export function photoCoveredBy(link: HTMLAnchorElement): string | null {
  if (!isFlickr(link.ownerDocument)) {
    return link.hasAttribute("data-flickr-embed") && link.querySelector("img") !== null ? photoOfLink(link) : null;
  }
  const photo = photoOfLink(link);
  const page = photoOfPage(link.ownerDocument);
  if (photo === null || link.hash !== "" || photo === page) return null;
  // Areas that lead on from a photo, as in a slide show, whose address names no photo.
  if (/(?:^|\s)(?:prev|next)(?:\s|$)/i.test(link.rel)) return null;
  if (link.textContent.trim() !== "") return null;
  // On a photo's own page such links lead to the photos before and after it; those of a strip bring their pictures.
  if (page !== null && link.querySelector("canvas") === null) return null;
  // A picture may be drawn by a script, in a canvas.
  for (const inside of link.querySelectorAll("svg, i, button, input, video, img")) {
    if (!isSpacer(inside) && !(inside.getAttribute("src") ?? "").startsWith("blob:")) return null;
  }
  return photo;
}

/** Whether an element is an image that shows nothing and keeps a place. */
export function isSpacer(element: Element): boolean {
  if (element.localName !== "img") return false;
  const source = element.getAttribute("src") ?? "";
  return source === "" || source.startsWith("data:") || SPACER.test(source);
}
