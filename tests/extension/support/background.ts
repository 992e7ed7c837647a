// The background, as far as a content script sees it.
import { summarise, UNKNOWN, type HelperState, type HelperStatus, type PhotoAnswer } from "../../../extension/src/shared/answers.ts";
import type { SitePreferences } from "../../../extension/src/shared/messages.ts";
import { DEFAULTS } from "../../../extension/src/shared/preferences.ts";
import { settle } from "./fake-chrome.ts";

export class Background {
  state: HelperState = "ready";
  revision = "r1";
  /** Photos that its one dataset lists. */
  listed = new Set<string>();
  /** Whether it lists them probably only. */
  probable = false;
  readonly asked: string[][] = [];
  readonly kinds: string[] = [];
  /** Set to hold answers back. */
  delay = 0;
  preferences: SitePreferences = { ...DEFAULTS, paused: false };

  get status(): HelperStatus {
    return { state: this.state, revision: this.state === "ready" ? this.revision : null, port: 46738, version: "0.1.0" };
  }

  readonly answer = async (message: { readonly kind: string; readonly photos?: readonly string[] }): Promise<unknown> => {
    this.kinds.push(message.kind);
    if (message.kind === "counts") return null;
    if (message.kind === "check") return this.status;
    if (message.kind === "preferences") return this.preferences;
    if (message.kind === "details") return null;
    const photos = [...(message.photos ?? [])];
    this.asked.push(photos);
    const { status } = this;
    const answers = Object.fromEntries(photos.map((photo) => [photo, this.#say(photo)]));
    await settle(this.delay);
    return { status, answers };
  };

  #say(photo: string): PhotoAnswer {
    if (this.state !== "ready") return UNKNOWN;
    return summarise(this.listed.has(photo) ? [{ dataset: "tidewatch", answer: this.probable ? "probably_listed" : "listed" }] : []);
  }
}
