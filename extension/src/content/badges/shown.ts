// Whether what an element is about is what it shows: not hidden, and not another photo that is still, or rather, painted.
import { hasFailed, isSpacer, paintsFormer, photosNamedBy, photosOfStyle } from "../finding/picture.ts";
import { photoOfPictureUrl } from "../finding/photo-url.ts";
import { isShape, urlsOfFill } from "../finding/svg.ts";
import type { Box } from "./badge.ts";
import type { Ground } from "./ground.ts";

/** A picture, with all that is around it, that lets more than this through is not what a person sees there. */
const LEAST_OPACITY = 0.5;
/** What these show is theirs to say, not their styles'. */
const REPLACED = new Set(["video", "image", "use", "object", "input", "embed", "iframe"]);
/** CSS pixels of the smaller side of a link that may stand for a picture: smaller ones are icons. */
const LEAST_LINK = 64;

/** Whether an element can be seen to show this photo, as far as it alone tells; what lies over it is asked in `hit-test.ts`. */
export function showsPhoto(element: Element, photo: string, ground: Ground, { width, height }: Box): boolean {
  if (ground.opacity < LEAST_OPACITY || ground.blotted) return false;
  if (typeof element.checkVisibility === "function" && !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return hasNoBox(element);
  if (isWritten(element)) return false;
  if (element.localName === "img") return imageShows(element as HTMLImageElement, photo);
  if (isLoneLink(element)) return Math.min(width, height) >= LEAST_LINK && !isLettered(element);
  if (isShape(element)) return urlsOfFill(element, getComputedStyle(element).fill).some((url) => photoOfPictureUrl(url, element.ownerDocument) === photo);
  return REPLACED.has(element.localName) ? !hasFailed(element) : stylesShow(element, photo);
}

/** What a person writes is theirs, islands in it too: the picture may be taken away, moved or saved at any moment. */
function isWritten(element: Element): boolean {
  return element.ownerDocument.designMode === "on" || element.closest('[contenteditable]:not([contenteditable="false" i])') !== null;
}

/** Whether a style sheet writes words or an icon into a link. */
function isLettered(link: Element): boolean {
  return ["::before", "::after"].some((part) => /^"[^"]/.test(getComputedStyle(link, part).content));
}

/** Whether the styles that count draw a photo on an element: what its own style says may be overruled. */
function stylesShow(element: Element, photo: string): boolean {
  const { ownerDocument } = element;
  return [null, "::before", "::after"].some((part) => {
    const { backgroundImage, backgroundSize, content } = getComputedStyle(element, part);
    const drawn = backgroundSize.startsWith("0px") ? [] : photosOfStyle(backgroundImage, ownerDocument);
    return [...drawn, ...photosOfStyle(content, ownerDocument)].includes(photo);
  });
}

/** A link that stands for a picture that is drawn beside it or below it. */
export function isLoneLink(element: Element): boolean {
  return element.localName === "a" && photosNamedBy(element).length === 0;
}

/** Not drawn at all, as Flickr's main photo before its script has run: its box stands for it, see `pictureBox`. */
export function hasNoBox(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width < 1 && height < 1;
}

function imageShows(image: HTMLImageElement, photo: string): boolean {
  if (paintsFormer(image)) return false;
  // A style sheet can replace what an image draws, or leave it no room.
  const { content, objectPosition, paddingLeft, paddingRight } = getComputedStyle(image);
  if (/(?:url|image-set)\(/.test(content)) return photosOfStyle(content, image.ownerDocument).includes(photo);
  const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
  if ((padding > 0 && padding >= image.clientWidth) || /-\d{4,}px/.test(objectPosition)) return false;
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
