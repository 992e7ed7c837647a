// Photo IDs, and every URL shape that names exactly one Flickr photo.
//
// This is helper/inset/photo_ref.py in TypeScript, function by function; the grammar stands at the top of that file, and
// tests/vectors/photo_refs.json holds both to the same answers; and what an NSID is, as helper/inset/flickr.py has it. It runs on every tile of a page, so it looks before it
// splits. There are no backtracking expressions, so no input makes parsing slow.

/** Longest URL that is looked at, in UTF-16 units. */
export const MAX_URL_LENGTH = 4096;

/** 12 digits stay below 2^53, but an ID is a string all the same: that is what the wire carries. */
const MAX_ID_DIGITS = 12;

/** Where a relative link stands unless the caller says otherwise. */
export const FLICKR = "https://www.flickr.com";

const BASE58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/** Of the old mobile site, whose pages stand behind `#/`. */
const MOBILE_HOST = "m.flickr.com";
/** Hosts of Flickr's pages. */
export const PAGE_HOSTS: ReadonlySet<string> = new Set(["www.flickr.com", "flickr.com", MOBILE_HOST, "secure.flickr.com"]);
/** Of the frame that Flickr's embed script puts in place of a photo's link. */
const FRAME_HOST = "embedr.flickr.com";
const SHORT_HOSTS: ReadonlySet<string> = new Set(["flic.kr", "www.flic.kr"]);

/** Words that stand where a user's name would: `/photos/tags/2015` lists a tag, it is not photo 2015. */
export const NOT_A_USER: ReadonlySet<string> = new Set([
  "tags", "albums", "sets", "galleries", "gallery", "archives", "groups", "people", "with", "in", "search",
  "upload", "organize", "friends", "contacts", "favorites", "map", "explore",
]);

const ARCHIVE_HOST = "web.archive.org";

/** `/videos/` is an older name of the pages of photos that are videos. */
const PAGES: ReadonlySet<string> = new Set(["photos", "photo", "videos"]);

const GNE_PAGES: ReadonlySet<string> = new Set([
  "photo.gne", "photo_zoom.gne", "photo_exif.gne", "photo_edit.gne", "video_download.gne",
]);
const DOT_SEGMENTS: ReadonlySet<string> = new Set([".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"]);
const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set(["jpg", "jpeg", "png", "gif", "tif", "tiff", "webp"]);

/** Looks like a secret (all hexadecimal), but is what croppers of faces append: `ID_face_b.jpg`. */
const FAKE_SECRET = "face";

const DIGITS = /^[0-9]+$/;
const TIME_OF_COPY = /^(?:[0-9]{1,14}(?:\*|[a-z]{2}_)?|\*)$/; // `20150101000000`, `2015*`, `20150101im_`
const HEX = /^[0-9a-f]+$/;
const SIZE = /^[0-9a-z]{1,3}$/;
const UNCLEAN = /[\x00-\x20\x7f\\]/; // blanks, controls and backslashes: parsers differ on what they mean
const ASCII = /^[\x00-\x7f]*$/;
const WHITESPACE = " \t\n\r\f\v";

/** The ID that a text of 1–12 ASCII digits without a leading zero is, else null. */
export function parsePhotoId(text: string): string | null {
  return text.length <= MAX_ID_DIGITS && !text.startsWith("0") && DIGITS.test(text) ? text : null;
}

/** Flickr's own ID of an account or a group, in its one spelling. */
export const NSID = /^[0-9]{5,11}@N[0-9]{2}$/;

/** The ID of an account that a text is, in its one spelling, `12345678@N00`, else null. */
export function parseNsid(text: string): string | null {
  const nsid = text.replace("@n", "@N");
  return NSID.test(nsid) ? nsid : null;
}

/**
 * The ID of the one photo that a URL names, else null. Never throws.
 * @param url absolute, protocol-relative, without a scheme, or a path such as `/photos/user/123/`
 * @param base the page that holds the URL: a path is read as one of that page's host
 */
