// Whether what an element is about is what it shows: not hidden, and not another photo that is still, or rather, painted.
import { hasFailed, isSpacer, paintsFormer, photosNamedBy, photosOfStyle } from "../finding/picture.ts";
import { isFlickr, photoOfPictureUrl } from "../finding/photo-url.ts";
import { hrefOf, isShape, urlsOfFill } from "../finding/svg.ts";
import type { Box } from "./badge.ts";
import { paintedPart } from "./fitted-image.ts";
import type { Ground } from "./ground.ts";
import { groundsSeen } from "./grounds-seen.ts";
import { isEmpty } from "./sizes.ts";

/** A picture, with all that is around it, that lets more than this through is not what a person sees there. */
const LEAST_OPACITY = 0.5;
/** What these show is theirs to say, not their styles'. */
const REPLACED = new Set(["video", "image", "use", "object", "input", "embed", "iframe"]);
/** CSS pixels of the smaller side of a link that may stand for a picture: smaller ones are icons. */
const LEAST_LINK = 64;
/** Elements in a link that are looked at for icons. */
const MOST_INSIDE = 12;

/** Whether an element can be seen to show this photo, as far as it alone tells; what lies over it is asked in `hit-test.ts`. */
export function showsPhoto(element: Element, photo: string, ground: Ground, { width, height }: Box): boolean {
  if (ground.opacity < LEAST_OPACITY || ground.blotted) return false;
  if (typeof element.checkVisibility === "function" && !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
  // What a person writes is theirs, islands in it too: the picture may be taken away, moved or saved at any moment.
  if (ground.written || element.ownerDocument.designMode === "on") return false;
  if (paintsFormer(element)) return false;
  if (element.localName === "img") return imageShows(element as HTMLImageElement, photo);
  if (isLoneLink(element)) return Math.min(width, height) >= LEAST_LINK && !isLettered(element);
  if (isShape(element)) return urlsOfFill(element, getComputedStyle(element).fill).some((url) => photoOfPictureUrl(url, element.ownerDocument) === photo);
  if (element.localName === "video" && playsSomethingElse(element as HTMLVideoElement, photo)) return false;
  if (element.localName === "image" && isAnimatedAway(element as SVGImageElement, photo)) return false;
  return REPLACED.has(element.localName) ? !hasFailed(element) : stylesShow(element, photo);
}

/** Whether a film runs, or has run, in place of a poster, and nothing says that it is that photo's. On Flickr it is, wherever its file comes from. */
function playsSomethingElse(film: HTMLVideoElement, photo: string): boolean {
  if (isFlickr(film.ownerDocument) || film.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || (film.paused && film.currentTime === 0)) return false;
  return photoOfPictureUrl(film.currentSrc, film.ownerDocument) !== photo;
}

/** Whether an animation of the svg's draws another file than its attribute names. */
function isAnimatedAway(image: SVGImageElement, photo: string): boolean {
  const drawn = (image as { readonly href?: SVGAnimatedString }).href?.animVal ?? "";
  return drawn !== "" && drawn !== hrefOf(image) && photoOfPictureUrl(drawn, image.ownerDocument) !== photo;
}

/** Whether a link, or what is in it, is an icon: a style sheet writes or draws it, its edges or an element of the page's own are it. */
function isLettered(link: Element): boolean {
  return [link, ...[...link.querySelectorAll("*")].slice(0, MOST_INSIDE)].some((inside) => {
    const { clientWidth, localName, offsetWidth } = inside as HTMLElement;
    if (inside !== link && (localName.includes("-") || (clientWidth === 0 && offsetWidth > 0 && getComputedStyle(inside).display !== "inline"))) return true;
    return ["::before", "::after"].some((part) => {
      const { backgroundImage, content, maskImage } = getComputedStyle(inside, part);
      return /^"[^"]|url\(/.test(content) || (content === '""' && [backgroundImage, maskImage].some((image) => image.includes("url(")));
    });
  });
}

/** Whether the styles that count draw a photo on an element: what its own style says may be overruled. */
function stylesShow(element: Element, photo: string): boolean {
  const { ownerDocument } = element;
  return [null, "::before", "::after"].some((part) => {
    const style = getComputedStyle(element, part);
    const drawn = groundsSeen(style, element).flatMap((ground) => photosOfStyle(ground, ownerDocument));
    return [...drawn, ...photosOfStyle(style.content, ownerDocument)].includes(photo);
  });
}

/** A link that stands for a picture that is drawn beside it or below it. */
export function isLoneLink(element: Element): boolean {
  return element.localName === "a" && photosNamedBy(element).length === 0;
}

function imageShows(image: HTMLImageElement, photo: string): boolean {
  // A style sheet can replace what an image draws, or leave it no room.
  const { content } = getComputedStyle(image);
  if (/(?:url|image-set)\(/.test(content)) return photosOfStyle(content, image.ownerDocument).includes(photo);
  const part = paintedPart(image);
  if (part !== null && isEmpty(part)) return false;
  const { complete, currentSrc, naturalWidth } = image;
  // A file that could not be had leaves the ground of the image.
  if (complete && naturalWidth === 0 && currentSrc !== "") return stylesShow(image, photo);
  if (naturalWidth === 0 || currentSrc === "") {
    // Nothing is painted yet. Which of several photos it will be, the browser has yet to choose.
    return photosNamedBy(image).every((named) => named === photo);
  }
  const painted = photoOfPictureUrl(currentSrc, image.ownerDocument);
  if (painted !== null) return painted === photo;
  // A stand-in, until a script of the page's replaces it.
  return isSpacer(image) || naturalWidth <= 2 || /^(?:data|blob):/.test(currentSrc);
}
