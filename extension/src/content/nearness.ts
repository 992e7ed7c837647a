// Which boxes are near the screen. A browser that watches a box looks at it in every frame of scrolling, so of a crowd only
// those are watched that could come near soon; the others are looked at again when the page has scrolled or changed.

/** Beyond each edge of the screen, in screens, so that a photo has its badge before it scrolls in. */
const NEAR = 1.5;
/** So many screens beyond that, a box of a crowd need not be watched. */
const FAR = 4;
/** After scrolling by so many screens, the boxes that are not watched are looked at again. */
const LOOK_AFTER = 2;
/** Up to here every box is watched. */
export const CROWD = 300;
/** Boxes that are looked at again in one frame. */
const SLICE = 150;
/** Milliseconds that a changing page waits for its far boxes to be looked at. */
const CALM = 1_000;

export type Report = (entries: readonly IntersectionObserverEntry[]) => void;

export class Nearness {
  readonly #report: Report;
  readonly #observer: IntersectionObserver;
  readonly #watched = new Set<Element>();
  /** Far from the screen when they were last looked at. */
  #parked = new Set<Element>();
  /** Looked at again, with no report since. */
  readonly #asked = new Set<Element>();
  #lookedAt = 0;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `report` gets each box once when it is observed, and then whenever it comes near the screen or leaves it. */
  constructor(report: Report) {
    this.#report = report;
    this.#observer = new IntersectionObserver((entries) => { this.#take(entries); }, { rootMargin: `${NEAR * 100}% 0px` });
    document.addEventListener("scroll", this.#scrolled, { capture: true, passive: true });
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
    if (this.#watched.delete(box)) this.#observer.unobserve(box);
  }

  /** Boxes may have moved without anybody scrolling. */
  stir(): void {
    if (this.#parked.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#lookAround(SLICE);
    }, CALM);
  }

  stop(): void {
    this.#observer.disconnect();
    document.removeEventListener("scroll", this.#scrolled, { capture: true });
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#frame = this.#timer = null;
    this.#watched.clear();
    this.#parked.clear();
    this.#asked.clear();
  }

  readonly #scrolled = ({ target }: Event): void => {
    if (this.#parked.size === 0) return;
    if (target !== document) {
      this.stir();
      return;
    }
    const moved = Math.abs(scrollY - this.#lookedAt) / innerHeight;
    if (moved < LOOK_AFTER) return;
    // Somebody who jumped is waiting; somebody who scrolls will be there in a second.
    this.#lookAround(moved > LOOK_AFTER + 1 ? Infinity : SLICE);
  };

  /** Looks at every parked box again, so many a frame. */
  #lookAround(slice: number): void {
    this.#lookedAt = scrollY;
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    const waiting = [...this.#parked];
    const lookAtSome = (): void => {
      this.#frame = null;
      for (const box of waiting.splice(0, slice)) {
        if (!this.#parked.delete(box)) continue;
        this.#watched.add(box);
        this.#asked.add(box);
        this.#observer.observe(box);
      }
      if (waiting.length > 0) this.#frame = requestAnimationFrame(lookAtSome);
    };
    lookAtSome();
  }

  #take(entries: readonly IntersectionObserverEntry[]): void {
    const news: IntersectionObserverEntry[] = [];
    for (const entry of entries) {
      const { target, isIntersecting } = entry;
      const asked = this.#asked.delete(target);
      // That it is still far was said before.
      if (isIntersecting || !asked) news.push(entry);
      if (!isIntersecting && this.#watched.size > CROWD && isFar(entry)) this.#park(target);
    }
    if (news.length > 0) this.#report(news);
  }

  #park(box: Element): void {
    if (!this.#watched.delete(box)) return;
    this.#observer.unobserve(box);
    this.#parked.add(box);
  }
}

/** Whether a box that came near is on the screen already. */
export function isOnScreen({ boundingClientRect: box, rootBounds: near }: IntersectionObserverEntry): boolean {
  if (near === null) return true;
  const margin = NEAR * screenHeight(near);
  return box.bottom >= near.top + margin && box.top <= near.bottom - margin;
}

/** Told from what was reported: asking the page for its size would make it lay itself out. */
function isFar({ boundingClientRect: box, rootBounds: near }: IntersectionObserverEntry): boolean {
  // A box without a size is nowhere; one in a frame is not told where the screen is.
  if (near === null || box.width < 1 || box.height < 1) return false;
  const away = FAR * screenHeight(near);
  return box.top > near.bottom + away || box.bottom < near.top - away;
}

function screenHeight(near: DOMRectReadOnly): number {
  return near.height / (1 + 2 * NEAR);
}