export function photoIdFromUrl(url: string, base: string = FLICKR): string | null {
  if (url.length > MAX_URL_LENGTH) return null;
  const text = strip(url);
  if (UNCLEAN.test(text)) return null;
  if (text.startsWith("/") && !text.startsWith("//")) {
    if (base !== FLICKR && !PAGE_HOSTS.has(splitHost(base).host)) return null;
    const { path, query } = splitPath(text);
    return fromPage(path, query);
  }
  const outer = splitHost(text);
  const isArchived = outer.host === ARCHIVE_HOST;
  const { host, rest } = isArchived ? splitArchived(outer.rest) : outer;
  if (host === "") return null;
  const { path, query } = splitPath(host === MOBILE_HOST && rest.startsWith("/#/") ? rest.slice(2) : rest);
  if (PAGE_HOSTS.has(host)) return fromPage(path, query);
  if (host === FRAME_HOST) return path.length === 2 && path[0] === "photos" ? parsePhotoId(path[1] ?? "") : null;
  if (SHORT_HOSTS.has(host)) {
    const [kind, code] = path;
    return path.length === 2 && kind === "p" && code !== undefined ? base58Decode(code) : null;
  }
  const servers = serversBeforeFile(host);
  if (servers !== null) return fromImage(host, servers, path);
  return isArchived ? null : fromProxy(host, path, query);
}

/** The photo ID behind a short link's code, else null. A leading zero (`1`) is refused, so codes are unique. */
export function base58Decode(code: string): string | null {
  if (code.length === 0 || code.length > MAX_ID_DIGITS || code.startsWith("1")) return null;
  let photoId = 0;
  for (const digit of code) {
    const value = BASE58.indexOf(digit);
    if (value < 0) return null;
    photoId = photoId * 58 + value;
    // Asked at every digit: beyond 2^53 a number is not exact any more.
    if (photoId >= 10 ** MAX_ID_DIGITS) return null;
  }
  return String(photoId);
}

/** `/photos/<user>/<id>/…` and the old `.gne` pages. */
function fromPage(path: readonly string[], query: string): string | null {
  const [first, second, third] = path;
  if (first === undefined) return null;
  if (second !== undefined && third !== undefined && PAGES.has(first)) {
    return NOT_A_USER.has(second) ? null : parsePhotoId(third);
  }
  if (path.length === 1 && GNE_PAGES.has(first)) {
    const number = parameter(query, "id");
    const short = parameter(query, "short");
    if (number !== null && short === null) return parsePhotoId(number);
    if (short !== null && number === null && first === "photo.gne") return base58Decode(short);
    return null;
  }
  if (path.length === 3 && first === "apps" && second === "video" && third === "stewart.swf") {
    const number = parameter(query, "photo_id");
    return number !== null ? parsePhotoId(number) : null;
  }
  return null;
}

/** An image file behind `servers` numbers, or a video. */
function fromImage(host: string, servers: number, path: readonly string[]): string | null {
  if (host === "live.staticflickr.com" && path[0] === "video") {
    const [, number, secret] = path;
    if (number !== undefined && secret !== undefined) return isSecret(secret) ? parsePhotoId(number) : null;
  }
  const file = path[servers];
  if (file === undefined || path.length !== servers + 1) return null;
  for (const number of path.slice(0, servers)) {
    if (number.length > 6 || !DIGITS.test(number)) return null;
  }
  return fromImageFile(file);
}

/** `<id>_<secret>[_<size>[_<size>]][.<extension>]` */
function fromImageFile(name: string): string | null {
  let stem = name;
  const dot = name.lastIndexOf(".");
  if (dot >= 0) {
    if (!IMAGE_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())) return null;
    stem = name.slice(0, dot);
  }
  const [number, secret, ...sizes] = stem.split("_", 6);
  if (number === undefined || secret === undefined || sizes.length > 2 || !isSecret(secret)) return null;
  for (const size of sizes) {
    if (!SIZE.test(size)) return null;
  }
  return parsePhotoId(number);
}

/** Another host that hands out one of Flickr's own image files. */
function fromProxy(host: string, path: readonly string[], query: string): string | null {
  if (host.length === 9 && host.startsWith("i") && DIGITS.test(host.slice(1, 2)) && host.endsWith(".wp.com")) {
    const first = path[0] ?? "";
    const inner = ASCII.test(first) ? first.toLowerCase() : "";
    const servers = serversBeforeFile(inner);
    return servers !== null ? fromImage(inner, servers, path.slice(1)) : null;
  }
  const value = parameter(query, host === "flimg.flickr.com" ? "url" : "src");
  if (value === null) return null;
  const image = value.replace(/%3a/gi, ":").replace(/%2f/gi, "/");
  if (lengthOfScheme(image) === 0) return null;
  const { host: inner, rest } = splitHost(image);
  const servers = serversBeforeFile(inner);
  return servers !== null ? fromImage(inner, servers, splitPath(rest).path) : null;
}

