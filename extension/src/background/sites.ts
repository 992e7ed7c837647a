// Where else the content script runs: on the sites that a person allowed, and in tabs that were open before it could.
import type { ReportRequest } from "../shared/messages.ts";
import { ORIGINS } from "../shared/permission.ts";
import { grantedPatterns } from "../shared/sites.ts";

const ID = "elsewhere";
const FILE = "content.js";
const STARTED = "started";

let syncing: Promise<void> = Promise.resolve();

/** Lets the content script run on exactly the granted sites, in this session and in later ones. */
export function registerSites(): Promise<void> {
  // One after the other: two changes at once must not both register.
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
  const script = { id: ID, matches, js: [FILE], runAt: "document_start" as const, persistAcrossSessions: true };
  if (registered === undefined) await chrome.scripting.registerContentScripts([script]);
  else await chrome.scripting.updateContentScripts([script]);
}

/**
 * Runs the content script in open tabs of these patterns that have none, or only one of an earlier installation. In a tab
 * that is still loading, the moment may have passed at which a browser would run it there by itself.
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
    // Nobody is there, or a copy that still starts; of two copies the later one takes over. A tab that is going away, or
    // a page that no extension may touch, is left alone. At once: a page that takes long to load must hold nobody up.
    await chrome.scripting.executeScript({ target: { tabId }, files: [FILE], injectImmediately: true }).catch(() => undefined);
  }
}

/**
 * After an installation, an update or a pause of the whole extension, tabs are open that have no content script of this
 * life. The session's storage begins empty with each, and with the browser itself: the tabs that it opens at its start run
 * the script by themselves, so that most of them answer when they are asked, and in the others a second copy takes over.
 */
export async function enterOnce(): Promise<void> {
  const found = await chrome.storage.session.get(STARTED);
  if (found[STARTED] === true) return;
  await chrome.storage.session.set({ [STARTED]: true });
  await registerSites();
  const granted = await grantedPatterns();
  // Firefox runs the manifest's own scripts in open tabs by itself.
  const bySelf = chrome.runtime.getURL("").startsWith("moz-extension:");
  await enterOpenTabs(bySelf ? granted : [...ORIGINS.filter((origin) => origin.includes("flickr")), ...granted]);
}
