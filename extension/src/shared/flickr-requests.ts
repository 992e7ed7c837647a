// What a check asks Flickr through the background, and what comes back.
import type { PhotoPages } from "./photo-pages.ts";

/** Check page → background: whether Flickr answers this page again. */
export interface ReadyRequest {
  readonly kind: "flickr_ready";
  readonly pages: PhotoPages;
  readonly page: number;
}

export interface ReadyReply {
  /** Null where nobody answered. */
  readonly status: number | null;
  /** Milliseconds that Flickr asks to wait, where it says so. */
  readonly retryAfter: number | null;
}

/** Check page → background: a call of Flickr's API with the person's own key. */
export interface ApiRequest {
  readonly kind: "flickr_api";
  readonly method: "flickr.urls.lookupUser" | "flickr.people.getPublicPhotos";
  readonly key: string;
  readonly args: Readonly<Record<string, string>>;
}

export interface ApiReply extends ReadyReply {
  readonly body: unknown;
}
