// The helper's own sample page shows made-up photos on 127.0.0.1. Its URLs are read as if they were Flickr's, so that a
// newcomer sees everything at work offline. On any other page such URLs are no photos.

const MARK = 'meta[name="inset-sample"][content="1"]';
const PHOTO_PAGES = "/sample/photos/";
const PICTURES = "/sample/static/";

/** Whether a page may be the sample page of the helper on that port; its mark is looked for when URLs are read. */
export function isSampleAddress(address: Location | URL, port: number): boolean {
  return address.protocol === "http:" && address.hostname === "127.0.0.1" && address.port === String(port) && address.pathname.startsWith("/sample");
}

/** Rewrites the sample page's own URLs to Flickr's, and leaves every other URL as it is. */
export function readAsFlickr(url: string, document: Document): string {
  const { location } = document;
  if (location.hostname !== "127.0.0.1" || !url.startsWith(`${location.origin}/sample/`)) return url;
  if (document.querySelector(MARK) === null) return url;
  const path = url.slice(location.origin.length);
  if (path.startsWith(PHOTO_PAGES)) return `https://www.flickr.com${path.slice("/sample".length)}`;
  if (path.startsWith(PICTURES)) {
    // The sample's pictures are drawn; Flickr serves none, so the parser rightly knows no such extension.
    return `https://live.staticflickr.com${path.slice("/sample/static".length).replace(/\.svg$/, ".jpg")}`;
  }
  return url;
}
