// The helper's answers about the photos of a check. They are asked for anew whenever the page is opened or the library has
// changed, and kept nowhere: what is listed is the helper's to say.
import { UNKNOWN, withCensuses, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import { ask } from "../shared/messages.ts";

/** Photos in one question: as many as one lookup of the helper takes. */
const AT_ONCE = 1_000;

export interface AnswersNeeds {
  /** Names of the censuses that the person has switched on. */
  readonly shownCensuses: () => Promise<readonly string[]>;
  readonly onChange: () => void;
}

export class Answers {
  readonly #needs: AnswersNeeds;
  /** In the order in which the photos were found. */
  readonly #byPhoto = new Map<string, PhotoAnswer>();
  readonly #waiting = new Set<string>();
  /** Photos that the helper was asked about when it could not answer. */
  readonly #open = new Set<string>();
  #revision: string | null = null;
  #asking = false;

  constructor(needs: AnswersNeeds) {
    this.#needs = needs;
  }

  get all(): ReadonlyMap<string, PhotoAnswer> {
    return this.#byPhoto;
  }

  /** Photos about which the helper has yet to be asked. */
  get waiting(): number {
    return this.#waiting.size;
  }

  add(photos: readonly string[]): void {
    for (const photo of photos) {
      if (this.#byPhoto.has(photo)) continue;
      this.#byPhoto.set(photo, UNKNOWN);
      this.#waiting.add(photo);
    }
    void this.#askAll();
  }

  /** The helper's state was seen: ask for what it could not say before, and for everything if its library has changed. */
  learn(status: HelperStatus): void {
    if (status.state !== "ready") return;
    this.#follow(status.revision);
    for (const photo of this.#open) this.#waiting.add(photo);
    void this.#askAll();
  }

  /** Asks about every photo anew. */
  askAgain(): void {
    for (const photo of this.#byPhoto.keys()) this.#waiting.add(photo);
    void this.#askAll();
  }

  clear(): void {
    this.#byPhoto.clear();
    this.#waiting.clear();
    this.#open.clear();
  }

  /** Answers of one library must not stand beside those of the next. */
  #follow(revision: string | null): void {
    if (revision === null || revision === this.#revision) return;
    if (this.#revision !== null) for (const photo of this.#byPhoto.keys()) this.#waiting.add(photo);
    this.#revision = revision;
  }

  async #askAll(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#waiting.size > 0) await this.#askSome([...this.#waiting].slice(0, AT_ONCE));
    } finally {
      this.#asking = false;
    }
  }

  async #askSome(photos: readonly string[]): Promise<void> {
    const reply = await ask({ kind: "lookup", photos, eager: false }).catch(() => null);
    const censuses = await this.#needs.shownCensuses();
    this.#follow(reply?.status.revision ?? null);
    const answered = reply?.status.state === "ready";
    for (const photo of photos) {
      this.#waiting.delete(photo);
      // It may have been forgotten while the helper was asked.
      if (!this.#byPhoto.has(photo)) continue;
      if (answered) this.#open.delete(photo);
      else this.#open.add(photo);
      const answer = reply?.answers[photo] ?? UNKNOWN;
      this.#byPhoto.set(photo, withCensuses(answer, (answer.censuses ?? []).filter(({ dataset }) => censuses.includes(dataset))));
    }
    this.#needs.onChange();
  }
}
