// Everything that works on one page while Inset is neither paused nor off there, and how it is joined. What is found flows
// down: watcher, finder, tiles, then the answer book, and the drawing that watches for what comes near the screen. What is
// answered flows down too: session, answer book, whose one event goes to the drawing. Once stopped, nothing is left.
import type { HelperStatus } from "../shared/answers.ts";
import type { PageReport, PictureOnScreen } from "../shared/messages.ts";
import { accountKey } from "../shared/photo-pages.ts";
import type { Preferences } from "../shared/preferences.ts";
import { AnswerBook } from "./answers/answer-book.ts";
import { Session } from "./answers/session.ts";
import type { Badge, BadgeEvents, Box } from "./badges/badge.ts";
import { paint } from "./badges/badge-style.ts";
import { Drawing } from "./badges/drawing.ts";
import { Tiles } from "./badges/tiles.ts";
import { Finder } from "./finding/finder.ts";
import { PageAccount } from "./reading/page-account.ts";
import { drawThumbnail } from "./finding/thumbnail.ts";
import { Survey } from "./finding/survey.ts";
import { Watcher } from "./finding/watcher.ts";
import { Scrolling } from "./screen/scrolling.ts";

/** CSS pixels a side. */
const SMALLEST_PICTURE = 24;

export interface InsetOnPageNeeds {
  readonly document: Document;
  readonly events: BadgeEvents;
  readonly onStatus: (status: HelperStatus) => void;
  /** The extension was updated or removed under the page. */
  readonly orphaned: () => void;
}

export class InsetOnPage {
  readonly #document: Document;
  readonly #scrolling = new Scrolling();
  readonly #answers: AnswerBook;
  readonly #drawing: Drawing;
  readonly #tiles: Tiles;
  readonly #session: Session;
  readonly #watcher: Watcher;
  readonly #survey: Survey;
  readonly #account: PageAccount;
  /** The accounts that the person calls their own. */
  #own: ReadonlySet<string> = new Set();
  /** Where the context menu was opened last. */
  #asked: Box | null = null;

