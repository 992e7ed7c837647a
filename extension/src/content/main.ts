// The content script: finds the photos on a page and draws badges on those that are listed, unless Inset is paused or off.
import type { AccountSummary } from "../shared/account.ts";
import { NO_COUNTS, type HelperStatus } from "../shared/answers.ts";
import type { PhotoDetails } from "../shared/details.ts";
import { ask, type PageMessage, type PageReport, type ShowAnswer, type SitePreferences } from "../shared/messages.ts";
import { DEFAULTS } from "../shared/preferences.ts";
import { wantedOf } from "./answers/answer-book.ts";
import { Cards } from "./cards/cards.ts";
import { InsetOnPage } from "./inset-on-page.ts";
import { strays } from "./finding/own.ts";
import { noteFailure } from "./finding/picture.ts";
import { isSampleAddress } from "./finding/sample-page.ts";
import { outlineOf } from "./reading/page-reading.ts";
import { readToTheEnd, screenOf } from "./reading/to-the-end.ts";

/** The event by which a copy of this script that starts ends the one that an update left behind in the page. */
const TAKE_OVER = "inset-take-over";
const NOTHING: PageReport = { counts: NO_COUNTS, account: null, listed: [] };

class ContentScript {
  #preferences: SitePreferences;
  #page: InsetOnPage | null = null;
  #status: HelperStatus | null = null;
  #stopped = false;
  /** How often the background has sent the preferences by itself. If it did while an answer was awaited, the answer is older. */
  #told = 0;
  readonly #cards = new Cards({ document, details: (photo, all) => this.#details(photo, all), account: (photo) => this.#account(photo), port: () => this.#status?.port ?? null });

  constructor(preferences: SitePreferences) {
    this.#preferences = preferences;
    document.addEventListener(TAKE_OVER, this.#stop);
    chrome.runtime.onMessage.addListener(this.#listen);
    addEventListener("pageshow", this.#shown);
    this.#prefer(preferences);
  }

  /** Paused or off, nothing at all is attached to the page. */
  #prefer(preferences: SitePreferences): void {
    this.#preferences = preferences;
    if (preferences.paused || preferences.style === "off") {
      this.#cards.close();
      this.#page?.stop();
      this.#page = null;
      return;
    }
    if (this.#page !== null) {
      this.#page.prefer(preferences);
      return;
    }
    const onStatus = (status: HelperStatus): void => { this.#status = status; };
    this.#page = new InsetOnPage({ document, events: this.#cards, onStatus, orphaned: this.#stop }, preferences);
  }

  /** Without the training sets that the person hid, unless the card is to tell of all, and with the censuses switched on. */
  async #details(photo: string, all: boolean): Promise<PhotoDetails | null> {
    const details = await ask({ kind: "details", photo }).catch(() => null);
    if (details === null) return details;
    const { hiddenDatasets, shownCensuses } = this.#preferences;
    return {
      ...details,
      datasets: all ? details.datasets : details.datasets.filter(({ dataset }) => !hiddenDatasets.includes(dataset)),
      censuses: details.censuses.filter(({ dataset }) => shownCensuses.includes(dataset)),
    };
  }

  /** What is listed of the page's account, where the photo is that account's. */
  async #account(photo: string): Promise<AccountSummary | null> {
    const nsid = this.#page?.accountOf(photo) ?? null;
    if (nsid === null) return null;
    const found = await ask({ kind: "account", nsid }).catch(() => null);
    // The page may show another account by now.
    return this.#page?.accountOf(photo) === nsid ? found : null;
  }

  readonly #listen = (message: unknown, _sender: unknown, respond: (reply: unknown) => void): boolean => {
    const told = message as PageMessage;
    switch (told.kind) {
      case "changed":
        this.#page?.learn(told.status);
        return false;
      case "preferences":
        this.#told += 1;
        this.#prefer(told);
        return false;
      case "report":
        respond(this.#page?.report() ?? NOTHING);
        return false;
      case "picture":
        respond(this.#page?.picture(told.photo) ?? null);
        return false;
      case "show-answer":
        this.#show(told);
        respond(true);
        return false;
      case "outline":
        respond(outlineOf(document));
        return false;
      case "read-page":
        readToTheEnd(document, told, screenOf(window)).then(respond, () => { respond(null); });
        // The browser keeps the reply open.
        return true;
    }
    return false;
  };

  #show({ photo, answer, status }: ShowAnswer): void {
    this.#status = status;
    const { badge, beside } = this.#page?.placeOf(photo) ?? { badge: null, beside: null };
    // If the place where the menu was opened is unknown, the card stands in the upper half of the window.
    const somewhere = { left: document.documentElement.clientWidth / 2 - 170, top: document.documentElement.clientHeight / 5, width: 0, height: 0 };
    // Asked for one photo, every training set is told of; a census is off until it is switched on.
    const wanted = wantedOf(answer, { ...this.#preferences, hiddenDatasets: [] });
    this.#cards.show(photo, wanted, status, badge, beside ?? somewhere);
  }

  /** A page that comes back from the back/forward cache was told nothing while it lay there, and its toolbar is empty. */
  readonly #shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#catchUp().catch(() => undefined);
  };

  async #catchUp(): Promise<void> {
    const told = this.#told;
    const preferences = await ask({ kind: "preferences" });
    // Also if nothing was changed meanwhile: it makes the page send its counts to the toolbar again.
    if (!this.#stopped && told === this.#told) this.#prefer(preferences);
  }

  readonly #stop = (): void => {
    this.#stopped = true;
    this.#cards.close();
    this.#page?.stop();
    this.#page = null;
    document.removeEventListener(TAKE_OVER, this.#stop);
    removeEventListener("pageshow", this.#shown);
    try {
      chrome.runtime.onMessage.removeListener(this.#listen);
    } catch {
      // The extension is gone, and its listeners with it.
    }
  };
}

async function start(): Promise<void> {
  if (document.contentType !== "text/html") return;
  if (location.hostname === "127.0.0.1") {
    // Only the helper's own page, and only the helper of this extension.
    const { port } = await ask({ kind: "check", eager: true });
    if (!isSampleAddress(location, port)) return;
  }
  document.dispatchEvent(new CustomEvent(TAKE_OVER));
  // Listen from now on: a copy that starts while this one still waits for its answer takes over as well.
  const later = new AbortController();
  document.addEventListener(TAKE_OVER, () => { later.abort(); }, { signal: later.signal });
  // Browsers tell but once that the file of a picture could not be had, and that may be before the answer is there.
  document.addEventListener("error", noteFailure, { capture: true, passive: true, signal: later.signal });
  // If the background was stopped before it answered, the page is treated as any other.
  const preferences = await ask({ kind: "preferences" }).catch(() => ({ ...DEFAULTS, paused: false }));
  if (later.signal.aborted) return;
  later.abort();
  for (const left of strays(document.documentElement)) left.remove();
  new ContentScript(preferences);
}

start().catch(() => undefined);
