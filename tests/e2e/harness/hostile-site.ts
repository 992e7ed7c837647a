/** The hostile site: a page that may do all that a page can do, an empty one for its windows, and its workers. */
import { WORKER } from "../pages/attack.ts";
import { FLICKR, HOSTILE, type FlickrServer } from "./flickr-server.ts";

export const BLANK = "<!doctype html><meta charset='utf-8'><title>Free wallpapers</title><body>";
/** Milliseconds for which an attempt may be without an outcome. */
export const PATIENCE = 1500;

/**
 * Serve the hostile site and, on Flickr's, these pages (by path) without the limits that Flickr sets, so that only the browser
 * itself stops what is tried.
 */
export function serveHostile(flickr: FlickrServer, unlimited: Readonly<Record<string, string>> = {}): void {
  flickr.handle((host, at) => {
    const headers = { "Content-Security-Policy": "" };
    const html = unlimited[at];
    if (host === FLICKR && html !== undefined) return { headers, body: html };
    if (host !== HOSTILE) return null;
    return at === "/worker.js" ? { type: "text/javascript", headers, body: WORKER } : { headers, body: BLANK };
  });
}