  constructor({ document, events, onStatus, orphaned }: InsetOnPageNeeds, preferences: Preferences) {
    this.#document = document;
    this.#account = new PageAccount(document);
    const answers = new AnswerBook((photos) => {
      this.#drawing.update(photos.flatMap((photo) => this.#tiles.of(photo)));
      this.#session.countsChanged();
    });
    this.#answers = answers;
    const isOwn = (photo: string): boolean => this.#isOwn(photo);
    this.#drawing = new Drawing({ answers, scrolling: this.#scrolling, askFirst: (photos) => { this.#session.askFirst(photos); }, isOwn, events });
    this.#tiles = new Tiles(answers, this.#drawing, isOwn);
    this.#session = new Session({ answers, document, orphaned, onStatus });
    const finder = new Finder({
      found: (sighting) => { this.#tiles.add(sighting); },
      lost: (sighting) => { this.#tiles.remove(sighting); },
      again: (sighting) => { this.#tiles.refresh(sighting); },
    });
    this.#watcher = new Watcher({
      document,
      finder,
      badgeRemoved: (badge) => { this.#drawing.badgeRemoved(badge); },
      changed: () => {
        this.#survey.forgetRemoved();
        this.#survey.want();
        this.#drawing.remeasure();
      },
      loaded: (element) => { this.#tiles.loaded(element); },
      settled: () => {
        this.#account.look();
        this.#session.askAll();
        this.#drawing.follow();
        // The page's script adds the links that say whose a photo is after the picture.
        if (this.#own.size > 0) this.#drawing.remark();
      },
    });
    this.#survey = new Survey({
      document,
      scrolling: this.#scrolling,
      drawn: (element) => { this.#watcher.readAgain(element); },
      opened: (root) => { this.#watcher.watchRoot(root); },
    });
    this.prefer(preferences);
    document.addEventListener("visibilitychange", this.#look);
    document.addEventListener("contextmenu", this.#remember, { capture: true, passive: true });
    addEventListener("focus", this.#look);
    addEventListener("pagehide", this.#leave);
    this.#watcher.start();
    this.#survey.want();
    void this.#session.check();
  }

  /** The person chose another look, or other datasets. */
  prefer(preferences: Preferences): void {
    paint(preferences.colours);
    this.#drawing.restyle(preferences.style);
    this.#own = new Set(preferences.ownAccounts);
    this.#drawing.remark();
    this.#answers.prefer(preferences);
    // Also where nothing has changed: a page that comes back from the back/forward cache has no number in the toolbar.
    this.#session.countsChanged();
  }

  learn(status: HelperStatus): void {
    this.#session.learn(status);
  }

  report(): PageReport {
    return { counts: this.#answers.counts, account: this.#account.nsid, listed: this.#tiles.listed() };
  }

  /** The NSID of the account of this page, where a photo on it is that account's; else null. */
  accountOf(photo: string): string | null {
    const { nsid } = this.#account;
    const name = nsid === null ? null : this.#tiles.accountOf(photo);
    return nsid !== null && name !== null && this.#account.isOf(name, nsid) ? nsid : null;
  }

  /** Whether the links to a photo say that it is of one of the person's own accounts. */
  #isOwn(photo: string): boolean {
    if (this.#own.size === 0) return false;
    const name = this.#tiles.accountOf(photo);
    if (name === null) return false;
    if (this.#own.has(accountKey(name))) return true;
    const { nsid } = this.#account;
    return nsid !== null && this.#own.has(nsid) && this.#account.isOf(name, nsid);
  }

  /** A small picture of a photo on the page, where it may be read; else where it is on the screen. */
  picture(photo: string): string | PictureOnScreen | null {
    const tiles = this.#tiles.of(photo);
    for (const { sighting } of tiles) {
      const drawn = drawThumbnail(sighting.element);
      if (drawn !== null) return drawn;
    }
    // A badge that is drawn is on its own photo: the hit test has found it there.
    const seen = tiles.filter(({ badge }) => badge?.placed === true).map(({ sighting }) => onScreen(sighting.element));
    return seen.find((each) => each !== null) ?? null;
  }

  /** Where the person asked about a photo: its badge that is closest to where the context menu was opened, and that place. */
  placeOf(photo: string): { badge: Badge | null; beside: Box | null } {
    const asked = this.#asked;
    const badges = this.#tiles.of(photo).flatMap(({ badge }) => (badge === null ? [] : [badge]));
    if (asked !== null) badges.sort((one, other) => distance(one.box, asked) - distance(other.box, asked));
    return { badge: badges[0] ?? null, beside: asked };
  }

  stop(): void {
    this.#survey.stop();
    this.#watcher.stop();
    this.#session.stop();
    this.#drawing.stop();
    this.#tiles.clear();
    this.#answers.clear();
    this.#scrolling.stop();
    this.#document.removeEventListener("visibilitychange", this.#look);
    this.#document.removeEventListener("contextmenu", this.#remember, { capture: true });
    removeEventListener("focus", this.#look);
    removeEventListener("pagehide", this.#leave);
  }

  readonly #look = (): void => {
    if (this.#document.visibilityState === "visible") void this.#session.check(true);
  };

  readonly #leave = (): void => { this.#session.hangUp(); };

  readonly #remember = ({ clientX, clientY }: MouseEvent): void => {
    this.#asked = { left: clientX, top: clientY, width: 0, height: 0 };
  };
}

/** Where an element is, if it is wholly on the screen and large enough for a picture. */
function onScreen(element: Element): PictureOnScreen | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  const fits = left >= 0 && top >= 0 && left + width <= innerWidth && top + height <= innerHeight;
  return fits && width >= SMALLEST_PICTURE && height >= SMALLEST_PICTURE ? { left, top, width, height, windowWidth: innerWidth } : null;
}

function distance(one: Box, other: Box): number {
  return Math.hypot(one.left - other.left, one.top - other.top);
}
