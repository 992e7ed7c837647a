// When a card opens and closes: a pointer that stays on a badge, the keyboard that comes to it, a press, the answer to
// the context menu. There is never more than one card.
import { answerOf, isMarked, type HelperStatus, type PhotoAnswer } from "../../shared/answers.ts";
import type { PhotoDetails } from "../../shared/details.ts";
import { accountPage, type AccountSummary } from "../../shared/account.ts";
import { make } from "../../shared/dom.ts";
import { text } from "../../shared/i18n.ts";
import type { Badge, BadgeEvents, Box } from "../badges/badge.ts";
import { bodyOf, bodyOfDetails, headingOf, outward } from "../../shared/words/answer-content.ts";
import { isInert } from "../badges/layers.ts";
import { accountLine } from "../../shared/words/account-words.ts";
import { originNotes } from "../../shared/words/origin-words.ts";
import { Card } from "./card.ts";

/** Milliseconds that a pointer stays on a badge before its card opens; passing over opens nothing. */
const HOVER = 180;
/** Milliseconds to get from the badge to the card, or back. */
const LEAVE = 280;

export interface CardsNeeds {
  readonly document: Document;
  /** What is known about a photo; null while nobody can say. `all`: also by the datasets that the person hid. */
  readonly details: (photo: string, all: boolean) => Promise<PhotoDetails | null>;
  /** What is listed of the account that the page and the photo are of; null where the page does not say whose they are. */
  readonly account: (photo: string) => Promise<AccountSummary | null>;
  /** The helper's port, where its page tells more; null until it is known. */
  readonly port: () => number | null;
}

interface Open {
  readonly card: Card;
  readonly photo: string;
  /** What it stands beside; null where that is a place on the screen. */
  readonly badge: Badge | null;
  readonly box: () => Box;
  /** Had the focus before the card took it. */
  readonly before: Element | null;
  /** Tells of hidden datasets too: the person asked about this very photo. */
  readonly all: boolean;
  /** Stays when the pointer and the focus leave. */
  pinned: boolean;
  answer: PhotoAnswer;
}

export class Cards implements BadgeEvents {
  readonly #needs: CardsNeeds;
  #open: Open | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;
  /** While the focus goes back to a badge, which must not open its card again. */
  #givingBack = false;

  constructor(needs: CardsNeeds) {
    this.#needs = needs;
  }

