// Everything that works on one page while Inset does not rest there. Once stopped, nothing of it is left on the page.
import type { HelperStatus } from "../shared/answers.ts";
import type { PageReport } from "../shared/messages.ts";
import type { Preferences } from "../shared/preferences.ts";
import type { Badge, BadgeEvents, Box } from "./badges/badge.ts";
import { paint } from "./badges/badge-style.ts";
import { Finder } from "./finding/finder.ts";
import { Session } from "./answers/session.ts";
import { drawThumbnail } from "./finding/thumbnail.ts";
import { Tiles } from "./badges/tiles.ts";
import { Watcher } from "./finding/watcher.ts";

export interface InsetOnPageNeeds {
  readonly document: Document;
  readonly events: BadgeEvents;
  readonly onStatus: (status: HelperStatus) => void;
  /** The extension was updated or removed under the page. */
  readonly orphaned: () => void;
}

export class InsetOnPage {
  readonly #document: Document;
  readonly #tiles: Tiles;
  readonly #session: Session;
  readonly #watcher: Watcher;
  /** Where the context menu was opened last. */
  #asked: Box | null = null;

  constructor({ document, events, onStatus, orphaned }: InsetOnPageNeeds, preferences: Preferences) {
    this.#document = document;
    this.#tiles = new Tiles({
      near: (photos) => { this.#session.askFirst(photos); },
      changed: () => { this.#session.countsChanged(); },
      events,
    });
    this.#session = new Session({ tiles: this.#tiles, document, orphaned, onStatus });
    const finder = new Finder({
      found: (sighting) => { this.#tiles.add(sighting); },
      lost: (sighting) => { this.#tiles.remove(sighting); },
      again: (sighting) => { this.#tiles.refresh(sighting); },
    });
    this.#watcher = new Watcher({
      document,
      finder,
      badgeRemoved: (badge) => { this.#tiles.badgeRemoved(badge); },
      changed: () => { this.#tiles.shift(); },
      settled: () => {
        this.#session.askAll();
        this.#tiles.follow();
      },
    });
    this.prefer(preferences);
    document.addEventListener("visibilitychange", this.#look);
    document.addEventListener("contextmenu", this.#remember, { capture: true, passive: true });
    addEventListener("focus", this.#look);
    this.#watcher.start();
    void this.#session.check();
  }

  /** The person chose another look, or other datasets. */
  prefer({ style, colours, hiddenDatasets }: Preferences): void {
    paint(colours);
    this.#tiles.prefer(style, hiddenDatasets);
  }

  learn(status: HelperStatus): void {
    this.#session.learn(status);
  }

  report(): PageReport {
    return { counts: this.#tiles.counts, listed: this.#tiles.listed() };
  }

  /** A small picture of a photo on the page, where it may be read. */
  picture(photo: string): string | null {
    for (const { sighting } of this.#tiles.of(photo)) {
      const drawn = drawThumbnail(sighting.element);
      if (drawn !== null) return drawn;
    }
    return null;
  }

  /** Where the person asked about a photo: its badge that is closest to where the context menu was opened, and that place. */
  placeOf(photo: string): { badge: Badge | null; beside: Box | null } {
    const asked = this.#asked;
    const badges = this.#tiles.of(photo).flatMap(({ badge }) => (badge === null ? [] : [badge]));
    if (asked !== null) badges.sort((one, other) => distance(one.box, asked) - distance(other.box, asked));
    return { badge: badges[0] ?? null, beside: asked };
  }

  stop(): void {
    this.#watcher.stop();
    this.#session.stop();
    this.#tiles.stop();
    this.#document.removeEventListener("visibilitychange", this.#look);
    this.#document.removeEventListener("contextmenu", this.#remember, { capture: true });
    removeEventListener("focus", this.#look);
  }

  readonly #look = (): void => {
    if (this.#document.visibilityState === "visible") void this.#session.check(true);
  };

  readonly #remember = ({ clientX, clientY }: MouseEvent): void => {
    this.#asked = { left: clientX, top: clientY, width: 0, height: 0 };
  };
}

function distance(one: Box, other: Box): number {
  return Math.hypot(one.left - other.left, one.top - other.top);
}
