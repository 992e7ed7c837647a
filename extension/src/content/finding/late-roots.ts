// Shadow roots that come later than the elements that they are in, as when a page's script is late: nothing in the page changes
// then that a script could watch, only its size now and then. So what is on the screen and could have one is looked at again.
import { shadowRootOf } from "./shadow.ts";

/** Milliseconds between two times at which roots are asked for, and how often after the last look at the screen. */
const EVERY = 500;
const TIMES = 60;
/** Elements that are asked in one go; each takes well below a microsecond. */
const MOST = 500;
/** HTML's own elements that may have a shadow root; every other is a page's own. */
const HOSTS = new Set(["article", "aside", "blockquote", "div", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "p", "section", "span"]);

export interface LateRootsNeeds {
  /** An element has a shadow root; told again where it stays. */
  readonly opened: (root: ShadowRoot) => void;
  /** The page has become longer or shorter, by whatever. */
  readonly resized: () => void;
}

export class LateRoots {
  readonly #document: Document;
  readonly #needs: LateRootsNeeds;
  readonly #sizes: ResizeObserver;
  #waiting = new Set<Element>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #times = 0;
  #isSized = false;

  constructor(document: Document, needs: LateRootsNeeds) {
    this.#document = document;
    this.#needs = needs;
    // The first is told when it is observed.
    this.#sizes = new ResizeObserver(() => {
      if (this.#isSized) needs.resized();
      this.#isSized = true;
    });
  }

  /** A look at the screen begins: a change of the page's size is told from now on. */
  watchSize(): void {
    const { body } = this.#document as { body: Element | null };
    if (body !== null) this.#sizes.observe(body);
  }

  /** These are on the screen; what waits elsewhere for its script is found by its not being defined. */
  expectIn(seen: ReadonlySet<Element>): void {
    this.#waiting = new Set();
    for (const element of [...this.#document.querySelectorAll(":not(:defined)"), ...seen]) {
      if (this.#waiting.size >= MOST || !mayHost(element)) continue;
      // It may have got its root since it was looked at: the look did not meet that root, and waiting for it would find nothing new.
      const root = shadowRootOf(element);
      if (root === null) this.#waiting.add(element);
      else this.#needs.opened(root);
    }
    this.#times = 0;
    this.#askSoon();
  }

  stop(): void {
    this.#sizes.disconnect();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.clear();
  }

  #askSoon(): void {
    if (this.#timer !== null || this.#waiting.size === 0 || this.#times >= TIMES) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A page that was opened behind another one is looked at when it is shown.
      if (this.#document.visibilityState !== "hidden") {
        this.#times += 1;
        this.#ask();
      }
      this.#askSoon();
    }, EVERY);
  }

  #ask(): void {
    for (const element of this.#waiting) {
      const root = shadowRootOf(element);
      if (root === null) continue;
      this.#waiting.delete(element);
      this.#needs.opened(root);
    }
  }
}

const mayHost = ({ localName }: Element): boolean => localName.includes("-") || HOSTS.has(localName);
