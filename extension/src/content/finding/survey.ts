// Looks at the screen for what no selector finds: pictures that a style sheet draws, and open shadow roots, which hide what
// is in them from the rest of the page. The browser is asked what is at places all over the screen, while the page is idle.
import { Idle } from "../screen/idle.ts";
import { AfterScrolling, type Scrolling } from "../screen/scrolling.ts";
import { LateRoots } from "./late-roots.ts";
import { isOwn } from "./own.ts";
import { drawsByItself, noteBackground } from "./picture.ts";
import { shadowRootOf } from "./shadow.ts";
import { isShape, urlsOfFill } from "./svg.ts";

/** CSS pixels between two places: smaller pictures than this need no badge. */
const STEP = 56;
/** Milliseconds of looking in one idle slice; after the first place, for which the browser may have to lay the page out anew. */
const SLICE = 4;
/** Where a slice took longer than two of these, the next one waits so many times as long as it took. */
const PAUSE_SHARE = 60;
/** Milliseconds after a change before the screen is looked at, and between two looks; and how often as long as a look took. */
const AFTER_CHANGE = 150;
const EVERY_SHARE = 100;
/** Milliseconds that either waits at most: on a busy computer a look of a second would be followed by none for two minutes. */
const LONGEST_PAUSE = 8_000;
/** Milliseconds after scrolling. */
const AFTER_SCROLLING = 150;
/** How often a look is put off because the page has changed since its last frame. */
const MOST_PUT_OFF = 5;
/** What may show or hide a picture of a style sheet without any change of the document's content. */
const EVENTS = ["load", "transitionend", "toggle", "click", "keyup"] as const;
const ATTRIBUTES = ["class", "hidden", "open", "id"];

export interface SurveyNeeds {
  readonly document: Document;
  readonly scrolling: Scrolling;
  /** What a style sheet draws on an element has been read, and is something else than before. */
  readonly drawn: (element: Element) => void;
  /** A shadow root that was not seen before. */
  readonly opened: (root: ShadowRoot) => void;
}

export class Survey {
  readonly #needs: SurveyNeeds;
  readonly #idle = new Idle(() => { this.#lookSome(); });
  readonly #afterScrolling: AfterScrolling;
  readonly #endScrolling: () => void;
  readonly #observer: MutationObserver;
  /** Elements on which a style sheet draws a photo, with the value that says so. */
  readonly #drawn = new Map<Element, string>();
  readonly #roots = new WeakSet<ShadowRoot>();
  readonly #lateRoots: LateRoots;
  #resolution = devicePixelRatio;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;
  /** Places still to be looked at, as numbers of a grid; null between two looks. */
  #next: number | null = null;
  #seen = new Set<Element>();
  /** A frame that is waited for, and what has changed since the one before: then a look would lay the page out for itself alone. */
  #laidOut: number | null = null;
  #changed = false;
  /** Whether something has changed since a look began: what it has looked at already may be something else now. */
  #again = false;
  #putOff = 0;
  #took = 0;
  #endedAt = -Infinity;

  constructor(needs: SurveyNeeds) {
    this.#needs = needs;
    this.#afterScrolling = new AfterScrolling(needs.scrolling, AFTER_SCROLLING, () => { this.want(); });
    this.#endScrolling = needs.scrolling.listen(() => { this.#afterScrolling.start(); });
    for (const event of EVENTS) needs.document.addEventListener(event, this.want, { capture: true, passive: true });
    this.#observer = new MutationObserver(this.want);
    this.#lateRoots = new LateRoots(needs.document, {
      opened: (root) => { this.#open(root); },
      resized: this.want,
    });
    addEventListener("resize", this.#resized);
    this.#observer.observe(needs.document, { subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
  }

  /** Something on the screen may have changed: it is looked at soon, and not too often. */
  readonly want = (): void => {
    this.#changed = true;
    // What is known already is read again before the next frame: a badge must not stay on another photo until then.
    if (this.#drawn.size > 0) this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      for (const element of [...this.#drawn.keys()]) this.#read(element);
    });
    this.#again = true;
    if (this.#timer !== null || this.#next !== null) return;
    const pause = Math.max(AFTER_CHANGE, Math.min(LONGEST_PAUSE, EVERY_SHARE * this.#took) - (performance.now() - this.#endedAt));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#needs.document.visibilityState === "hidden") return;
      this.#next = 0;
      this.#took = 0;
      this.#seen = new Set();
      this.#putOff = 0;
      this.#lateRoots.watchSize();
      this.#lookAfterFrame();
    }, pause);
  };

