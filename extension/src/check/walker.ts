// Walks: takes the walk's next step when it is time, keeps what came of it, and tells the page. What the next step is, the
// walk itself says.
import { keepCheck, type Kept } from "./store.ts";
import { after, freshOf, pause, stop, type Attempt, type Walk } from "./walk.ts";

/** Where pages come from: a window on Flickr, or Flickr's API. */
export interface PageSource {
  attempt: (walk: Walk, known: ReadonlySet<string>) => Promise<Attempt>;
  close: () => Promise<void>;
}

export interface WalkerNeeds {
  readonly source: PageSource;
  /** Called after every step. `fresh`: photos that it added. */
  readonly onStep: (walk: Walk, fresh: readonly string[]) => void;
}

export class Walker {
  readonly #needs: WalkerNeeds;
  readonly #known: Set<string>;
  #walk: Walk;
  /** What the person wants instead of going on. */
  #wish: ((walk: Walk) => Walk) | null = null;
  #wake: () => void = () => undefined;

  constructor({ walk, photos }: Kept, needs: WalkerNeeds) {
    this.#walk = walk;
    this.#known = new Set(photos);
    this.#needs = needs;
  }

  /** Walks until the end, or until the person wants otherwise. */
  async run(): Promise<void> {
    await this.#become(this.#walk, []);
    while (this.#walk.state === "running") {
      await this.#sleep(this.#walk.waitUntil - Date.now());
      if (this.#wish === null) await this.#step();
      if (this.#wish !== null) await this.#become(this.#wish(this.#walk), []);
    }
    await this.#needs.source.close();
  }

  /** A step that is under way is given up; its page is read again later. */
  pause(): void {
    this.#want(pause);
  }

  stop(): void {
    this.#want(stop);
  }

  #want(wish: (walk: Walk) => Walk): void {
    this.#wish = wish;
    this.#wake();
    void this.#needs.source.close();
  }

  async #step(): Promise<void> {
    const attempt = await this.#needs.source.attempt(this.#walk, this.#known).catch((): Attempt => ({ outcome: "failed", trouble: "unreachable", retryAfter: null }));
    // The window was closed because the person wants to pause: that is no trouble.
    if (this.#wish !== null && attempt.outcome !== "read") return;
    const walk = after(this.#walk, attempt, Date.now());
    const fresh = attempt.outcome === "read" && walk.parts > this.#walk.parts ? freshOf(attempt.reading, this.#known) : [];
    for (const photo of fresh) this.#known.add(photo);
    await this.#become(walk, fresh);
  }

  async #become(walk: Walk, fresh: readonly string[]): Promise<void> {
    const kept = await keepCheck(walk, fresh);
    // What could not be kept counts as not found: the page is read again when there is room.
    if (!kept) for (const photo of fresh) this.#known.delete(photo);
    this.#walk = kept ? walk : after(this.#walk, { outcome: "ended", trouble: "full" }, Date.now());
    this.#needs.onStep(this.#walk, kept ? fresh : []);
  }

  #sleep(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.#wish !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
