// Where the content script runs besides Flickr: on sites that a person allowed, and in tabs that were open before that.
import type { ReportRequest } from "../shared/messages.ts";
import { ORIGINS } from "../shared/permission.ts";
import { grantedPatterns } from "../shared/sites.ts";

const ID = "elsewhere";
const FILE = "content.js";
const STYLE = "content.css";
const STARTED = "started";

let syncing: Promise<void> = Promise.resolve();

/** Lets the content script run on exactly the granted sites, in this session and in later ones. */
export function registerSites(): Promise<void> {
  // One change after the other: two at once would both register.
  syncing = syncing.catch(() => undefined).then(register);
  return syncing;
}

async function register(): Promise<void> {
  const matches = await grantedPatterns();
  const [registered] = await chrome.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (matches.length === 0) {
    if (registered !== undefined) await chrome.scripting.unregisterContentScripts({ ids: [ID] });
    return;
  }
  const script = { id: ID, matches, js: [FILE], css: [STYLE], runAt: "document_start" as const, persistAcrossSessions: true };
  if (registered === undefined) await chrome.scripting.registerContentScripts([script]);
  else await chrome.scripting.updateContentScripts([script]);
}

/**
 * Runs the content script in open tabs of these patterns that have none, or only one of an earlier installation. That
 * includes tabs that are still loading: the browser may already have passed the moment at which it injects scripts.
 */
export async function enterOpenTabs(patterns: readonly string[]): Promise<void> {
  if (patterns.length === 0) return;
  const tabs = await chrome.tabs.query({ url: [...patterns] });
  // A tab that the browser has discarded has no page to run it in; shown again, it loads anew and gets the script as usual.
  const awake = tabs.filter(({ status, discarded }) => status !== "unloaded" && !discarded);
  await Promise.all(awake.flatMap(({ id }) => (id === undefined ? [] : [enter(id)])));
}

async function enter(tabId: number): Promise<void> {
  const request: ReportRequest = { kind: "report" };
  try {
    await chrome.tabs.sendMessage(tabId, request);
  } catch {
    // No content script answered, or one that is still starting; of two copies the later one takes over. Ignore failures:
    // the tab is closing, or extensions may not access its page. Inject immediately, without waiting for the page to load.
    await Promise.all([
      chrome.scripting.insertCSS({ target: { tabId }, files: [STYLE] }),
      chrome.scripting.executeScript({ target: { tabId }, files: [FILE], injectImmediately: true }),
    ]).catch(() => undefined);
  }
}

/**
 * Runs the content script in tabs that were open before the extension was installed, updated or enabled again. The
 * session's storage is empty after each of these, and also when the browser starts. Tabs that the browser opens when it starts
 * get the script by themselves: most answer when they are asked, and in the others the second copy takes over.
 */
export async function enterOnce(): Promise<void> {
  const found = await chrome.storage.session.get(STARTED);
  if (found[STARTED] === true) return;
  await registerSites();
  const granted = await grantedPatterns();
  // Firefox runs the manifest's own scripts in open tabs by itself.
  const bySelf = chrome.runtime.getURL("").startsWith("moz-extension:");
  await enterOpenTabs(bySelf ? granted : [...ORIGINS.filter((origin) => origin.includes("flickr")), ...granted]);
  // At the end: a background that was stopped in the middle of this does it all when it comes back.
  await chrome.storage.session.set({ [STARTED]: true });
}
