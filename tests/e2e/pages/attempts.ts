/**
 * Everything that a web page can send to another address, as data: what `attack` (attack.ts) tries, one after the other.
 *
 * A test proves with a server without guards that a browser really sends each of them (`tests/e2e/safety/cross-site.test.ts`), and
 * then that the helper answers none.
 */
import type { BrowserName } from "../harness/test-browser.ts";

/** How a page sends something. The first group is asked by a script, which gets an answer or an error. */
export type Way =
  | "fetch" | "xhr" | "worker" | "service worker" | "sandboxed frame" | "data frame" | "socket" | "events" | "beacon"
  | "element" | "style" | "rules" | "form" | "window" | "ping" | "download" | "refresh";

export interface Attempt {
  readonly way: Way;
  /** The route, without what marks the attempt. */
  readonly path: string;
  /** For "fetch", "xhr", "form". */
  readonly method?: string;
  readonly mode?: RequestMode;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body's text. */
  readonly body?: string;
  /** How the body is wrapped: as a text, a Blob of this type, form data or bytes without a type. */
  readonly wrapped?: "text" | "blob" | "json blob" | "form data" | "parameters" | "bytes" | "stream";
  readonly keepalive?: boolean;
  /** For "element": the tag, and the attribute that takes the address. */
  readonly tag?: string;
  readonly attribute?: string;
  /** For "element": other attributes; for "form": `enctype` and `target`. */
  readonly others?: Readonly<Record<string, string>>;
  /** The browser does not send it to another site at all, or not in a test: why. */
  readonly unsent?: Partial<Record<BrowserName, string>>;
}

const PHOTOS = '{"photos":["950000000001"]}';
const ASK = '{"name":"Free wallpapers"}';
const CODE = '{"code":"000000"}';
const TICKET = '{"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}';
const JSON_TYPE = { "Content-Type": "application/json" };
const PLAIN = { "Content-Type": "text/plain" };
const NO_PREFETCH = { firefox: "does not know it" };

/** What can be read. */
const READABLE = ["/v1/hello", "/v1/status", "/v1/datasets", "/v1/pairings", "/v1/checks", "/v1/watches", "/v1/health", "/v1/builds", "/openapi.json", "/", "/connect", "/pictures", "/sample"] as const;
/** What changes something, or tells something for a body: method, route and body. */
const CHANGING: readonly (readonly [string, string, string])[] = [
  ["POST", "/v1/lookup", PHOTOS],
  ["POST", "/v1/pairings", ASK],
  ["POST", "/v1/pairings/by-code/approval", CODE],
  ["POST", "/v1/session", TICKET],
  ["POST", "/v1/tickets", "{}"],
  ["POST", "/v1/shutdown", "{}"],
  ["POST", "/v1/checks", '"950000000001"\n'],
  ["POST", "/v1/uploads", "950000000001\n"],
  ["POST", "/v1/datasets/planted/builds", "950000000001\n"],
];

const fetches: readonly Attempt[] = [
  ...READABLE.flatMap((path): Attempt[] => [
    { way: "fetch", path, mode: "cors" },
    { way: "fetch", path, mode: "no-cors" },
  ]),
  { way: "fetch", path: "/v1/datasets", headers: { Authorization: "Bearer inset_guess" } },
  { way: "fetch", path: "/v1/datasets", method: "HEAD", mode: "no-cors" },
  { way: "fetch", path: "/v1/datasets/tidewatch", method: "DELETE" },
  { way: "fetch", path: "/v1/session", method: "DELETE" },
  { way: "fetch", path: "/v1/datasets/tidewatch", method: "PUT", body: "{}" },
  { way: "fetch", path: "/v1/datasets/tidewatch", method: "PATCH", body: "{}" },
  ...CHANGING.flatMap(([method, path, body]): Attempt[] => [
    { way: "fetch", path, method, body, mode: "cors", headers: JSON_TYPE },
    { way: "fetch", path, method, body, mode: "cors", headers: PLAIN },
    { way: "fetch", path, method, body, mode: "no-cors" },
    { way: "fetch", path, method, body, mode: "no-cors", wrapped: "blob" },
    { way: "fetch", path, method, body, mode: "no-cors", wrapped: "form data" },
    { way: "fetch", path, method, body, mode: "no-cors", wrapped: "parameters" },
    { way: "fetch", path, method, body, mode: "no-cors", wrapped: "bytes", keepalive: true },
    { way: "fetch", path, method, body, mode: "cors", wrapped: "json blob" },
  ]),
  { way: "fetch", path: "/v1/uploads", method: "POST", body: "1", wrapped: "stream", unsent: { firefox: "does not know it", chromium: "needs HTTP/2" } },
  { way: "xhr", path: "/v1/status", method: "GET" },
  { way: "xhr", path: "/v1/lookup", method: "POST", body: PHOTOS, headers: PLAIN },
  { way: "xhr", path: "/v1/lookup", method: "POST", body: PHOTOS, headers: JSON_TYPE },
  { way: "xhr", path: "/v1/uploads", method: "POST", body: "1", wrapped: "form data" },
  { way: "worker", path: "/v1/status" },
  { way: "service worker", path: "/v1/status" },
  { way: "sandboxed frame", path: "/v1/status" },
  { way: "data frame", path: "/v1/status" },
  { way: "socket", path: "/v1/lookup" },
  { way: "events", path: "/v1/builds/1/events" },
  { way: "beacon", path: "/v1/pairings", body: ASK, wrapped: "text" },
  { way: "beacon", path: "/v1/pairings", body: ASK, wrapped: "blob" },
  { way: "beacon", path: "/v1/pairings", body: ASK, wrapped: "form data" },
  { way: "beacon", path: "/v1/pairings", body: ASK, wrapped: "json blob" },
];

