// Which photo one element shows, read from the shapes of its URLs. Class names are not used, because Flickr renames them.
import { isFlickr, photoOfFrame, photoOfLink, photoOfPage, photoOfPictureUrl } from "./photo-url.ts";

/** Everything that may show or cover a photo. */
export const CANDIDATES = 'img, a[href], [style*="url"], [data-defer-src], iframe[src*="embedr.flickr.com"]';

/** Attributes whose change may change the photo. */
export const ATTRIBUTES = ["src", "srcset", "style", "href", "data-defer-src"];

const STYLE_URL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/g;
const SPACER = /\/(?:spaceball|spaceout|blank|pixel)[^/]*\.(?:gif|png)/;

/** The photo that an element shows as a picture, or null. */
export function photoShownBy(element: Element): string | null {
  if (element.localName === "iframe") return photoOfFrame((element as HTMLIFrameElement).src);
  const document = element.ownerDocument;
  for (const url of pictureUrls(element)) {
    const photo = photoOfPictureUrl(url, document);
    if (photo !== null) return photo;
  }
  return null;
}

/**
 * Attributes first and `currentSrc` last: a reused image still reports its old `currentSrc` for a moment after its
 * `src` has been changed.
 */
function* pictureUrls(element: Element): Generator<string> {
  const image = element.localName === "img" ? (element as HTMLImageElement) : null;
  if (image !== null) yield image.getAttribute("src") ?? "";
  yield element.getAttribute("data-defer-src") ?? "";
  const style = element.getAttribute("style");
  if (style?.includes("url(") === true) {
    for (const [, double, single, bare] of style.matchAll(STYLE_URL)) yield (double ?? single ?? bare ?? "").trim();
  }
  if (image === null) return;
  yield* sourceUrls(image);
  if (image.parentElement?.localName === "picture") {
    for (const source of image.parentElement.getElementsByTagName("source")) yield* sourceUrls(source);
  }
  yield image.currentSrc;
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
  if (photo === null || link.hash !== "" || photo === photoOfPage(link.ownerDocument)) return null;
  if (link.textContent.trim() !== "") return null;
  for (const inside of link.querySelectorAll("svg, i, button, input, video, canvas, img")) {
    if (!isSpacer(inside)) return null;
  }
  return photo;
}

function isSpacer(element: Element): boolean {
  if (element.localName !== "img") return false;
  const source = element.getAttribute("src") ?? "";
  return source === "" || source.startsWith("data:") || SPACER.test(source);
}
