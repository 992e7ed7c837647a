// Watches the page and feeds the finder with exactly what changed: never a scan of the whole document after the first.
import { isOwnBadge, strayBadges } from "./badge.ts";
import { Finder } from "./finder.ts";
import { ATTRIBUTES, CANDIDATES } from "./picture.ts";

/** Milliseconds of one frame that reading may take. */
const BUDGET = 6;

export interface WatcherNeeds {
  readonly document: Document;
  readonly finder: Finder;
  /** The page removed one of our badges, as it does when it fills a tile anew. */
  readonly badgeRemoved: (badge: Element) => void;
  /** Everything that was read has been settled. */
  readonly settled: () => void;
}

export class Watcher {
  readonly #needs: WatcherNeeds;
  readonly #observer: MutationObserver;
  #added = new Set<Element>();
  #candidates: Element[] = [];
  #next = 0;
  #frame: number | null = null;

  constructor(needs: WatcherNeeds) {
    this.#needs = needs;
    this.#observer = new MutationObserver((records) => { this.#notice(records); });
  }

  /** Reads what is there and watches what comes. */
  start(): void {
    const { document } = this.#needs;
    this.#observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
    // What the parser adds from here on arrives as mutations.
    const { documentElement } = document as { documentElement: Element | null };
    if (documentElement !== null) this.#added.add(documentElement);
    this.#schedule();
  }

  stop(): void {
    this.#observer.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#added.clear();
    this.#candidates = [];
  }

  #notice(records: readonly MutationRecord[]): void {
    const { finder } = this.#needs;
    const changed = new Set<Element>();
    for (const record of records) {
      if (record.type === "attributes") changed.add(record.target as Element);
      else {
        for (const node of record.removedNodes) if (isElement(node)) this.#noticeRemoved(node);
        for (const node of record.addedNodes) if (isElement(node) && !isOwnBadge(node)) this.#added.add(node);
        // Words that come into a link, or go, decide whether it stands for a picture.
        const link = isElement(record.target) ? record.target.closest("a[href]") : null;
        if (link !== null) this.#candidates.push(link);
      }
    }
    for (const element of changed) this.#readChanged(element);
    if (this.#added.size > 0 || this.#candidates.length > 0 || finder.unsettled) this.#schedule();
  }

  /** At once, so that a badge never stays on a tile that already shows another photo. */
  #readChanged(element: Element): void {
    const { finder } = this.#needs;
    const target = element.localName === "source" ? (element.parentElement?.querySelector("img") ?? element) : element;
    // Pages change styles all the time; nearly none of them draws a picture.
    if (!finder.knows(target) && !target.matches(CANDIDATES)) return;
    finder.read(target);
    if (target.localName !== "img") return;
    // A spacer that turned into something else changes the link around it.
    const link = target.closest("a[href]");
    if (link !== null) finder.read(link);
  }

  #noticeRemoved(node: Element): void {
    const { finder, badgeRemoved } = this.#needs;
    if (isOwnBadge(node)) {
      badgeRemoved(node);
      return;
    }
    // A node that was only moved is connected again and will be read as added.
    for (const element of Finder.candidates(node)) if (finder.knows(element)) finder.read(element);
  }

  #schedule(): void {
    // Frames stop while the page is hidden, and so does the reading.
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#readSome();
    });
  }

  #readSome(): void {
    const { finder, settled } = this.#needs;
    const end = performance.now() + BUDGET;
    this.#gather();
    while (this.#next < this.#candidates.length) {
      const element = this.#candidates[this.#next];
      this.#next += 1;
      if (element !== undefined) finder.read(element);
      if (this.#next % 32 === 0 && performance.now() > end) break;
    }
    if (this.#next >= this.#candidates.length) {
      this.#candidates = [];
      this.#next = 0;
    } else this.#schedule();
    finder.settle();
    settled();
  }

  #gather(): void {
    const added = this.#added;
    this.#added = new Set();
    for (const root of added) {
      if (!root.isConnected || hasAncestorIn(root, added)) continue;
      for (const stray of strayBadges(root)) stray.remove();
      for (const element of Finder.candidates(root)) this.#candidates.push(element);
      // A link gains or loses a picture by what is put into it.
      const around = root.parentElement?.closest("a");
      if (around !== null && around !== undefined) this.#candidates.push(around);
    }
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

function hasAncestorIn(element: Element, set: ReadonlySet<Element>): boolean {
  for (let above = element.parentElement; above !== null; above = above.parentElement) if (set.has(above)) return true;
  return false;
}
