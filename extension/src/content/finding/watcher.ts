// Watches the page and feeds the finder with exactly what changed: never a scan of the whole document after the first,
// and never a look at what we ourselves changed.
import { Finder } from "./finder.ts";
import { Idle } from "../screen/idle.ts";
import { isOwn, strays } from "./own.ts";
import { ATTRIBUTES, CANDIDATES, noteFile, noteLoaded, noteSourceChanged, noteUnwatched, paintsFormer } from "./picture.ts";
import { drawersOf } from "./svg.ts";

/** Milliseconds of reading right when the page has changed, before it is painted: a photo on screen is asked about at once. */
const AT_ONCE = 3;
/** Milliseconds of reading in one idle slice. */
const SLICE = 6;
/** How deep inside a link what it shows may be. */
const LINK_LEVELS = 6;
/** Elements between two looks at the clock. */
const CHUNK = 32;

const LOADED = ["load", "error"] as const;
const WATCHED: MutationObserverInit = { childList: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES };

export interface WatcherNeeds {
  readonly document: Document;
  readonly finder: Finder;
  /** The page removed one of our badges, as it does when it fills a tile anew. */
  readonly badgeRemoved: (badge: Element) => void;
  /** Something of the page's own came, went or was drawn anew. */
  readonly changed: () => void;
  /** The file of an element that shows a photo is there, or cannot be had. */
  readonly loaded: (element: Element) => void;
  /** Something was read and settled. */
  readonly settled: () => void;
}

export class Watcher {
  readonly #needs: WatcherNeeds;
  readonly #observer: MutationObserver;
  readonly #idle = new Idle(() => { this.#readSome(SLICE); });
  #added = new Set<Element>();
  #candidates: Element[] = [];
  #next = 0;

  constructor(needs: WatcherNeeds) {
    this.#needs = needs;
    this.#observer = new MutationObserver((records) => { this.#notice(records); });
  }