const IMAGE = "/sample/static/65535/990000000001_5a3c7e9b10_z.svg";
const elements: readonly Attempt[] = [
  { way: "element", tag: "img", attribute: "src", path: IMAGE },
  { way: "element", tag: "img", attribute: "src", path: IMAGE, others: { crossorigin: "use-credentials" } },
  { way: "element", tag: "img", attribute: "srcset", path: IMAGE },
  { way: "element", tag: "input", attribute: "src", path: IMAGE, others: { type: "image" } },
  { way: "element", tag: "video", attribute: "poster", path: IMAGE },
  { way: "element", tag: "video", attribute: "src", path: "/v1/status" },
  { way: "element", tag: "audio", attribute: "src", path: "/v1/status" },
  { way: "element", tag: "object", attribute: "data", path: "/sample" },
  { way: "element", tag: "object", attribute: "data", path: "/v1/status" },
  { way: "element", tag: "embed", attribute: "src", path: "/sample" },
  { way: "element", tag: "iframe", attribute: "src", path: "/" },
  { way: "element", tag: "iframe", attribute: "src", path: "/connect" },
  { way: "element", tag: "iframe", attribute: "src", path: "/pictures" },
  { way: "element", tag: "iframe", attribute: "src", path: "/sample" },
  { way: "element", tag: "iframe", attribute: "src", path: "/v1/pairings" },
  { way: "element", tag: "iframe", attribute: "src", path: "/", others: { sandbox: "allow-scripts allow-same-origin" } },
  { way: "element", tag: "script", attribute: "src", path: "/web/main.js" },
  { way: "element", tag: "script", attribute: "src", path: "/v1/status" },
  { way: "element", tag: "script", attribute: "src", path: "/web/main.js", others: { type: "module" } },
  { way: "element", tag: "link", attribute: "href", path: "/web/styles/page.css", others: { rel: "stylesheet" } },
  { way: "element", tag: "link", attribute: "href", path: "/v1/status", others: { rel: "preload", as: "fetch", crossorigin: "anonymous" } },
  { way: "element", tag: "link", attribute: "href", path: "/web/main.js", others: { rel: "modulepreload" } },
  { way: "element", tag: "link", attribute: "href", path: "/v1/status", others: { rel: "prefetch" }, unsent: { firefox: "waits for a quiet moment" } },
  { way: "element", tag: "link", attribute: "href", path: "/", others: { rel: "prerender" }, unsent: { ...NO_PREFETCH, chromium: "has given it up" } },
  { way: "style", path: IMAGE },
  { way: "rules", path: "/", unsent: { ...NO_PREFETCH, chromium: "sends it only now and then" } },
];

const navigations: readonly Attempt[] = [
  ...["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"].flatMap((enctype) =>
    CHANGING.map(([method, path, body]): Attempt => ({ way: "form", path, method, body, others: { enctype, target: "frame" } })),
  ),
  { way: "form", path: "/v1/shutdown", method: "POST", body: "{}", others: { enctype: "text/plain", target: "_blank" } },
  { way: "form", path: "/v1/uploads", method: "GET", body: "{}", others: { target: "frame" } },
  ...["/v1/status", "/v1/pairings", "/connect", "/pictures"].map((path): Attempt => ({ way: "window", path })),
  { way: "refresh", path: "/v1/status" },
  { way: "ping", path: "/v1/pairings", unsent: { firefox: "sends pings only where a person switched them on" } },
  { way: "download", path: "/v1/status" },
];

export const ATTEMPTS: readonly Attempt[] = [...fetches, ...elements, ...navigations];

/** What a browser sends of them. */
export function sentBy(browser: BrowserName): Attempt[] {
  return ATTEMPTS.filter(({ unsent }) => unsent?.[browser] === undefined);
}

/** An attempt in a few words, for a test's message. */
export function wordsOf({ way, method = "GET", path, mode, wrapped, tag, others = {} }: Attempt): string {
  return [way, tag, method, path, mode, wrapped, ...Object.values(others)].filter((each) => each !== undefined).join(" ");
}
