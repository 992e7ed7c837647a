// Which photo a URL on the page names, by where it stands: as a picture or as a link.
import { parsePhotoId, photoIdFromUrl } from "../../shared/photo-ref.ts";
import { readAsFlickr } from "./sample-page.ts";

/** Hosts of pictures: staticflickr.com and the older static.flickr.com, farmN.static.flickr.com, photosNN.flickr.com. */
const PICTURE_HOST = /(^|\.)(staticflickr\.com|static\.flickr\.com)$|^photos[0-9]+\.flickr\.com$/;

const PAGE_HOST = /(^|\.)(flickr\.com|flic\.kr)$/;
/** What Flickr's embed script puts in place of the link that people paste: a frame of `/photos/ID` or `/photos/USER/ID`. */
const FRAME_HOST = "embedr.flickr.com";
/** Flickr's own frame of a photo or a video: `/photos/USER/ID/player/`. */
const PLAYER = /^\/photos\/[^/]+\/[0-9]+\/player(?:\/|$)/;
/** A picture of Flickr's inside another URL, as image proxies carry it: as a parameter or as the rest of the path. */
const INNER = /(?:^|[/=:,]|\/\/)((?:live|farm[0-9]{1,3}|c[0-9]{1,3})\.static\.?flickr\.com\/[0-9a-z_./]+)/gi;

/** Whether a page is Flickr's own, or the sample that stands for one: elsewhere only pictures count, wherever they link to. */
export function isFlickr(document: Document): boolean {
  const { hostname } = document.location;
  return hostname === "127.0.0.1" || PAGE_HOST.test(hostname);
}

/**
 * The photo whose picture lies at a URL, or null. Page URLs are none, nor are copies on other people's hosts; but on
 * other people's pages their image proxies are, which hand out Flickr's own file and say so in their URLs.
 */
export function photoOfPictureUrl(url: string, document: Document): string | null {
  const absolute = resolve(url, document);
  if (absolute === null) return null;
  const flickr = readAsFlickr(absolute.href, document);
  const host = flickr === absolute.href ? absolute.hostname : new URL(flickr).hostname;
  if (PICTURE_HOST.test(host)) return photoIdFromUrl(flickr);
  if (PAGE_HOST.test(host) || isFlickr(document)) return null;
  return photoIdFromUrl(flickr) ?? photoInside(absolute);
}

/** The photo of the one picture of Flickr's that is named inside a URL, encoded or not; or null. */
function photoInside({ pathname, search }: URL): string | null {
  if (!/flickr/i.test(pathname + search)) return null;
  const photos = new Set([...decode(decode(pathname + search)).matchAll(INNER)].map(([, inner = ""]) => photoIdFromUrl(`https://${inner}`)));
  const [photo = null] = photos;
  // Of several, a collage is made.
  return photos.size === 1 ? photo : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The photo that a frame of Flickr's embed script or of its player shows, or null. */
export function photoOfFrame(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  if (PAGE_HOST.test(hostname) && PLAYER.test(pathname)) return photoIdFromUrl(url);
  if (hostname !== FRAME_HOST) return null;
  const [photos, ...rest] = pathname.split("/").filter((segment) => segment !== "");
  if (photos !== "photos") return null;
  return rest.length === 1 ? parsePhotoId(rest[0] ?? "") : photoIdFromUrl(`https://www.flickr.com${pathname}`);
}

/** The photo that a link leads to, or null. */
export function photoOfLink(link: HTMLAnchorElement): string | null {
  return photoIdFromUrl(readAsFlickr(link.href, link.ownerDocument));
}

let page = { href: "", photo: null as string | null };

/** The photo that a page is about, if it is about one; else null. Every link is compared with it, so it is kept by address. */
export function photoOfPage(document: Document): string | null {
  const { href } = document.location;
  if (href !== page.href) page = { href, photo: photoIdFromUrl(readAsFlickr(href, document)) };
  return page.photo;
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
