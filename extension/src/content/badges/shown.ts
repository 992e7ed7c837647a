// Whether what an element is about is what it shows: not hidden, and not another photo that is still, or rather, painted.
import { isSpacer, paintsFormer, photosNamedBy } from "../finding/picture.ts";
import { photoOfPictureUrl } from "../finding/photo-url.ts";
import type { Box } from "./badge.ts";
import type { Ground } from "./ground.ts";

/** A picture, with all that is around it, that lets more than this through is not what a person sees there. */
const LEAST_OPACITY = 0.5;
/** CSS pixels of the smaller side of a link that may stand for a picture: smaller ones are icons. */
const LEAST_LINK = 64;

/** Whether an element can be seen to show this photo, as far as it alone tells; what lies over it is asked in `hit-test.ts`. */
export function showsPhoto(element: Element, photo: string, ground: Ground, { width, height }: Box): boolean {
  if (ground.opacity < LEAST_OPACITY) return false;
  if (typeof element.checkVisibility === "function" && !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return hasNoBox(element);
  // What a person writes is theirs: the picture in it may be taken away, moved or saved at any moment.
  if ((element as HTMLElement).isContentEditable) return false;
  if (element.localName === "img") return imageShows(element as HTMLImageElement, photo);
  return !isLoneLink(element) || Math.min(width, height) >= LEAST_LINK;
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
  // A style sheet can replace what an image draws.
  const replaced = /url\("?([^"]+?)"?\)/.exec(getComputedStyle(image).content)?.[1];
  if (replaced !== undefined) return photoOfPictureUrl(replaced, image.ownerDocument) === photo;
  const { currentSrc, naturalWidth } = image;
  if (naturalWidth === 0 || currentSrc === "") {
    // Nothing is painted yet. Which of several photos it will be, the browser has yet to choose.
    return photosNamedBy(image).every((named) => named === photo);
  }
  const painted = photoOfPictureUrl(currentSrc, image.ownerDocument);
  if (painted !== null) return painted === photo;
  // A stand-in, until a script of the page's replaces it.
  return isSpacer(image) || naturalWidth <= 2 || /^(?:data|blob):/.test(currentSrc);
}
