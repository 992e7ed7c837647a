// Which boxes are near the screen. A browser that watches a box looks at it in every frame of scrolling, so of a crowd only
// those are watched that could come near soon; the others are looked at again when the page has scrolled or changed.
import { Idle } from "./idle.ts";
import { Rest, Scrolling } from "./scrolling.ts";

/** Beyond each edge of the screen, in screens, so that a photo is asked about before it scrolls in. */
export const NEAR = 2;
/** So many screens beyond that, a box of a crowd need not be watched. */
export const FAR = 3;
/** After scrolling by so many screens, those of the boxes that are not watched which may be closer now are looked at again. */
const LOOK_AFTER = 2;
/** Up to here every box is watched. */
export const CROWD = 40;
/** Within so many screens a box is close, as far as anybody knows without looking at it in every frame: a long scroll. */
export const CLOSE = 30;
/** Boxes that are looked at again in one frame. */
const SLICE = 150;
/** Milliseconds of rest after scrolling or a change of the page, after which all far boxes are looked at again. */
const CALM = 1_000;

export type Report = (entries: readonly IntersectionObserverEntry[]) => void;
/** Boxes that have become close, or are not close any more. */
export type Approached = (boxes: readonly Element[]) => void;

/** Where on the page a box was, in CSS pixels from the page's top. */
interface Place {
  readonly top: number;
  readonly bottom: number;
  readonly near: boolean;
}

export class Nearness {
  readonly #report: Report;
  readonly #approached: Approached;
  readonly #observer: IntersectionObserver;
  readonly #watched = new Set<Element>();
  /** Far from the screen when they were last looked at. */
  readonly #parked = new Set<Element>();
  /** What was last seen of each box that was looked at. */
  readonly #seen = new Map<Element, Place>();
  readonly #close = new Set<Element>();
  /** Looked at again, with no report since. */
  readonly #asked = new Set<Element>();
  readonly #scrolling = new Scrolling((screens, page) => this.#scrolled(screens, page));
  /** Height of the screen in CSS pixels, as last told. */
  #screen = innerHeight;
  #frame: number | null = null;
  /** Not in the frame that was scrolled: that one is busy enough. */
  readonly #idle = new Idle(() => { this.#lookAhead(); });
  readonly #rest = new Rest(this.#scrolling, CALM, () => { this.#lookAround(SLICE); });

  /**
   * `report` gets each box once when it is observed, and then whenever it comes near the screen or leaves it.
   * `approached` gets, now and then, those that have become close or far meanwhile.
   */
  constructor(report: Report, approached: Approached) {
    this.#report = report;
    this.#approached = approached;
    this.#observer = new IntersectionObserver((entries) => { this.#take(entries); }, { rootMargin: `${NEAR * 100}% 0px` });
    this.#scrolling.start();
  }

  /** Reports on a box from now on; where it is observed already, it is reported once more. */
  observe(box: Element): void {
    this.unobserve(box);
    this.#watched.add(box);
    this.#observer.observe(box);
  }

  unobserve(box: Element): void {
    this.#parked.delete(box);
    this.#asked.delete(box);
    this.#seen.delete(box);
    this.#close.delete(box);
    if (this.#watched.delete(box)) this.#observer.unobserve(box);
  }

  /** How many screens a box is away from the screen, as last seen; none where it is on it, or nobody can tell. */
  away(box: Element): number {
    const place = this.#seen.get(box);
    if (place === undefined) return 0;
    const { top } = this.#scrolling;
    return Math.max(0, top - place.bottom, place.top - top - this.#screen) / this.#screen;
  }

  /** Whether a box was at most `CLOSE` screens away, as last seen, and a bit more once it is; one without a size never is. */
  isClose(box: Element): boolean {
    return this.#close.has(box);
  }

  /** Boxes may have moved without anybody scrolling. */
  stir(): void {
    if (this.#parked.size > 0) this.#rest.start();
  }

  stop(): void {
    this.#observer.disconnect();
    this.#scrolling.stop();
    this.#rest.stop();
    this.#idle.stop();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#watched.clear();
    this.#parked.clear();
    this.#asked.clear();
    this.#seen.clear();
    this.#close.clear();
  }

  #scrolled(screens: number, page: boolean): boolean {
    this.stir();
    if (screens < LOOK_AFTER) return false;
    // Somebody who jumped may be anywhere, and of a box in the page nobody knows what it moves.
    if (screens > LOOK_AFTER + 1) this.#lookAround(Infinity);
    else if (page) this.#idle.schedule();
    else this.#lookAround(SLICE);
    return true;
  }

  /** Looks again at the parked boxes that were not far from where the page is now, and parks those that were left behind. */
  #lookAhead(): void {
    for (const [box, { near }] of this.#seen) {
      if (this.away(box) < NEAR + FAR) this.#unpark(box);
      else if (!near && this.#watched.size > CROWD) this.#park(box);
    }
    this.#lookForClose();
  }

  /** Looks at every parked box again, so many a frame. */
  #lookAround(slice: number): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    const waiting = [...this.#parked];
    const lookAtSome = (): void => {
      this.#frame = null;
      for (const box of waiting.splice(0, slice)) this.#unpark(box);
      if (waiting.length > 0) this.#frame = requestAnimationFrame(lookAtSome);
    };
    lookAtSome();
    this.#lookForClose();
  }

  #lookForClose(): void {
    const moved = [...this.#seen.keys()].filter((box) => this.#isOtherNow(box, this.away(box)));
    if (moved.length > 0) this.#approached(moved);
  }

  #unpark(box: Element): void {
    if (!this.#parked.delete(box)) return;
    this.#watched.add(box);
    this.#asked.add(box);
    this.#observer.observe(box);
  }

  #take(entries: readonly IntersectionObserverEntry[]): void {
    const news: IntersectionObserverEntry[] = [];
    const moved: Element[] = [];
    const { top } = this.#scrolling;
    for (const entry of entries) {
      const { target, isIntersecting, boundingClientRect: box, rootBounds } = entry;
      if (isIntersecting) this.#unpark(target);
      // A report may come after its box was let go, and must not hold it, nor the page around it, in memory.
      if (!this.#watched.has(target)) continue;
      const asked = this.#asked.delete(target);
      // That it is still far was said before.
      const isNew = isIntersecting || !asked;
      if (isNew) news.push(entry);
      // A box without a size is nowhere; one in a frame is not told where the screen is.
      if (rootBounds === null || box.width < 1 || box.height < 1) {
        if (this.#close.delete(target) && !isNew) moved.push(target);
        continue;
      }
      this.#screen = rootBounds.height / (1 + 2 * NEAR);
      this.#seen.set(target, { top: box.top + top, bottom: box.bottom + top, near: isIntersecting });
      const away = this.away(target);
      if (this.#isOtherNow(target, away) && !isNew) moved.push(target);
      if (!isIntersecting && this.#watched.size > CROWD && away > NEAR + FAR) this.#park(target);
    }
    if (news.length > 0) this.#report(news);
    if (moved.length > 0) this.#approached(moved);
  }

  /** Takes note of whether a box is close, and tells whether that is news. What has become close stays it for a bit. */
  #isOtherNow(box: Element, away: number): boolean {
    if (away < CLOSE) {
      if (this.#close.has(box)) return false;
      this.#close.add(box);
      return true;
    }
    return away > CLOSE + FAR && this.#close.delete(box);
  }

  #park(box: Element): void {
    if (!this.#watched.delete(box)) return;
    this.#observer.unobserve(box);
    this.#parked.add(box);
  }
}
