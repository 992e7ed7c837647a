// A long page of boxes in rows, of which the test says how far it is scrolled. What the browser sees of the
// boxes that are watched is told when it is asked to look.
import { vi } from "vitest";
import { NEAR, type Report } from "../../../extension/src/content/screen/nearness.ts";
import { FakeBrowser } from "./browser.ts";

/** Heights in CSS pixels, of the screen and of each row. */
export const SCREEN = 900;
export const BOX = 300;
const MARGIN = NEAR * SCREEN;

export class LongPage {
  readonly boxes: Element[];
  readonly watched = new Set<Element>();
  readonly browser = new FakeBrowser("<main></main>");
  /** How far the boxes have moved without anybody scrolling the page. */
  shift = 0;
  /** Boxes that take no room. */
  readonly empty = new Set<Element>();
  /** The row of each box. */
  readonly #rows = new Map<Element, number>();
  readonly #said = new Map<Element, boolean>();
  #report: Report | null = null;

  constructor(count: number, tag: string, columns = 1) {
    const main = this.browser.get("main");
    this.boxes = Array.from({ length: count }, (_, n) => {
      const box = this.browser.document.createElement(tag);
      this.#rows.set(box, Math.floor(n / columns));
      main.appendChild(this.browser.document.createElement("div")).append(box);
      return box;
    });
    const { watched } = this;
    const said = this.#said;
    const take = (report: Report): void => { this.#report = report; };
    vi.stubGlobal("scrollY", 0);
    vi.stubGlobal("innerHeight", SCREEN);
    vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 16));
    vi.stubGlobal("cancelAnimationFrame", (handle: ReturnType<typeof setTimeout>) => { clearTimeout(handle); });
    // As late as the browser may be.
    vi.stubGlobal("requestIdleCallback", (work: () => void, { timeout }: IdleRequestOptions) => setTimeout(work, timeout));
    vi.stubGlobal("cancelIdleCallback", (handle: ReturnType<typeof setTimeout>) => { clearTimeout(handle); });
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(report: Report) {
          take(report);
        }
        observe(box: Element): void {
          watched.add(box);
        }
        unobserve(box: Element): void {
          watched.delete(box);
          said.delete(box);
        }
        disconnect(): void {
          watched.clear();
        }
      },
    );
  }

  scrollTo(y: number): void {
    vi.stubGlobal("scrollY", y);
    this.browser.document.dispatchEvent(new this.browser.window.Event("scroll"));
  }

  /** The page stays where it is, and a box in it scrolls. */
  scrollBox(y: number): void {
    const main = this.browser.get("main");
    main.scrollTop = y;
    this.shift = -y;
    main.dispatchEvent(new this.browser.window.Event("scroll"));
  }

  /** One look of the browser at these boxes, and what happens before it tells what it saw. */
  lookAt(boxes: Iterable<Element>, meanwhile: () => void): void {
    const entries = this.#see(boxes);
    meanwhile();
    if (entries.length > 0) this.#report?.(entries);
  }

  /** One look of the browser at every box that is watched. */
  look(): void {
    this.lookAt(this.watched, () => undefined);
  }

  /** The browser tells of a box, whatever it said before. */
  say(box: Element, isNear: boolean): void {
    this.#said.set(box, !isNear);
    this.lookAt([box], () => undefined);
  }

  /** Where a box is on the screen. */
  place(box: Element): { top: number; bottom: number; width: number; height: number } {
    const top = (this.#rows.get(box) ?? 0) * BOX + this.shift - scrollY;
    const height = this.empty.has(box) ? 0 : BOX;
    return { top, bottom: top + height, width: 200, height };
  }

  #see(boxes: Iterable<Element>): IntersectionObserverEntry[] {
    const near = { top: -MARGIN, bottom: SCREEN + MARGIN, height: SCREEN + 2 * MARGIN };
    const entries = [];
    for (const target of boxes) {
      const { top, bottom, width, height } = this.place(target);
      const isIntersecting = height > 0 && top < near.bottom && bottom > near.top;
      if (this.#said.get(target) === isIntersecting) continue;
      this.#said.set(target, isIntersecting);
      entries.push({ target, isIntersecting, rootBounds: near, boundingClientRect: { top, bottom, width, height } });
    }
    return entries as unknown as IntersectionObserverEntry[];
  }
}