/** How many numbers stand in front of the file name on one of Flickr's image hosts; null for any other host. */
function serversBeforeFile(host: string): number | null {
  if (host === "live.staticflickr.com" || host === "static.flickr.com") return 1;
  const dot = host.indexOf(".");
  if (dot < 0) return null;
  const domain = host.slice(dot + 1);
  const name = host.slice(0, dot);
  if (domain === "staticflickr.com" || domain === "static.flickr.com") {
    if (isNumbered(name, "farm")) return 1;
    return isNumbered(name, "c") && domain === "staticflickr.com" ? 2 : null;
  }
  return domain === "flickr.com" && isNumbered(name, "photos") ? 0 : null;
}

interface Authority {
  /** In lower case; empty where there is none to trust. */
  readonly host: string;
  /** Everything behind the authority. */
  readonly rest: string;
}

const NO_AUTHORITY: Authority = { host: "", rest: "" };

function splitHost(text: string): Authority {
  const scheme = lengthOfScheme(text);
  const hasSlashes = scheme > 0 || text.startsWith("//");
  const start = hasSlashes ? scheme + 2 : 0;
  let end = start;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === 0x2f || code === 0x3f || code === 0x23) break; // "/", "?", "#"
  }
  const authority = text.slice(start, end);
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !hasSlashes) return NO_AUTHORITY;
  let host = authority.slice(at + 1);
  const colon = host.indexOf(":");
  if (colon >= 0) {
    const port = host.slice(colon + 1);
    if (port.length > 5 || (port !== "" && !DIGITS.test(port))) return NO_AUTHORITY;
    host = host.slice(0, colon);
  }
  return ASCII.test(host) ? { host: host.toLowerCase(), rest: text.slice(end) } : NO_AUTHORITY;
}

/** Of the URL whose copy stands at a path of the web archive. */
function splitArchived(text: string): Authority {
  if (!text.startsWith("/web/")) return NO_AUTHORITY;
  let url = text.slice("/web/".length);
  const slash = url.indexOf("/");
  if (slash >= 0 && TIME_OF_COPY.test(url.slice(0, slash))) url = url.slice(slash + 1);
  const colon = url.indexOf(":");
  if (colon >= 0 && ["http", "https"].includes(url.slice(0, colon).toLowerCase())) {
    url = url.slice(colon + 1);
    if (!url.startsWith("/")) return NO_AUTHORITY;
    url = url.slice(url.startsWith("//") ? 2 : 1); // of the slashes one may be missing
  }
  return splitHost(`//${url}`);
}

/** Length of `http:` or `https:` where `//` follows it, else 0. */
function lengthOfScheme(text: string): number {
  if (text.slice(0, 7).toLowerCase() === "http://") return 5;
  return text.slice(0, 8).toLowerCase() === "https://" ? 6 : 0;
}

/** Non-empty path segments, and the query. A path that climbs (`..`) has no segments. */
function splitPath(text: string): { path: string[]; query: string } {
  const fragment = text.indexOf("#");
  const whole = fragment >= 0 ? text.slice(0, fragment) : text;
  const mark = whole.indexOf("?");
  const query = mark >= 0 ? whole.slice(mark + 1) : "";
  const path: string[] = [];
  for (const segment of (mark >= 0 ? whole.slice(0, mark) : whole).split("/")) {
    if (segment === "") continue;
    if (segment.length <= 6 && DOT_SEGMENTS.has(segment.toLowerCase())) return { path: [], query };
    path.push(segment);
  }
  return { path, query };
}

/** The value of a parameter that occurs exactly once, as it stands; else null. */
function parameter(query: string, name: string): string | null {
  const prefix = `${name}=`;
  if (!query.includes(prefix)) return null;
  let found: string | null = null;
  for (const each of query.split("&")) {
    if (!each.startsWith(prefix)) continue;
    if (found !== null) return null;
    found = each.slice(prefix.length);
  }
  return found;
}

function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && WHITESPACE.includes(text.charAt(start))) start += 1;
  while (end > start && WHITESPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isSecret(text: string): boolean {
  return text.length >= 2 && text.length <= 32 && text !== FAKE_SECRET && HEX.test(text);
}

/** `farm6`, `c1`, `photos12`: the word and one to three digits. */
function isNumbered(name: string, word: string): boolean {
  const number = name.slice(word.length);
  return name.startsWith(word) && number.length <= 3 && DIGITS.test(number);
}
