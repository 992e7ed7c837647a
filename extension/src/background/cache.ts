// Answers of one revision of the library, most recently used last. Kept in storage.session, because the browser may stop the
// worker at any moment.
import { summarise, type DatasetAnswer, type PhotoAnswer } from "../shared/answers.ts";

/** About four hours of steady scrolling; some hundred kilobytes in storage.session, which holds ten megabytes. */
const MOST = 10_000;
const KEY = "answers";
/** Milliseconds that a write waits for more answers: each write writes all of them. A worker that has just answered lives longer than that. */
const WRITE_DELAY = 500;

/** What lists a photo: 0 stands for not listed, as nearly every photo is; where a census lists it, training sets and censuses stand apart. */
type Entry = readonly DatasetAnswer[] | 0 | { readonly datasets: readonly DatasetAnswer[]; readonly censuses: readonly DatasetAnswer[] };

interface Stored {
  readonly revision: string;
  readonly entries: readonly (readonly [string, Entry])[];
}

export class AnswerCache {
  readonly #most: number;
  #revision: string | null = null;
  #entries = new Map<string, Entry>();
  #loading: Promise<void> | null = null;
  #writing: ReturnType<typeof setTimeout> | null = null;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Reads what the worker kept before it was last stopped. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** The answer of that revision, if it is known. */
  get(revision: string, photo: string): PhotoAnswer | null {
    if (revision !== this.#revision) return null;
    const entry = this.#entries.get(photo);
    if (entry === undefined) return null;
    this.#entries.delete(photo);
    this.#entries.set(photo, entry);
    if (entry === 0) return summarise([]);
    return "censuses" in entry ? summarise(entry.datasets, entry.censuses) : summarise(entry);
  }

  /** Keeps answers of the helper. Answers of another revision empty the cache first. */
  put(revision: string, answers: Iterable<readonly [string, PhotoAnswer]>): void {
    if (revision !== this.#revision) {
      this.#entries.clear();
      this.#revision = revision;
    }
    for (const [photo, { answer, datasets, censuses, partial }] of answers) {
      // An answer that leaves a dataset open is not kept, so that the helper is asked again.
      if (answer === "unknown" || partial === true) continue;
      this.#entries.delete(photo);
      this.#entries.set(photo, censuses === undefined ? (datasets.length === 0 ? 0 : datasets) : { datasets, censuses });
    }
    for (const photo of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(photo);
    }
    this.#writing ??= setTimeout(() => {
      this.#writing = null;
      this.#write().catch(() => undefined);
    }, WRITE_DELAY);
  }

  async #read(): Promise<void> {
    // If storage fails, answers are only not kept: the helper is asked again.
    const found: Record<string, unknown> = await chrome.storage.session.get(KEY).catch(() => ({}));
    const stored = found[KEY] as Stored | undefined;
    if (stored === undefined) return;
    this.#revision = stored.revision;
    this.#entries = new Map(stored.entries);
  }

  async #write(): Promise<void> {
    if (this.#revision === null) return;
    const stored: Stored = { revision: this.#revision, entries: [...this.#entries] };
    await chrome.storage.session.set({ [KEY]: stored });
  }
}
