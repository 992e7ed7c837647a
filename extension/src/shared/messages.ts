// Every message inside the extension: who asks what, and what comes back.
import type { AccountSummary } from "./account.ts";
import type { Counts, DatasetAnswer, HelperStatus, PhotoAnswer } from "./answers.ts";
import type { DatasetInfo, PhotoDetails } from "./details.ts";
import type { ApiReply, ApiRequest, ReadyReply, ReadyRequest } from "./flickr-requests.ts";
import type { StartReply } from "./native-host.ts";
import type { OutlineRequest, ReadPage } from "./page-reading.ts";
import type { Preferences } from "./preferences.ts";
import type { Changes } from "./wire.d.ts";

/** Content script → background. */
export type ContentRequest =
  | { readonly kind: "lookup"; readonly photos: readonly string[]; readonly eager: boolean }
  /** The helper's state; asked for again and again while photos are on screen. `eager`: the person has just come to the page. */
  | { readonly kind: "check"; readonly eager: boolean }
  | { readonly kind: "counts"; readonly counts: Counts }
  /** What the person chose, and whether the site that asks is paused. */
  | { readonly kind: "preferences" }
  /** Everything about one photo, for its card. */
  | { readonly kind: "details"; readonly photo: string }
  /** What is listed of the account that the page itself names by its NSID. */
  | { readonly kind: "account"; readonly nsid: string };

/** Name of the line over which a content script asks about photos. */
export const LINE = "photos";

/** Content script → background, over the line. */
export interface LineQuestion {
  /** Tells it from other questions of the same line. */
  readonly number: number;
  readonly photos: readonly string[];
  /** The person has just come to the page. */
  readonly eager: boolean;
  /** Whether the person is looking at the page. */
  readonly seen: boolean;
}

/** Background → content script, over the line; the reply is null where nobody could give one. */
export interface LineAnswer {
  readonly number: number;
  readonly reply: LookupReply | null;
}

/** The extension's own pages → background. */
export type PageRequest =
  | ReadyRequest
  | ApiRequest
  | { readonly kind: "status" }
  | { readonly kind: "datasets" }
  /** What is new of the photos that the person remembers. */
  | { readonly kind: "changes" }
  | { readonly kind: "connect" }
  | { readonly kind: "connecting" }
  | { readonly kind: "cancel_connect" }
  /** The person wants Inset's page: where a pairing waits, to approve it. */
  | { readonly kind: "open_page" }
  /** The person has pressed "Start Inset". */
  | { readonly kind: "start_helper" };

export type Request = ContentRequest | PageRequest;

export interface LookupReply {
  readonly status: HelperStatus;
  readonly answers: Readonly<Record<string, PhotoAnswer>>;
}

/** A pairing that waits for the person's approval. */
export interface Connecting {
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The whole time that the code is good for, in milliseconds. */
  readonly lifetime: number;
}

export type ConnectReply =
  | { readonly outcome: "waiting"; readonly connecting: Connecting }
  | { readonly outcome: "approved" }
  | { readonly outcome: "expired" }
  | { readonly outcome: "idle" }
  /** `hint` is the helper's own sentence, where it gave one. */
  | { readonly outcome: "refused"; readonly status: HelperStatus; readonly hint: string | null };

/** The preferences for one site. */
export interface SitePreferences extends Preferences {
  readonly paused: boolean;
}

/** The reply to each request. */
export interface Replies {
  lookup: LookupReply;
  check: HelperStatus;
  counts: null;
  preferences: SitePreferences;
  /** Null where the helper does not answer. */
  details: PhotoDetails | null;
  /** Null where the helper does not answer. */
  account: AccountSummary | null;
  status: HelperStatus;
  /** `numbers` is null where the helper has never said. */
  changes: { readonly numbers: Changes | null };
  /** Null where the helper does not answer. */
  datasets: readonly DatasetInfo[] | null;
  connect: ConnectReply;
  connecting: ConnectReply;
  cancel_connect: ConnectReply;
  open_page: null;
  start_helper: StartReply;
  flickr_ready: ReadyReply;
  flickr_api: ApiReply;
}

/** Background → content script. */
export interface Changed {
  readonly kind: "changed";
  readonly status: HelperStatus;
}

/** Background → content script: the person chose otherwise, or this site was paused or resumed. */
export interface PreferencesChanged extends SitePreferences {
  readonly kind: "preferences";
}

/** Background → content script: the answer to the context menu, to be shown near the photo. Its reply is `true` once shown. */
export interface ShowAnswer {
  readonly kind: "show-answer";
  readonly photo: string;
  readonly answer: PhotoAnswer;
  readonly status: HelperStatus;
}

/** Popup → content script. */
export interface ReportRequest {
  readonly kind: "report";
}

/**
 * Popup → content script: a small picture of a photo, drawn from the one on the page. Its reply is a `data:` URL of at most
 * 96 pixels a side, or, where the page's picture may not be read, its place on the screen, or null. It is made without any
 * request.
 */
export interface PictureRequest {
  readonly kind: "picture";
  readonly photo: string;
}

/** Where a photo is painted: wholly on the screen, with its badge on it. In CSS pixels, as is the width of the window. */
export interface PictureOnScreen {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly windowWidth: number;
}

/** Everything that a content script is told or asked. */
export type PageMessage = Changed | PreferencesChanged | ShowAnswer | ReportRequest | PictureRequest | ReadPage | OutlineRequest;

export interface ListedPhoto {
  readonly id: string;
  readonly answer: "listed" | "probably_listed";
  readonly datasets: readonly DatasetAnswer[];
  /** The photo's own page, where the page that shows it links there. */
  readonly url: string | null;
  /** As the page that shows it names it, cleaned; null where it does not. */
  readonly title: string | null;
  /** Of one of the accounts that the person calls their own. */
  readonly own: boolean;
}

export interface PageReport {
  readonly counts: Counts;
  /** The NSID of the account that the page is of; null where the page does not say it beyond doubt. */
  readonly account: string | null;
  /** In the order in which the page shows them. */
  readonly listed: readonly ListedPhoto[];
}

const KINDS: ReadonlySet<unknown> = new Set<Request["kind"]>([
  "lookup",
  "check",
  "counts",
  "preferences",
  "details",
  "account",
  "status",
  "changes",
  "datasets",
  "connect",
  "connecting",
  "cancel_connect",
  "open_page",
  "start_helper",
  "flickr_ready",
  "flickr_api",
]);

export function isRequest(message: unknown): message is Request {
  return typeof message === "object" && message !== null && "kind" in message && KINDS.has(message.kind);
}

export function isLineQuestion(message: unknown): message is LineQuestion {
  if (typeof message !== "object" || message === null) return false;
  const { number, photos, eager, seen } = message as Record<keyof LineQuestion, unknown>;
  return typeof number === "number" && Array.isArray(photos) && typeof eager === "boolean" && typeof seen === "boolean";
}

/** Asks the background. Rejects where the browser could not deliver the message. */
export async function ask<R extends Request>(request: R): Promise<Replies[R["kind"]]> {
  const reply: unknown = await chrome.runtime.sendMessage(request);
  if (reply === undefined) throw new Error(`The background did not answer ${request.kind}.`);
  return reply as Replies[R["kind"]];
}