  /** Reads what is there and watches what comes. */
  start(): void {
    const { document } = this.#needs;
    this.#observer.observe(document, WATCHED);
    // What an image has painted may be another photo than the first of its sources: known when it is there.
    for (const event of LOADED) document.addEventListener(event, this.#loaded, { capture: true, passive: true });
    // What the parser adds from here on arrives as mutations.
    const { documentElement } = document as { documentElement: Element | null };
    if (documentElement === null) return;
    noteUnwatched(document);
    this.#added.add(documentElement);
    this.#readSome(AT_ONCE);
  }

  /** Reads and watches what is in a shadow root as well, which the page's own changes do not tell of. */
  watchRoot(root: ShadowRoot): void {
    this.#observer.observe(root, WATCHED);
    for (const event of LOADED) root.addEventListener(event, this.#loaded, { capture: true, passive: true });
    noteUnwatched(root);
    for (const child of root.children) this.#added.add(child);
    this.#readSome(AT_ONCE);
  }

  /** Reads one element again, whatever it is. */
  readAgain(element: Element): void {
    this.#needs.finder.read(element);
    this.#readSome(AT_ONCE);
  }

  stop(): void {
    this.#observer.disconnect();
    for (const event of LOADED) this.#needs.document.removeEventListener(event, this.#loaded, { capture: true });
    this.#idle.stop();
    this.#added.clear();
    this.#candidates = [];
    this.#next = 0;
  }

  readonly #loaded = ({ target, type }: Event): void => {
    const element = target as Element;
    const isImage = element.localName === "img";
    const isAwaited = isImage || type === "error" || paintsFormer(element);
    if (isImage) noteLoaded(element);
    else noteFile(element, type === "load");
    if (!isAwaited || !this.#needs.finder.knows(element)) return;
    this.readAgain(element);
    this.#needs.loaded(element);
  };

  #notice(records: readonly MutationRecord[]): void {
    const { finder } = this.#needs;
    const written = new Set<Element>();
    let theirs = false;
    for (const record of records) {
      if (record.type === "childList") theirs = this.#noticeChildren(record) || theirs;
      else if (!isOwn(record.target)) written.add(record.target as Element);
    }
    for (const element of written) this.#readChanged(element);
    if (theirs || written.size > 0) this.#needs.changed();
    if (this.#added.size > 0 || this.#candidates.length > 0 || finder.unsettled) this.#readSome(AT_ONCE);
  }

  /** @returns whether anything but ours came or went */
  #noticeChildren(record: MutationRecord): boolean {
    let theirs = false;
    for (const node of record.removedNodes) {
      if (isOwn(node)) {
        // Whoever is told finds out whether we removed it ourselves. If it was only moved, it is connected again by now.
        if (!node.isConnected) this.#needs.badgeRemoved(node as Element);
        continue;
      }
      theirs = true;
      if (isElement(node)) this.#noticeRemoved(node);
    }
    for (const node of record.addedNodes) {
      if (isOwn(node)) continue;
      theirs = true;
      if (isElement(node)) this.#added.add(node);
    }
    // Words that come into a link, or go, decide whether it stands for a picture.
    const link = theirs ? linkAround(record.target) : null;
    if (link !== null) this.#candidates.push(link);
    // The files of a video come and go inside it.
    if (theirs && isElement(record.target) && record.target.localName === "video") this.#candidates.push(record.target);
    return theirs;
  }

  /** At once, so that a badge never stays on a tile that already shows another photo. */
  #readChanged(element: Element): void {
    const { finder } = this.#needs;
    const target = element.localName === "source" ? (element.closest("video") ?? element.parentElement?.querySelector("img") ?? element) : element;
    if (target.localName === "img") noteSourceChanged(target as HTMLImageElement);
    // Pages change styles all the time; nearly none of them draws a picture.
    if (!finder.knows(target) && !target.matches(CANDIDATES)) return;
    finder.read(target);
    for (const drawer of drawersOf(target)) finder.read(drawer);
    if (target.localName !== "img") return;
    // A spacer that turned into something else changes the link around it.
    const link = target.closest("a[href]");
    if (link !== null) finder.read(link);
  }

  #noticeRemoved(node: Element): void {
    const { finder } = this.#needs;
    // A node that was only moved is connected again and will be read as added.
    for (const element of Finder.candidates(node)) if (finder.knows(element)) finder.read(element);
  }

  #readSome(budget: number): void {
    const { finder, settled } = this.#needs;
    const end = performance.now() + budget;
    this.#gather();
    do {
      const until = Math.min(this.#next + CHUNK, this.#candidates.length);
      for (; this.#next < until; this.#next += 1) {
        const element = this.#candidates[this.#next];
        if (element !== undefined) finder.read(element);
      }
      finder.settle();
    } while (this.#next < this.#candidates.length && performance.now() < end);
    if (this.#next < this.#candidates.length) this.#idle.schedule();
    else {
      this.#candidates = [];
      this.#next = 0;
    }
    settled();
  }

  #gather(): void {
    if (this.#added.size === 0) return;
    const added = this.#added;
    this.#added = new Set();
    for (const root of added) {
      if (!root.isConnected || hasAncestorIn(root, added)) continue;
      for (const stray of strays(root)) stray.remove();
      for (const element of Finder.candidates(root)) {
        this.#candidates.push(element);
        if (element.localName === "image") this.#candidates.push(...drawersOf(element));
      }
    }
  }
}

/** The link that a node is in, if it is not deep inside: selectors would cost too much for every node that is parsed. */
function linkAround(node: Node): Element | null {
  let above: Node | null = node;
  for (let level = 0; level < LINK_LEVELS && above !== null; level += 1, above = above.parentNode) {
    if (isElement(above) && above.localName === "a") return above;
  }
  return null;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

function hasAncestorIn(element: Element, set: ReadonlySet<Element>): boolean {
  if (set.size === 1) return false;
  for (let above = element.parentElement; above !== null; above = above.parentElement) if (set.has(above)) return true;
  return false;
}