  readonly pointed = (badge: Badge, over: boolean): void => {
    this.#wait();
    if (over && this.#open?.badge !== badge) this.#later(HOVER, () => { this.#openFor(badge, false); });
    else if (!over && this.#open?.pinned === false) this.#later(LEAVE, () => { this.close(); });
  };

  readonly focused = (badge: Badge, has: boolean): void => {
    if (has && !this.#givingBack) this.#openFor(badge, false);
    // Later, because the focus may go into the card.
    else if (this.#open?.badge === badge && !this.#open.pinned) this.#later(LEAVE, () => { if (this.#open?.card.hasFocus === false) this.close(); });
  };

  readonly pressed = (badge: Badge, byKey: boolean): void => {
    this.#wait();
    if (!byKey && this.#open?.badge === badge && this.#open.pinned) {
      this.close();
      return;
    }
    this.#openFor(badge, true);
    if (byKey) this.#open?.card.focus();
  };

  readonly removed = (badge: Badge): void => {
    if (this.#open?.badge === badge) this.close();
  };

  readonly changed = (badge: Badge): void => {
    const open = this.#open;
    if (open?.badge !== badge) return;
    if (!open.all || !isMarked(open.answer)) open.answer = badge.answer;
    this.#tell(open, null);
    open.card.place(open.box());
  };

  /** Shows the whole answer to a question that the person asked about one photo, beside its badge or a place on the screen. */
  show(photo: string, answer: PhotoAnswer, status: HelperStatus, badge: Badge | null, beside: Box): void {
    this.#begin({ photo, badge, box: badge === null ? () => beside : () => badge.box, all: true, pinned: true, answer }, status);
    this.#open?.card.focus();
  }

  close(giveBack = false): void {
    this.#wait();
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const hadFocus = open.card.hasFocus;
    open.card.remove();
    if (open.badge !== null) open.badge.expanded = false;
    removeEventListener("keydown", this.#key, { capture: true });
    removeEventListener("pointerdown", this.#press, { capture: true });
    removeEventListener("scroll", this.#moved, { capture: true });
    removeEventListener("resize", this.#moved);
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (giveBack && hadFocus) this.#giveBack(open);
  }

  #giveBack({ badge, before }: Open): void {
    this.#givingBack = true;
    if (badge?.element.isConnected === true) badge.focus();
    else if (before?.isConnected === true && "focus" in before) (before as HTMLElement).focus({ preventScroll: true });
    this.#givingBack = false;
  }

  #openFor(badge: Badge, pinned: boolean): void {
    this.#wait();
    // Its photo may have gone while the pointer stayed on it.
    if (!badge.element.isConnected) return;
    if (this.#open?.badge === badge) {
      this.#open.pinned ||= pinned;
      return;
    }
    this.#begin({ photo: badge.photo, badge, box: () => badge.box, all: false, pinned, answer: badge.answer }, null);
  }

  #begin(what: Omit<Open, "card" | "before">, status: HelperStatus | null): void {
    this.close();
    const { document } = this.#needs;
    const before = document.activeElement;
    const card = new Card(document, {
      pointed: (over) => {
        this.#wait();
        if (!over && this.#open?.pinned === false && !card.hasFocus) this.#later(LEAVE, () => { this.close(); });
      },
      closed: () => { this.close(true); },
      resized: () => { if (this.#open !== null) this.#open.card.place(this.#open.box()); },
      tabbedOut: (event) => {
        const open = this.#open;
        // The browser goes on from the badge: forward to what comes after it, or, going back, to the badge itself.
        if (event.shiftKey) event.preventDefault();
        if (open === null) return;
        this.close(true);
        if (!event.shiftKey) open.badge?.giveBack();
      },
    });
    const open: Open = { ...what, card, before };
    this.#open = open;
    if (open.badge !== null) open.badge.expanded = true;
    this.#tell(open, status);
    const own = open.badge?.element ?? document.documentElement;
    const { left, top } = open.box();
    // The hit test passes by what is inert, a badge too, and finds what made it so.
    const there = document.elementFromPoint(left + 2, top + 2);
    card.open(open.box(), open.badge?.element.parentElement?.parentElement ?? null, there !== null && isInert(own, there));
    addEventListener("keydown", this.#key, { capture: true });
    addEventListener("pointerdown", this.#press, { capture: true, passive: true });
    addEventListener("scroll", this.#moved, { capture: true, passive: true });
    addEventListener("resize", this.#moved);
  }

  /** Writes the answer into a card, and as soon as it comes what else is known. */
  #tell(open: Open, status: HelperStatus | null): void {
    const { answer, card, photo } = open;
    const marked = isMarked(answer);
    card.write(headingOf(answer), bodyOf(answer, status), this.#footer(photo), marked);
    if (marked) void this.#fill(open, answer);
  }

  async #fill(open: Open, answer: PhotoAnswer): Promise<void> {
    const details = await this.#needs.details(open.photo, open.all);
    if (this.#open !== open || open.answer !== answer) return;
    const footer = this.#footer(open.photo);
    const known = details !== null && details.datasets.length + details.censuses.length > 0;
    const heading = headingOf(known ? answerOf(details) : answer);
    const body = known ? bodyOfDetails(details) : [...bodyOf(answer, null), make("p", "quiet", text("card_no_more"))];
    open.card.write(heading, body, footer, false);
    open.card.place(open.box());
    const account = await this.#needs.account(open.photo);
    if (account === null || this.#open !== open || open.answer !== answer) return;
    open.card.add(this.#accountLine(account));
    // Of those above it is said there.
    const above = new Set((details === null ? [] : [...details.datasets, ...details.censuses]).map(({ dataset }) => dataset));
    for (const note of originNotes(account.theirs.filter(({ name }) => !above.has(name)))) open.card.add(note);
    open.card.place(open.box());
  }

  #accountLine(account: AccountSummary): HTMLElement {
    const port = this.#needs.port();
    const line = make("p", "quiet account");
    const words = accountLine(account);
    line.append(port === null || account.datasets.length === 0 ? words : outward(accountPage(port, account.nsid), words));
    return line;
  }

  #footer(photo: string): HTMLElement[] {
    const port = this.#needs.port();
    const words = make("span", "quiet", text("photo_link", photo));
    return port === null ? [words] : [outward(`http://127.0.0.1:${port}/#lookup/${photo}`, text("card_more")), words];
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.#open === null) return;
    // Escape closes the card and nothing of the page's.
    event.stopPropagation();
    event.preventDefault();
    this.close(true);
  };

  readonly #press = (event: PointerEvent): void => {
    const open = this.#open;
    if (open === null) return;
    const path = event.composedPath();
    if (!path.includes(open.card.element) && (open.badge === null || !path.includes(open.badge.element))) this.close();
  };

  readonly #moved = ({ target }: Event): void => {
    // The card itself was scrolled, and has not moved.
    if (target === this.#open?.card.element) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      const open = this.#open;
      if (open === null) return;
      const { documentElement } = this.#needs.document;
      const box = open.box();
      if (box.top + box.height < 0 || box.top > documentElement.clientHeight) this.close(true);
      else open.card.place(box);
    });
  };

  #later(after: number, what: () => void): void {
    this.#wait();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      what();
    }, after);
  }

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

