// Which photo a URL on the page names, by where it stands: as a picture or as a link.
import { photoIdFromUrl } from "../shared/photo-ref.ts";
import { readAsFlickr } from "./sample-page.ts";

/** Hosts of pictures: staticflickr.com and the older static.flickr.com, farmN.static.flickr.com, photosNN.flickr.com. */
const PICTURE_HOST = /(^|\.)(staticflickr\.com|static\.flickr\.com)$|^photos[0-9]+\.flickr\.com$/;

/** The photo whose picture lies at a URL, or null: page URLs and copies on other people's hosts are none. */
export function photoOfPictureUrl(url: string, document: Document): string | null {
  const absolute = resolve(url, document);
  if (absolute === null) return null;
  const flickr = readAsFlickr(absolute.href, document);
  const host = flickr === absolute.href ? absolute.hostname : new URL(flickr).hostname;
  return PICTURE_HOST.test(host) ? photoIdFromUrl(flickr) : null;
}

/** The photo that a link leads to, or null. */
export function photoOfLink(link: HTMLAnchorElement): string | null {
  return photoIdFromUrl(readAsFlickr(link.href, link.ownerDocument));
}

/** The photo that a page shows as its one subject, or null. */
export function photoOfPage(document: Document): string | null {
  return photoIdFromUrl(readAsFlickr(document.location.href, document));
}

function resolve(url: string, document: Document): URL | null {
  // Cheap first: most pictures that are not photos are data: URLs or say nothing.
  if (url === "" || url.startsWith("data:") || url.startsWith("blob:")) return null;
  try {
    return new URL(url, document.baseURI);
  } catch {
    return null;
  }
}
