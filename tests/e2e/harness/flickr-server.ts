/** An HTTPS server that stands in for Flickr's two hosts (and one hostile one): pages by path, drawn photos, Flickr-like headers. */
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

import { makeCertificate } from "./certificate.ts";
import { drawPhoto } from "./pictures.ts";
import { pause } from "./until.ts";

export const FLICKR = "www.flickr.com";
export const STATIC = "live.staticflickr.com";
export const API = "api.flickr.com";
/** Where Flickr sends people to sign in. */
export const IDENTITY = "identity.flickr.com";
export const HOSTILE = "hostile.example";
/** A name that its owner has led to 127.0.0.1 (DNS rebinding): to whatever listens on the port that is asked for. */
export const REBOUND = "rebound.example";
/** Other people's site, and copies of Flickr's pages on hosts that a person may allow. */
export const BLOG = "blog.example";
export const ELSEWHERE = [BLOG, "m.flickr.com", "web.archive.org", "www-flickr-com.translate.goog"] as const;
/** Every name that a test browser can reach, all led to this server. */
export const HOSTS = [
  FLICKR,
  STATIC,
  API,
  IDENTITY,
  HOSTILE,
  ...ELSEWHERE,
  "farm2.staticflickr.com",
  "farm9.staticflickr.com",
  "c1.staticflickr.com",
  "c2.staticflickr.com",
  "combo.staticflickr.com",
] as const;

/** What Flickr limits, tightened: a style element or an outside picture that the extension put into a page would be refused. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src-elem 'self'",
  "style-src-attr 'unsafe-inline'",
  `img-src 'self' https://*.staticflickr.com`,
  "connect-src 'self'",
  "frame-src 'none'",
].join("; ");

export interface ServedPage {
  readonly html: string;
  /** HTTP status; 200 when left out. */
  readonly status?: number;
}

/** What a handler answers to one request: a page, a file, a refusal, or a connection that is cut. */
export type Answer = "cut" | { readonly status?: number; readonly type?: string; readonly headers?: Readonly<Record<string, string>>; readonly body: string;
  /** Milliseconds until it is sent, or what it waits for. */
  readonly after?: number | Promise<unknown> };

/** Answers what it wants to; null leaves a request to the pages that are served. */
export type Handler = (host: string, path: string) => Answer | null;

export interface FlickrServer {
  readonly port: number;
  /** `host path` of every request that arrived. */
  readonly arrived: readonly string[];
  /** Serve this page under `host` and `path` (the path with its query) from now on. */
  serve(path: string, page: ServedPage, host?: string): void;
  /** Ask this handler first, from now on. */
  handle(handler: Handler): void;
  /** The page's address. */
  address(path: string): string;
  close(): Promise<void>;
}

const PHOTO_FILE = /\/(\d{1,12})_[0-9a-f]+(?:_[a-z0-9]+)?\.(?:jpg|png)$/;

/** A photo's picture as a server gives it. */
export interface Picture {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Start the server on a free port of 127.0.0.1. `styles` is served as `/skeleton.css`, `picture` as a photo's file. */
export async function startFlickrServer(styles: string, picture: (photo: string) => Picture = draw): Promise<FlickrServer> {
  const pages = new Map<string, ServedPage>();
  const arrived: string[] = [];
  let handler: Handler = () => null;
  const server = createServer(makeCertificate(HOSTS), (request, response) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const path = request.url ?? "/";
    arrived.push(`${host} ${path}`);
    const answer = handler(host, path);
    if (answer === "cut") {
      request.socket.destroy();
      return;
    }
    if (answer !== null) {
      const { status = 200, type = "text/html; charset=utf-8", headers = {}, body, after = 0 } = answer;
      void (typeof after === "number" ? pause(after) : after).then(() => {
        response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": CONTENT_SECURITY_POLICY, ...headers });
        response.end(body);
      });
      return;
    }
    const photo = host.endsWith(".staticflickr.com") ? PHOTO_FILE.exec(path) : null;
    const page = pages.get(`${host} ${path}`);
    if (page) {
      response.writeHead(page.status ?? 200, {
        "Content-Type": "text/html; charset=utf-8",
        // The hostile page may do all that a page can do.
        ...(host === HOSTILE ? {} : { "Content-Security-Policy": CONTENT_SECURITY_POLICY }),
      });
      response.end(page.html);
    } else if (photo?.[1] !== undefined) {
      const { type, body } = picture(photo[1]);
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "max-age=600" });
      response.end(body);
    } else if (path === "/skeleton.css") {
      response.writeHead(200, { "Content-Type": "text/css" });
      response.end(styles);
    } else if (host.endsWith(".staticflickr.com")) {
      // Avatars, covers and spacers: pictures, but no photos.
      response.writeHead(200, { "Content-Type": "image/svg+xml" });
      response.end('<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"/>');
    } else if (path === "/favicon.ico") {
      response.writeHead(204).end();
    } else {
      response.writeHead(404, { "Content-Type": "text/plain" });
      response.end("not found");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    serve: (path, page, host = FLICKR) => {
      pages.set(`${host} ${path}`, page);
    },
    handle: (next) => {
      handler = next;
    },
    address: (path) => `https://${FLICKR}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function draw(photo: string): Picture {
  return { type: "image/svg+xml", body: drawPhoto(photo) };
}
