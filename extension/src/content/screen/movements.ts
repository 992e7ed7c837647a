// What may move, show or hide pictures without anybody scrolling: the page's own changes, files that have loaded, movements
// that styles make, a window of another size. Told as two things: that something is moving now, and that it has changed.

/** Events that tell so, wherever they happen. */
const EVENTS = [
  "load", "error", "toggle", "close", "fullscreenchange", "transitionrun", "transitionend", "transitioncancel", "animationstart", "animationend", "slotchange",
] as const;
/** Attributes by which pages show and hide what is there; which photo something shows is the watcher's business. */
const ATTRIBUTES = ["class", "hidden", "open", "inert"];
/** Milliseconds between two looks while nothing tells of a change: a pointer over a box, and animations that go on, tell nothing. */
const HEARTBEAT = 500;

export class Movements {
  readonly #changed: () => void;
  readonly #observer: MutationObserver;
  readonly #heart: ReturnType<typeof setInterval>;

  /** `changed` is called at every sign, `beat` now and then while the page can be seen; both must cost next to nothing. */
  constructor(changed: () => void, beat: () => void) {
    this.#changed = changed;
    for (const event of EVENTS) document.addEventListener(event, changed, { capture: true, passive: true });
    addEventListener("resize", changed);
    this.#observer = new MutationObserver(changed);
    this.#observer.observe(document, { subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
    this.#heart = setInterval(() => { if (document.visibilityState === "visible") beat(); }, HEARTBEAT);
  }

  stop(): void {
    for (const event of EVENTS) document.removeEventListener(event, this.#changed, { capture: true });
    removeEventListener("resize", this.#changed);
    this.#observer.disconnect();
    clearInterval(this.#heart);
  }
}
