// What is new of the photos that the person remembers: a number on the button in tabs that have none of their own, and a
// notification of the system where they switched that on. The helper tells numbers and nothing else.
import { newsWords } from "../shared/words/news-words.ts";
import { text } from "../shared/i18n.ts";
import { loadPairing } from "../shared/pairing.ts";
import { loadPreferences } from "../shared/preferences.ts";
import { TOOLBAR } from "../shared/palettes.ts";
import type { Changes } from "../shared/wire.d.ts";

/** Milliseconds after which the helper is asked again while pages are looked at. */
const HOLDS = 60_000;
/** The same while the popup is open, which asks every second. */
const HOLDS_OPEN = 2_000;
/** Minutes between two questions while no page of Flickr's is looked at. */
const PERIOD = 10;
const ALARM = "news";
/** Where storage.local keeps what the last notification told. */
const TOLD = "news_told";

export class News {
  readonly #ask: () => Promise<Changes | null>;
  readonly #now: () => number;
  #last: Changes | null = null;
  #askedAt = -Infinity;

  /** @param ask asks the helper; null where it does not say */
  constructor(ask: () => Promise<Changes | null>, now: () => number = Date.now) {
    this.#ask = ask;
    this.#now = now;
  }

  /** The numbers, asked for again where they are old; null where nobody could ever say. `open`: the popup waits for them. */
  async current(open: boolean): Promise<Changes | null> {
    if (this.#now() - this.#askedAt < (open ? HOLDS_OPEN : HOLDS)) return this.#last;
    this.#askedAt = this.#now();
    const changes = await this.#ask();
    if (changes === null) return this.#last;
    this.#last = changes;
    await Promise.all([show(changes), notify(changes)]);
    return changes;
  }

  /** Something was published, or another helper answers: ask at once. */
  async renew(): Promise<void> {
    this.#askedAt = -Infinity;
    await this.current(false);
  }
}

/** Asks every few minutes, so that the number comes also while no page of Flickr's is open. Nothing is asked before the extension is connected. */
export function renewFromTimeToTime(news: News): void {
  chrome.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void renewIfConnected(news);
  });
  void keepAlarm();
}

async function renewIfConnected(news: News): Promise<void> {
  if ((await loadPairing()).token !== null) await news.renew();
}

/** Chrome keeps alarms while the browser is closed, Firefox does not. One that is there must go on, not begin anew. */
async function keepAlarm(): Promise<void> {
  if ((await chrome.alarms.get(ALARM)) === undefined) await chrome.alarms.create(ALARM, { periodInMinutes: PERIOD });
}

/** What the button says: `+3` for photos that are newly listed, `−2` where some are only gone. */
export function numberOf({ new: found, probably_new: probably, gone }: Changes): string {
  const added = found + probably;
  // The browser shows about four characters.
  if (added > 0) return added > 99 ? "+99" : `+${added.toString()}`;
  return gone === 0 ? "" : `−${Math.min(gone, 99).toString()}`;
}

async function show(changes: Changes): Promise<void> {
  const words = newsWords(changes);
  await Promise.all([
    chrome.action.setBadgeText({ text: numberOf(changes) }),
    chrome.action.setBadgeBackgroundColor({ color: TOOLBAR.unanswered }),
    chrome.action.setBadgeTextColor({ color: TOOLBAR.ink }),
    chrome.action.setTitle({ title: words ?? text("name") }),
  ]);
}

/** Notifies once of each state of the numbers, where the person switched that on and the browser still allows it. */
async function notify(changes: Changes): Promise<void> {
  const words = newsWords(changes);
  const key = JSON.stringify(changes);
  const { [TOLD]: told } = await chrome.storage.local.get(TOLD);
  if (told === key) return;
  const { notify: wanted } = await loadPreferences();
  if (!wanted) return;
  await chrome.storage.local.set({ [TOLD]: key });
  if (words === null || !(await chrome.permissions.contains({ permissions: ["notifications"] }))) return;
  await chrome.notifications.create("inset-news", { type: "basic", iconUrl: chrome.runtime.getURL("icons/icon-128.png"), title: text("name"), message: words });
}
