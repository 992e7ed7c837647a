// A window on Flickr that a check opens and turns the pages in. Pages are read by the content script there, in the
// person's own session, as if they had opened them themselves.
import { ask } from "../shared/messages.ts";
import type { PageReading, ReadPage } from "../shared/page-reading.ts";
import { addressOfPage } from "../shared/photo-pages.ts";
import { freshOf, type Attempt, type Walk } from "./walk.ts";

/** CSS pixels. Wide enough for Flickr's layout of two photos a row, high enough that few steps reach the end. */
const SIZE = { width: 1100, height: 900 };
/** Milliseconds until a page counts as loaded, even if something on it still loads. */
const LOAD = 45_000;
/** Milliseconds until a loaded page without our content script counts as the browser's own page of an error. */
const ANSWER = 10_000;
const ASK_EVERY = 250;

/** Firefox for Android has no windows: there the pages are turned in a tab. */
const { windows } = chrome as { readonly windows?: typeof chrome.windows };

export class FlickrWindow {
  #tab: number | null = null;

  /** Reads the walk's next page. After a refusal it first asks whether Flickr answers again, and opens nothing before. */
  async attempt(walk: Walk, known: ReadonlySet<string>): Promise<Attempt> {
    if (walk.failures > 0 && (walk.trouble === "refused" || walk.trouble === "unreachable")) {
      const { status, retryAfter } = await ask({ kind: "flickr_ready", pages: walk.pages, page: walk.next });
      if (status === null) return { outcome: "failed", trouble: "unreachable", retryAfter };
      if (status === 429 || status >= 500) return { outcome: "failed", trouble: "refused", retryAfter };
    }
    const reading = await this.#read(walk);
    if (reading === "closed") return { outcome: "ended", trouble: "closed" };
    if (reading === null) return { outcome: "failed", trouble: "unreachable", retryAfter: null };
    return { outcome: "read", reading, fresh: reading.hidden ? 0 : freshOf(reading, known).length };
  }

  async close(): Promise<void> {
    const tab = this.#tab;
    this.#tab = null;
    if (tab !== null) await chrome.tabs.remove(tab).catch(() => undefined);
  }

  async #read(walk: Walk): Promise<PageReading | "closed" | null> {
    // A page that was only hidden is still there: it is read once somebody sees it, and not loaded again until then.
    const tab = walk.trouble === "hidden" && this.#tab !== null ? this.#tab : await this.#open(addressOfPage(walk.pages, walk.next));
    if (tab === null) return "closed";
    const request: ReadPage = { kind: "read-page", pages: walk.pages, names: walk.names };
    for (const end = Date.now() + ANSWER; ; ) {
      try {
        return await chrome.tabs.sendMessage<ReadPage, PageReading | null>(tab, request);
      } catch {
        // Nothing listens there: not yet, or the browser shows a page of its own, or the tab is gone.
        if (!(await exists(tab))) return "closed";
        if (Date.now() > end) return null;
        await sleep(ASK_EVERY);
      }
    }
  }

  /** Shows an address, and returns the tab once it is loaded; null where the person closed it. */
  async #open(url: string): Promise<number | null> {
    if (this.#tab === null) {
      const tab = await makeTab(url);
      this.#tab = tab;
      return (await isLoaded(tab)) ? tab : null;
    }
    const tab = this.#tab;
    const loaded = nextLoad(tab);
    try {
      await chrome.tabs.update(tab, { url });
    } catch {
      this.#tab = null;
      return null;
    }
    if (await loaded) return tab;
    this.#tab = null;
    return null;
  }
}

async function makeTab(url: string): Promise<number> {
  const made = windows === undefined ? await chrome.tabs.create({ url }) : (await windows.create({ url, type: "popup", ...SIZE }))?.tabs?.[0];
  if (made?.id === undefined) throw new Error("The browser opened no window.");
  return made.id;
}

async function exists(tab: number): Promise<boolean> {
  return chrome.tabs.get(tab).then(() => true, () => false);
}

/** Waits until a new tab is loaded; false where it was closed meanwhile. */
async function isLoaded(tab: number): Promise<boolean> {
  const end = Date.now() + LOAD;
  while (Date.now() < end) {
    const now = await chrome.tabs.get(tab).catch(() => null);
    if (now === null) return false;
    if (now.status === "complete" && now.url !== "about:blank") return true;
    await sleep(ASK_EVERY);
  }
  return true;
}

/** Waits until a tab has begun to load another page and ended; false where it was closed meanwhile. */
function nextLoad(tab: number): Promise<boolean> {
  return new Promise((resolve) => {
    let began = false;
    const settle = (there: boolean): void => {
      clearTimeout(timer);
      chrome.tabs.onUpdated.removeListener(updated);
      chrome.tabs.onRemoved.removeListener(removed);
      resolve(there);
    };
    const updated = (changed: number, { status }: { readonly status?: string }): void => {
      if (changed !== tab) return;
      if (status === "loading") began = true;
      if (status === "complete" && began) settle(true);
    };
    const removed = (gone: number): void => {
      if (gone === tab) settle(false);
    };
    const timer = setTimeout(() => { settle(true); }, LOAD);
    chrome.tabs.onUpdated.addListener(updated);
    chrome.tabs.onRemoved.addListener(removed);
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
