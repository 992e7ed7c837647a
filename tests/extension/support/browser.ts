// A window that the content script can run in. jsdom has no layout, so the test says what comes near the screen.
import { JSDOM, type DOMWindow } from "jsdom";
import { vi } from "vitest";

type Report = (entries: readonly IntersectionObserverEntry[]) => void;

export class FakeBrowser {
  readonly window: DOMWindow;
  readonly document: Document;
  /** Elements whose coming near the screen is watched. */
  readonly watched = new Set<Element>();
  /** Whether all of the page is near the screen. */
  near = true;
  readonly #reports = new Set<Report>();
  #visible = true;

  constructor(html: string, url = "https://www.flickr.com/photos/somebody/") {
    this.window = new JSDOM(html, { url, pretendToBeVisual: true }).window;
    this.document = this.window.document;
    Object.defineProperty(this.document, "visibilityState", { get: () => (this.#visible ? "visible" : "hidden") });
    // Nothing covers anything but by coming later in the page.
    this.document.elementsFromPoint = (x, y) =>
      [...this.document.querySelectorAll("*")].reverse().filter((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return left <= x && x < left + width && top <= y && y < top + height;
      });
    this.document.elementFromPoint = (x, y) => this.document.elementsFromPoint(x, y)[0] ?? null;
    const { window, watched } = this;
    const reports = this.#reports;
    const report = (targets: readonly Element[]): void => { this.#report(targets); };
    class Intersections {
      readonly #report: Report;
      constructor(report: Report) {
        this.#report = report;
        reports.add(report);
      }
      observe(element: Element): void {
        watched.add(element);
        setTimeout(() => { report([element].filter((each) => watched.has(each))); }, 0);
      }
      unobserve(element: Element): void {
        watched.delete(element);
      }
      disconnect(): void {
        reports.delete(this.#report);
        watched.clear();
      }
    }
    // Tells of an element once, in the next frame, which is when browsers have laid it out.
    class Sizes {
      readonly #told: () => void;
      readonly #observed = new Set<Element>();
      constructor(told: () => void) {
        this.#told = told;
      }
      observe(element: Element): void {
        this.#observed.add(element);
        window.requestAnimationFrame(() => { if (this.#observed.has(element)) this.#told(); });
      }
      unobserve(element: Element): void {
        this.#observed.delete(element);
      }
      disconnect(): void {
        this.#observed.clear();
      }
    }
    class Sheet {
      replaceSync(): void {
        return;
      }
    }
    for (const [name, value] of Object.entries({
      window,
      document: window.document,
      location: window.location,
      Node: window.Node,
      NodeFilter: window.NodeFilter,
      HTMLElement: window.HTMLElement,
      Document: window.Document,
      MutationObserver: window.MutationObserver,
      requestAnimationFrame: window.requestAnimationFrame.bind(window),
      cancelAnimationFrame: window.cancelAnimationFrame.bind(window),
      scrollY: 0,
      innerHeight: window.innerHeight,
      innerWidth: window.innerWidth,
      devicePixelRatio: window.devicePixelRatio,
      getComputedStyle: window.getComputedStyle.bind(window),
      addEventListener: window.addEventListener.bind(window),
      removeEventListener: window.removeEventListener.bind(window),
      IntersectionObserver: Intersections,
      ResizeObserver: Sizes,
      CSSStyleSheet: Sheet,
      CustomEvent: window.CustomEvent,
      AbortController: window.AbortController,
      // jsdom knows no idle time; what waits for it waits for the next turn.
      requestIdleCallback: (work: () => void) => window.setTimeout(work, 0),
      cancelIdleCallback: (handle: number) => { window.clearTimeout(handle); },
    })) {
      vi.stubGlobal(name, value);
    }
  }

  /** Everything that is watched comes near the screen, or leaves it. */
  scroll(near: boolean): void {
    this.near = near;
    this.#report([...this.watched]);
  }

  #report(targets: readonly Element[]): void {
    if (targets.length === 0) return;
    const rectangle = { left: 0, top: 0, width: 300, height: 200 };
    const entries = targets.map((target) => ({ target, isIntersecting: this.near, boundingClientRect: rectangle, rootBounds: null }));
    for (const report of this.#reports) report(entries as unknown as IntersectionObserverEntry[]);
  }

  /** Hides or shows the page, as a change of tabs does. */
  show(visible: boolean): void {
    this.#visible = visible;
    this.document.dispatchEvent(new this.window.Event("visibilitychange"));
  }

  /** Photos that carry a badge, in document order, each as often as it does. */
  badged(): string[] {
    return [...this.document.querySelectorAll("inset-badge")].map((badge) => badge.getAttribute("data-photo-id") ?? "");
  }

  get(selector: string): HTMLElement {
    const element = this.document.querySelector<HTMLElement>(selector);
    if (element === null) throw new Error(`The page has no ${selector}.`);
    return element;
  }
}
