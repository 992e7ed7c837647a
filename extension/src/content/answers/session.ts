// What the content script knows of the helper, and when it asks again. Nothing runs while the page is hidden or shows
// no photo.
import type { HelperState, HelperStatus } from "../../shared/answers.ts";
import { ask } from "../../shared/messages.ts";
import { Idle } from "../screen/idle.ts";
import { isAlive } from "./alive.ts";
import type { AnswerBook } from "./answer-book.ts";
import { Line } from "./line.ts";

/** Photos in one message. */
const BATCH = 300;
/** Milliseconds between two looks at the helper while photos are on screen. */
const CHECK_EVERY = 4_000;
/** The same while the helper is away: whoever starts it should see badges within three seconds. */
const CHECK_AWAY = 2_000;
/** Milliseconds after which it is noticed that the extension was removed; asking costs nothing and sends nothing. */
const ALIVE_EVERY = 500;
/** How often photos that nobody could answer about are asked about again while nothing else changes. */
const MOST_RETRIES = 3;
/** Milliseconds that new counts wait for more. */
const COUNT_DELAY = 150;

/** States in which the answers that were given stay: the helper only does not answer right now. In all others nothing may be shown. */
const KEEPS_ANSWERS: ReadonlySet<HelperState> = new Set<HelperState>(["ready", "off", "not_answering", "failing"]);

export interface SessionNeeds {
  readonly answers: AnswerBook;
  readonly document: Document;
  /** The extension was updated or removed under the page. */
  readonly orphaned: () => void;
  readonly onStatus?: (status: HelperStatus) => void;
}

export class Session {
  readonly #needs: SessionNeeds;
  #status: HelperStatus | null = null;
  /** Counts changes of the state or the revision: an answer that was asked for before one is dropped. */
  #era = 0;
  readonly #asked = new Set<string>();
  readonly #line = new Line();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #counting: ReturnType<typeof setTimeout> | null = null;
  #retries = 0;
  /** Questions that were lost since the last change, because the background was stopped while it owed an answer. */
  #losses = 0;
  readonly #idle = new Idle(() => void this.#askSome());
  /** The person has just come to the page. */
  #eager = true;
  #stopped = false;
  readonly #alive = setInterval(() => {
    if (!isAlive()) this.#needs.orphaned();
  }, ALIVE_EVERY);

  constructor(needs: SessionNeeds) {
    this.#needs = needs;
  }

  /** Asks about these photos at once. */
  askFirst(photos: readonly string[]): void {
    this.#ask(photos);
  }

  /** Asks about every photo that is due: a few at once, many bit by bit, so that those near the screen pass them. */
  askAll(): void {
    const due = this.#due();
    if (due.length <= BATCH) this.#ask(due);
    else this.#idle.schedule();
  }

  /** The background noticed a change that concerns every tab. */
  learn(status: HelperStatus): void {
    const before = this.#status;
    this.#status = status;
    this.#needs.onStatus?.(status);
    // The first status changes nothing: what was asked before it was asked of the same helper.
    if (before === null) return;
    if (before.state === status.state && before.revision === status.revision && before.port === status.port) return;
    this.#era += 1;
    this.#retries = 0;
    this.#losses = 0;
    this.#asked.clear();
    const { answers } = this.#needs;
    if (status.state === "ready") {
      answers.askAgain();
      this.askAll();
    } else if (!KEEPS_ANSWERS.has(status.state)) answers.forget();
    this.countsChanged();
  }

  /** Looks at the helper now and then, as long as the page can be seen and shows photos. */
  async check(eager = false): Promise<void> {
    this.#pause();
    const { document, answers } = this.#needs;
    if (this.#stopped || document.visibilityState === "hidden") return;
    const isAway = (this.#status?.state ?? "ready") !== "ready";
    this.#timer = setTimeout(() => void this.check(), isAway ? CHECK_AWAY : CHECK_EVERY);
    if (answers.empty) return;
    const status = await this.#send(() => ask({ kind: "check", eager: eager || isAway }));
    if (status !== null) {
      this.learn(status);
      if (status.state === "ready") this.#retry();
    }
  }

  /** Tells the toolbar, once, shortly after the last of several changes. */
  countsChanged(): void {
    this.#counting ??= setTimeout(() => {
      this.#counting = null;
      void this.#send(() => ask({ kind: "counts", counts: this.#needs.answers.counts }));
    }, COUNT_DELAY);
  }

  /** The page is left, perhaps to come back: the browser would end the line by itself, and tell the page nothing of it. */
  hangUp(): void {
    this.#line.close();
  }

  stop(): void {
    this.#stopped = true;
    this.#pause();
    this.#line.close();
    clearInterval(this.#alive);
    this.#idle.stop();
    if (this.#counting !== null) clearTimeout(this.#counting);
  }

  /** @returns whether the person has just come to the page; true at the first call alone */
  #takeEager(): boolean {
    const eager = this.#eager;
    this.#eager = false;
    return eager;
  }

  /** A lost question is asked again; a lookup that failed while the helper was well is tried again, but not for ever. */
  #retry(): void {
    this.askAll();
    const unknown = this.#needs.answers.unknown();
    if (unknown.length === 0 || this.#retries >= MOST_RETRIES) return;
    this.#retries += 1;
    this.#ask(unknown);
  }

  /** Photos that are due, and that no question on its way is about. */
  #due(): string[] {
    return this.#needs.answers.due().filter((photo) => !this.#asked.has(photo));
  }

  async #askSome(): Promise<void> {
    const answered = await this.#askBatch(this.#take(this.#due().slice(0, BATCH)));
    // While nobody answers, the other photos wait for the next look at the helper.
    if (answered && !this.#stopped && this.#due().length > 0) this.#idle.schedule();
  }

  /** Marks photos as being asked about, and leaves out those that are. */
  #take(photos: readonly string[]): string[] {
    const taken = [...new Set(photos)].filter((photo) => !this.#asked.has(photo));
    for (const photo of taken) this.#asked.add(photo);
    return taken;
  }

  #pause(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #ask(photos: readonly string[]): void {
    const taken = this.#take(photos);
    for (let from = 0; from < taken.length; from += BATCH) void this.#askBatch(taken.slice(from, from + BATCH));
  }

  /** @returns whether the helper answered, of the state that still holds */
  async #askBatch(photos: readonly string[]): Promise<boolean> {
    const era = this.#era;
    const reply = await this.#send(() => this.#line.ask(photos, this.#takeEager(), this.#needs.document.visibilityState === "visible"));
    for (const photo of photos) if (era === this.#era) this.#asked.delete(photo);
    // Asked before a change: neither the answers nor the status that came with them hold after it.
    if (era !== this.#era) return false;
    if (reply === null) {
      this.#lost();
      return false;
    }
    const ready = reply.status.state === "ready";
    if (ready) this.#needs.answers.set(reply.answers);
    else this.#needs.answers.setMissing(reply.answers);
    this.learn(reply.status);
    return ready;
  }

  /** The browser stopped the background before it answered: asking starts it again. */
  #lost(): void {
    if (this.#stopped || this.#losses >= MOST_RETRIES) return;
    this.#losses += 1;
    void this.check();
  }

  async #send<T>(request: () => Promise<T>): Promise<T | null> {
    if (this.#stopped) return null;
    if (!isAlive()) {
      this.#needs.orphaned();
      return null;
    }
    try {
      return await request();
    } catch {
      if (!isAlive()) this.#needs.orphaned();
      return null;
    }
  }
}
