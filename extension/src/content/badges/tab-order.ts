// Tab goes from a photo's link to its badge and on to what comes next on the page, though badges live behind the whole page.
import type { Badge } from "./badge.ts";
import type { Tile } from "./tile.ts";

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, iframe, object, [tabindex]:not([tabindex="-1"])';

export class TabOrder {
  readonly #tiles: () => Iterable<Tile>;
  /** `tiles`: those that have a badge, in any order. */
  constructor(tiles: () => Iterable<Tile>) {
    this.#tiles = tiles;
    addEventListener("keydown", this.#key, { capture: true });
  }

  stop(): void {
    removeEventListener("keydown", this.#key, { capture: true });
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    const active = focused();
    if (active === null) return;
    for (const { badge } of this.#tiles()) {
      if (badge?.element !== active) continue;
      // The browser goes on from there; back, the focus is there already.
      if (badge.giveBack() && event.shiftKey) event.preventDefault();
      return;
    }
    if (event.shiftKey) return;
    const badge = this.#badgeOf(active);
    if (badge === null) return;
    badge.cameFrom = active;
    event.preventDefault();
    badge.focus();
  };

  /** The badge that comes after an element: its photo's first control is in it, or around its picture. */
  #badgeOf(active: HTMLElement): Badge | null {
    for (const { badge, container, sighting } of this.#tiles()) {
      if (badge?.placed !== true) continue;
      if (active.contains(sighting.element) || (container.contains(active) && container.querySelector(FOCUSABLE) === active)) return badge;
    }
    return null;
  }
}

/** The element that has the focus, also in an open shadow root. */
function focused(): HTMLElement | null {
  let active = document.activeElement;
  for (let inside = active; inside !== null; inside = inside.shadowRoot?.activeElement ?? null) active = inside;
  return active === null || active === document.body ? null : (active as HTMLElement);
}
