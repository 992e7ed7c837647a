// Which boxes are near the screen, and which are far. A browser that watches a box looks at it in every frame of
// scrolling, so of a crowd only those are watched that could come near soon; the others are parked, and looked at again
// when the page has scrolled or changed.
import { Idle } from "./idle.ts";
import { AfterScrolling, ScrollDistance, type Scrolling } from "./scrolling.ts";

/** Within so many screens of the screen a box is near: photos are asked about before they scroll in. */
export const NEAR = 2;
/** Further away than so many screens, a box of a crowd is parked: it cannot come near before it is looked at again. */
export const PARKED = NEAR + 3;
/** Further away than so many screens a box is far; nearer than that, a long scroll may come to it. */
export const FAR = 30;
/** By so many screens more a box that is not far must be away to become far, so that none changes to and fro. */
export const SLACK = 3;
/** Up to here every box is watched. */
export const CROWD = 40;
/** After scrolling by so many screens, those of the parked boxes that may be nearer now are looked at again. */
const LOOK_AFTER = 2;
/** Boxes that are looked at again in one frame. */
const SLICE = 150;
/** Milliseconds after scrolling or a change of the page, after which all parked boxes are looked at again. */
const PAUSE = 1_000;

export type Report = (entries: readonly IntersectionObserverEntry[]) => void;

export interface NearnessNeeds {
  /** Gets each box once when it is observed, and then whenever it comes near the screen or leaves it. */
  readonly nearChanged: Report;
  /** Gets, now and then, the boxes that have become far meanwhile, or are far no more. */
  readonly farChanged: (boxes: readonly Element[]) => void;
}

/** Where on the page a box was, in CSS pixels from the page's top. */
interface Place {
  readonly top: number;
  readonly bottom: number;
  readonly near: boolean;
}

export class Nearness {
  readonly #needs: NearnessNeeds;
  readonly #observer: IntersectionObserver;
  readonly #watched = new Set<Element>();
  readonly #parked = new Set<Element>();
  /** What was last seen of each box that was looked at. */
  readonly #seen = new Map<Element, Place>();
  readonly #notFar = new Set<Element>();
  /** Looked at again, with no report since. */
  readonly #askedAgain = new Set<Element>();
  readonly #scrolling: Scrolling;
  readonly #distance: ScrollDistance;
  /** Height of the screen in CSS pixels, as last told. */
  #screen = innerHeight;
  #frame: number | null = null;
  /** Not in the frame that was scrolled: that one is busy enough. */
  readonly #idle = new Idle(() => { this.#lookAhead(); });
  readonly #afterScrolling: AfterScrolling;

  constructor(scrolling: Scrolling, needs: NearnessNeeds) {
    this.#needs = needs;
    this.#scrolling = scrolling;
    this.#observer = new IntersectionObserver((entries) => { this.#take(entries); }, { rootMargin: `${NEAR * 100}% 0px` });
    this.#afterScrolling = new AfterScrolling(scrolling, PAUSE, () => { this.#lookAround(SLICE); });
    this.#distance = new ScrollDistance(scrolling, (screens, page) => this.#scrolled(screens, page));
    this.#distance.start();
  }

  /** Reports on a box from now on; where it is observed already, it is reported once more. */
  observe(box: Element): void {
    this.unobserve(box);
    this.#watched.add(box);
    this.#observer.observe(box);
  }

  unobserve(box: Element): void {
    this.#parked.delete(box);
    this.#askedAgain.delete(box);
    this.#seen.delete(box);
    this.#notFar.delete(box);
    if (this.#watched.delete(box)) this.#observer.unobserve(box);
  }

  /** How many screens a box is away from the screen, as last seen; none where it is on it, or nobody can tell. */
  screensAway(box: Element): number {
    const place = this.#seen.get(box);
    if (place === undefined) return 0;
    const { top } = this.#scrolling;
    return Math.max(0, top - place.bottom, place.top - top - this.#screen) / this.#screen;
  }

  /** Whether a box was more than `FAR` screens away, as last seen. One that nobody has seen yet, or without a size, is far. */
  isFar(box: Element): boolean {
    return !this.#notFar.has(box);
  }

  /** Boxes may have moved without anybody scrolling: all are looked at again in a while. */
  lookAgain(): void {
    if (this.#parked.size > 0) this.#afterScrolling.start();
  }

  stop(): void {
    this.#observer.disconnect();
    this.#distance.stop();
    this.#afterScrolling.stop();
    this.#idle.stop();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#watched.clear();
    this.#parked.clear();
    this.#askedAgain.clear();
    this.#seen.clear();
    this.#notFar.clear();
  }

  #scrolled(screens: number, page: boolean): boolean {
    this.lookAgain();
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
      if (this.screensAway(box) < PARKED) this.#unpark(box);
      else if (!near && this.#watched.size > CROWD) this.#park(box);
    }
    this.#updateAllFar();
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
    this.#updateAllFar();
  }

  #updateAllFar(): void {
    const changed = [...this.#seen.keys()].filter((box) => this.#updateFar(box));
    if (changed.length > 0) this.#needs.farChanged(changed);
  }

  /**
   * Takes note of whether a box is far, from where it was last seen.
   * @returns whether that has changed
   */
  #updateFar(box: Element): boolean {
    const away = this.screensAway(box);
    if (this.isFar(box)) {
      if (away >= FAR) return false;
      this.#notFar.add(box);
      return true;
    }
    return away > FAR + SLACK && this.#notFar.delete(box);
  }

  #unpark(box: Element): void {
    if (!this.#parked.delete(box)) return;
    this.#watched.add(box);
    this.#askedAgain.add(box);
    this.#observer.observe(box);
  }

  #take(entries: readonly IntersectionObserverEntry[]): void {
    const news: IntersectionObserverEntry[] = [];
    const farChanged: Element[] = [];
    const { top } = this.#scrolling;
    for (const entry of entries) {
      const { target, isIntersecting, boundingClientRect: box, rootBounds } = entry;
      if (isIntersecting) this.#unpark(target);
      // A report may come after its box was let go, and must not hold it, nor the page around it, in memory.
      if (!this.#watched.has(target)) continue;
      const askedAgain = this.#askedAgain.delete(target);
      // That a box is still not near was said before it was parked.
      const isNew = isIntersecting || !askedAgain;
      if (isNew) news.push(entry);
      // A box without a size is nowhere; one in a frame is not told where the screen is.
      if (rootBounds === null || box.width < 1 || box.height < 1) {
        if (this.#notFar.delete(target) && !isNew) farChanged.push(target);
        continue;
      }
      this.#screen = rootBounds.height / (1 + 2 * NEAR);
      this.#seen.set(target, { top: box.top + top, bottom: box.bottom + top, near: isIntersecting });
      if (this.#updateFar(target) && !isNew) farChanged.push(target);
      if (!isIntersecting && this.#watched.size > CROWD && this.screensAway(target) > PARKED) this.#park(target);
    }
    if (news.length > 0) this.#needs.nearChanged(news);
    if (farChanged.length > 0) this.#needs.farChanged(farChanged);
  }

  #park(box: Element): void {
    if (!this.#watched.delete(box)) return;
    this.#observer.unobserve(box);
    this.#parked.add(box);
  }
}
