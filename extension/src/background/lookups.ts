// Many small questions in, few batches out: what several tabs ask within one frame travels together, a photo that is
// being asked about is not asked about again, and what nobody waits for any more is not asked at all.
import { summarise, UNKNOWN, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import type { AnswerCache } from "./cache.ts";
import type { Connection } from "./connection.ts";
import type { LookupBody } from "./wire.ts";

/** Milliseconds, half a frame. */
const GATHER = 8;
/** Photos in one batch: several screens, and no more than a helper on a slow computer answers within a frame. */
const BATCH = 300;
/** Batches on the way at once; what waits behind them can still be overtaken or given up. */
const AT_ONCE = 2;

/** Who asks: one document in one tab. */
export interface Asker {
  readonly tab: number;
  /** The browser's name for the document, where it gives one. */
  readonly document: string;
  /** Whether the person is looking at the tab. */
  readonly active: boolean;
}

export interface LookupAnswer {
  readonly status: HelperStatus;
  readonly answers: Record<string, PhotoAnswer>;
}

interface Waiting {
  readonly promise: Promise<PhotoAnswer>;
  readonly resolve: (answer: PhotoAnswer) => void;
  readonly tabs: Set<number>;
}

interface Batch {
  readonly waiting: ReadonlyMap<string, Waiting>;
  readonly abort: AbortController;
}

export class Lookups {
  readonly #connection: Connection;
  readonly #cache: AnswerCache;
  /** Queued or on the way, by photo. */
  readonly #waiting = new Map<string, Waiting>();
  /** The document that each tab showed when it last asked. */
  readonly #documents = new Map<number, string>();
  readonly #batches = new Set<Batch>();
  /** Photos of tabs that a person looks at, then those of others. */
  #queues: { readonly active: string[]; readonly other: string[] } = { active: [], other: [] };
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: Connection, cache: AnswerCache) {
    this.#connection = connection;
    this.#cache = cache;
  }

  /**
   * An answer for every photo; `unknown` for those about which nobody could answer. Null when the tab went away or to
   * another page meanwhile.
   * @param eager the person has just come to the page: a helper that was off is asked once more
   */
  async answer(photos: readonly string[], asker: Asker, eager = false): Promise<LookupAnswer | null> {
    const before = this.#documents.get(asker.tab);
    if (before !== undefined && before !== asker.document) this.leave(asker.tab);
    this.#documents.set(asker.tab, asker.document);
    await this.#cache.load();
    const status = await this.#connection.current(eager);
    const answers: Record<string, PhotoAnswer> = {};
    if (status.state !== "ready" || status.revision === null) {
      for (const photo of photos) answers[photo] = UNKNOWN;
      return { status, answers };
    }
    const open: Promise<void>[] = [];
    for (const photo of new Set(photos)) {
      const known = this.#cache.get(status.revision, photo);
      if (known !== null) answers[photo] = known;
      else {
        open.push(
          this.#ask(photo, asker).then((answer) => {
            answers[photo] = answer;
          }),
        );
      }
    }
    await Promise.all(open);
    if (this.#documents.get(asker.tab) !== asker.document) return null;
    return { status: open.length === 0 ? status : await this.#connection.current(), answers };
  }

  /** The tab is closed or shows another page: what it alone waited for is given up. */
  leave(tab: number): void {
    this.#documents.delete(tab);
    for (const { tabs } of this.#waiting.values()) tabs.delete(tab);
    for (const batch of this.#batches) {
      if ([...batch.waiting.values()].some(({ tabs }) => tabs.size > 0)) continue;
      batch.abort.abort();
      this.#settle(batch.waiting);
    }
    const wanted = (photo: string): boolean => (this.#waiting.get(photo)?.tabs.size ?? 0) > 0;
    const { active, other } = this.#queues;
    this.#settle(this.#take([...active, ...other].filter((photo) => !wanted(photo))));
    this.#queues = { active: active.filter(wanted), other: other.filter(wanted) };
  }

  #ask(photo: string, { tab, active }: Asker): Promise<PhotoAnswer> {
    const already = this.#waiting.get(photo);
    if (already !== undefined) {
      already.tabs.add(tab);
      return already.promise;
    }
    let resolve: (answer: PhotoAnswer) => void = () => undefined;
    const promise = new Promise<PhotoAnswer>((settle) => {
      resolve = settle;
    });
    this.#waiting.set(photo, { promise, resolve, tabs: new Set([tab]) });
    this.#queues[active ? "active" : "other"].push(photo);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, GATHER);
    return promise;
  }

  #flush(): void {
    while (this.#batches.size < AT_ONCE) {
      const photos = this.#queues.active.splice(0, BATCH);
      photos.push(...this.#queues.other.splice(0, BATCH - photos.length));
      if (photos.length === 0) return;
      void this.#send(photos);
    }
  }

  #take(photos: readonly string[]): Map<string, Waiting> {
    const taken = new Map<string, Waiting>();
    for (const photo of photos) {
      const waiting = this.#waiting.get(photo);
      if (waiting !== undefined) taken.set(photo, waiting);
    }
    return taken;
  }

  async #send(photos: readonly string[]): Promise<void> {
    const batch: Batch = { waiting: this.#take(photos), abort: new AbortController() };
    this.#batches.add(batch);
    let answers = new Map<string, PhotoAnswer>();
    try {
      const outcome = await this.#connection.lookup(photos, batch.abort.signal);
      if (outcome.ok) {
        answers = readAnswers(photos, outcome.body);
        this.#cache.put(outcome.body.revision, answers);
      }
    } finally {
      this.#batches.delete(batch);
      // Whatever went wrong, nobody is left waiting, and an error is never kept as an answer.
      this.#settle(batch.waiting, answers);
      this.#flush();
    }
  }

  #settle(settled: ReadonlyMap<string, Waiting>, answers?: ReadonlyMap<string, PhotoAnswer>): void {
    for (const [photo, waiting] of settled) {
      waiting.resolve(answers?.get(photo) ?? UNKNOWN);
      // After a batch was given up, the photo may have been asked about anew.
      if (this.#waiting.get(photo) === waiting) this.#waiting.delete(photo);
    }
  }
}

/** What a lookup says about each photo that it was asked about. */
export function readAnswers(photos: readonly string[], body: LookupBody): Map<string, PhotoAnswer> {
  const answers = new Map<string, PhotoAnswer>();
  for (const photo of photos) {
    const datasets = body.listed.get(photo) ?? [];
    // "Not listed" is a statement about every dataset; one that could not be opened leaves it open.
    const open = body.invalid.has(photo) || (datasets.length === 0 && body.unavailable.length > 0);
    answers.set(photo, open ? UNKNOWN : summarise(datasets));
  }
  return answers;
}