  /** Other rules of style sheets may count now; and on a screen of another resolution other pictures are drawn. */
  readonly #resized = (): void => {
    this.want();
    if (devicePixelRatio === this.#resolution) return;
    this.#resolution = devicePixelRatio;
    for (const element of this.#needs.document.querySelectorAll('[style*="image-set"]')) this.#needs.drawn(element);
  };

  /** Elements that were taken out of the page: nothing is drawn on them any more. */
  forgetRemoved(): void {
    for (const element of this.#drawn.keys()) if (!element.isConnected) this.#note(element, "");
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (this.#laidOut !== null) cancelAnimationFrame(this.#laidOut);
    this.#laidOut = null;
    this.#next = null;
    this.#idle.stop();
    this.#afterScrolling.stop();
    this.#endScrolling();
    this.#observer.disconnect();
    this.#lateRoots.stop();
    removeEventListener("resize", this.#resized);
    for (const event of EVENTS) this.#needs.document.removeEventListener(event, this.want, { capture: true });
    this.#drawn.clear();
    this.#seen.clear();
  }

  /** While the page is idle, and laid out: a look before a frame that waits would make that frame late. */
  #lookAfterFrame(): void {
    this.#laidOut ??= requestAnimationFrame(() => {
      this.#laidOut = null;
      this.#changed = false;
      this.#idle.schedule();
    });
  }

  #lookSome(): void {
    if (this.#next === null) return;
    if (this.#needs.scrolling.sinceLast < AFTER_SCROLLING) {
      // What is seen while one scrolls has gone by the time it is read: begin again when that has ended.
      this.#next = null;
      this.#afterScrolling.start();
      return;
    }
    if (this.#changed && this.#putOff < MOST_PUT_OFF) {
      this.#putOff += 1;
      this.#lookAfterFrame();
      return;
    }
    if (this.#next === 0) this.#again = false;
    const began = performance.now();
    let until = Infinity;
    const columns = Math.max(1, Math.ceil(innerWidth / STEP));
    const all = columns * Math.max(1, Math.ceil(innerHeight / STEP));
    for (; this.#next < all && performance.now() < until; this.#next += 1) {
      this.#lookAt(this.#needs.document, (this.#next % columns) * STEP + STEP / 2, Math.floor(this.#next / columns) * STEP + STEP / 2);
      if (until === Infinity) until = performance.now() + SLICE;
    }
    const took = performance.now() - began;
    this.#took += took;
    if (this.#next < all) {
      if (took < 2 * SLICE) this.#idle.schedule();
      else this.#timer = setTimeout(() => { this.#timer = null; this.#idle.schedule(); }, Math.min(LONGEST_PAUSE, PAUSE_SHARE * took));
      return;
    }
    // What could be seen before and was not met now may have lost its picture, or be off the screen.
    for (const element of this.#drawn.keys()) if (!this.#seen.has(element)) this.#read(element);
    this.#next = null;
    this.#lateRoots.expectIn(this.#seen);
    this.#seen = new Set();
    this.#endedAt = performance.now();
    if (this.#again) this.want();
  }

  #lookAt(root: Document | ShadowRoot, x: number, y: number): void {
    if (typeof root.elementsFromPoint !== "function") return;
    for (const element of root.elementsFromPoint(x, y)) {
      if (isOwn(element) || element.getRootNode() !== root) continue;
      const shadowRoot = shadowRootOf(element);
      if (shadowRoot !== null) this.#lookAt(shadowRoot, x, y);
      if (this.#seen.has(element)) continue;
      this.#seen.add(element);
      if (shadowRoot !== null) this.#open(shadowRoot);
      this.#read(element);
    }
  }

  #open(root: ShadowRoot): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    this.#observer.observe(root, { subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
    this.#needs.opened(root);
    this.want();
  }

  #read(element: Element): void {
    const drawn = drawnOn(element);
    // What its own style says is read where it stands.
    this.#note(element, drawn !== "" && drawsByItself(element) ? "" : drawn);
  }

  #note(element: Element, drawn: string): void {
    if ((this.#drawn.get(element) ?? "") === drawn) return;
    if (drawn === "") this.#drawn.delete(element);
    else this.#drawn.set(element, drawn);
    noteBackground(element, drawn);
    this.#needs.drawn(element);
  }
}

/** What a style sheet can put nothing into. */
const WITHOUT_PARTS = new Set(["img", "input", "video", "iframe", "canvas", "object", "embed", "textarea", "select"]);
const PARTS = [null, "::before", "::after"] as const;
const [ITSELF] = PARTS;

/** The pictures of Flickr's that style sheets draw on an element, or on what they put into it; empty where there is none. */
function drawnOn(element: Element): string {
  const drawn: string[] = [];
  for (const part of WITHOUT_PARTS.has(element.localName) ? [ITSELF] : PARTS) {
    const { backgroundImage, content } = getComputedStyle(element, part);
    if (part !== null && /^(?:none|normal|)$/.test(content)) continue;
    for (const value of [backgroundImage, part === null && WITHOUT_PARTS.has(element.localName) ? "" : content]) if (/flickr/i.test(value)) drawn.push(value);
  }
  if (isShape(element)) for (const url of urlsOfFill(element, getComputedStyle(element).fill)) drawn.push(`url("${url}")`);
  return drawn.join(", ");
}
