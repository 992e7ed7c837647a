// Joins many small questions into few lookups: the first is sent at once, what comes while it is under way is joined, a photo
// that is being asked about is not asked about again, and what no tab waits for any more is not asked at all.
import { summarise, UNKNOWN, withCensuses, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import type { AnswerCache } from "./cache.ts";
import type { Connection } from "./connection.ts";
import type { CheckedLookup } from "./wire.ts";

/** Milliseconds, half a frame, for which questions wait for others if a batch is under way or has just been sent. */
const GATHER = 8;
/** Photos in one batch: several screens, and no more than a helper on a slow computer answers within a frame. */
const BATCH = 300;
/** Batches that are under way at once; photos that wait behind them can still be reordered or given up. */
const AT_ONCE = 2;

/** How often one question is asked again because the library changed while it was being answered. */
const MOST_ROUNDS = 3;

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

/** What the helper said of a photo, and in which revision of its library; the revision is null where it did not answer. */
interface Told {
  readonly answer: PhotoAnswer;
  readonly revision: string | null;
}

const NOBODY: Told = { answer: UNKNOWN, revision: null };

interface Waiting {
  readonly promise: Promise<Told>;
  readonly resolve: (told: Told) => void;
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
  #sentAt = -Infinity;

  constructor(connection: Connection, cache: AnswerCache) {
    this.#connection = connection;
    this.#cache = cache;
  }

  /**
   * An answer for every photo; `unknown` for those without an answer of the helper. Null when the tab was closed or shows
   * another page meanwhile.
   * @param eager the person has just come to the page: ask the helper for its state, even if it was off
   */
  async answer(photos: readonly string[], asker: Asker, eager = false): Promise<LookupAnswer | null> {
    const before = this.#documents.get(asker.tab);
    if (before !== undefined && before !== asker.document) this.leave(asker.tab);
    this.#documents.set(asker.tab, asker.document);
    await this.#cache.load();
    let status = await this.#connection.current(eager);
    const told = new Map<string, Told>();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if (!(await this.#tell(photos, told, status.revision, asker))) break;
      if (this.#documents.get(asker.tab) !== asker.document) return null;
      status = await this.#connection.current();
    }
    const answers: Record<string, PhotoAnswer> = {};
    for (const photo of photos) {
      const said = told.get(photo) ?? NOBODY;
      answers[photo] = isStale(said, status.revision) ? UNKNOWN : said.answer;
    }
    return { status, answers };
  }

  /**
   * Asks for answers that are missing or of another revision: answers of one library must not be returned as those of the
   * next.
   * @returns whether the helper was asked
   */
  async #tell(photos: readonly string[], told: Map<string, Told>, revision: string | null, asker: Asker): Promise<boolean> {
    if (revision === null) return false;
    const asked: Promise<unknown>[] = [];
    for (const photo of new Set(photos)) {
      const before = told.get(photo);
      if (before !== undefined && !isStale(before, revision)) continue;
      const known = this.#cache.get(revision, photo);
      if (known !== null) told.set(photo, { answer: known, revision });
      else asked.push(this.#ask(photo, asker).then((now) => told.set(photo, now)));
    }
    await Promise.all(asked);
    return asked.length > 0;
  }

  /** The tab is closed or shows another page: give up what it alone waited for. */
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

  #ask(photo: string, { tab, active }: Asker): Promise<Told> {
    const already = this.#waiting.get(photo);
    if (already !== undefined) {
      already.tabs.add(tab);
      return already.promise;
    }
    let resolve: (told: Told) => void = () => undefined;
    const promise = new Promise<Told>((settle) => {
      resolve = settle;
    });
    this.#waiting.set(photo, { promise, resolve, tabs: new Set([tab]) });
    this.#queues[active ? "active" : "other"].push(photo);
    const quiet = this.#batches.size === 0 && performance.now() - this.#sentAt > GATHER;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, quiet ? 0 : GATHER);
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
    this.#sentAt = performance.now();
    const told = new Map<string, Told>();
    try {
      const outcome = await this.#connection.lookup(photos, batch.abort.signal);
      if (outcome.ok) {
        const { revision } = outcome.body;
        const answers = readAnswers(photos, outcome.body);
        this.#cache.put(revision, answers);
        for (const [photo, answer] of answers) told.set(photo, { answer, revision });
      }
    } finally {
      this.#batches.delete(batch);
      // Also after an error: every question gets a reply, and an error is never kept as an answer.
      this.#settle(batch.waiting, told);
      this.#flush();
    }
  }

  #settle(settled: ReadonlyMap<string, Waiting>, told?: ReadonlyMap<string, Told>): void {
    for (const [photo, waiting] of settled) {
      waiting.resolve(told?.get(photo) ?? NOBODY);
      // The photo may have been asked about again since its batch was given up: leave the new question alone.
      if (this.#waiting.get(photo) === waiting) this.#waiting.delete(photo);
    }
  }
}

/** Whether an answer comes from another revision of the library. */
function isStale(told: Told, revision: string | null): boolean {
  return revision !== null && told.revision !== null && told.revision !== revision;
}

/** What a lookup says about each photo that it was asked about. */
function readAnswers(photos: readonly string[], body: CheckedLookup): Map<string, PhotoAnswer> {
  const answers = new Map<string, PhotoAnswer>();
  for (const photo of photos) {
    const datasets = body.listed.get(photo) ?? [];
    const censuses = body.public.get(photo) ?? [];
    // "Not listed" is said of every training set. If one could not be asked, the answer is "unknown".
    const partial = body.unavailable.length > 0 || !body.asked;
    const open = body.invalid.has(photo) || (datasets.length === 0 && partial);
    if (open) answers.set(photo, withCensuses(UNKNOWN, censuses));
    else answers.set(photo, partial ? { ...summarise(datasets, censuses), partial } : summarise(datasets, censuses));
  }
  return answers;
}
