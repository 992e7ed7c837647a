// Many small questions in, few batches out: what several tabs ask within one frame travels together, and a photo that
// is being asked about is not asked about again.
import { summarise, UNKNOWN, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import type { AnswerCache } from "./cache.ts";
import { MAX_PHOTOS } from "./client.ts";
import type { Connection } from "./connection.ts";
import type { LookupBody } from "./wire.ts";

/** Milliseconds, half a frame. */
const GATHER = 8;

interface Waiting {
  readonly promise: Promise<PhotoAnswer>;
  readonly resolve: (answer: PhotoAnswer) => void;
}

export class Lookups {
  readonly #connection: Connection;
  readonly #cache: AnswerCache;
  /** Queued or on the way, by photo. */
  readonly #waiting = new Map<string, Waiting>();
  #queue: string[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: Connection, cache: AnswerCache) {
    this.#connection = connection;
    this.#cache = cache;
  }

  /**
   * An answer for every photo; `unknown` for those about which nobody could answer.
   * @param eager the person has just come to the page: a helper that was off is asked once more
   */
  async answer(photos: readonly string[], eager = false): Promise<{ status: HelperStatus; answers: Record<string, PhotoAnswer> }> {
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
          this.#ask(photo).then((answer) => {
            answers[photo] = answer;
          }),
        );
      }
    }
    await Promise.all(open);
    return { status: open.length === 0 ? status : await this.#connection.current(), answers };
  }

  #ask(photo: string): Promise<PhotoAnswer> {
    const already = this.#waiting.get(photo);
    if (already !== undefined) return already.promise;
    let resolve: (answer: PhotoAnswer) => void = () => undefined;
    const promise = new Promise<PhotoAnswer>((settle) => {
      resolve = settle;
    });
    this.#waiting.set(photo, { promise, resolve });
    this.#queue.push(photo);
    if (this.#queue.length >= MAX_PHOTOS) this.#flush();
    else this.#timer ??= setTimeout(() => { this.#flush(); }, GATHER);
    return promise;
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const photos = this.#queue;
    this.#queue = [];
    for (let from = 0; from < photos.length; from += MAX_PHOTOS) void this.#send(photos.slice(from, from + MAX_PHOTOS));
  }

  async #send(photos: readonly string[]): Promise<void> {
    let answers = new Map<string, PhotoAnswer>();
    try {
      const outcome = await this.#connection.lookup(photos);
      if (outcome.ok) {
        answers = readAnswers(photos, outcome.body);
        this.#cache.put(outcome.body.revision, answers);
      }
    } finally {
      // Whatever went wrong, nobody is left waiting, and an error is never kept as an answer.
      for (const photo of photos) {
        this.#waiting.get(photo)?.resolve(answers.get(photo) ?? UNKNOWN);
        this.#waiting.delete(photo);
      }
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
