// Tells content scripts the preferences: where the browser withholds storage from them, they cannot read them.
import type { PreferencesChanged, SitePreferences } from "../shared/messages.ts";
import { loadPreferences, siteOf } from "../shared/preferences.ts";
import { clearToolbar } from "./toolbar.ts";

/**
 * The preferences for the page at that address. A site whose permission was withdrawn while its page is open counts as
 * paused, because browsers do not stop a content script that already runs.
 */
export async function preferencesFor(address: string | undefined): Promise<SitePreferences> {
  const preferences = await loadPreferences();
  const site = siteOf(address);
  const paused = site === null || preferences.pausedSites.includes(site) || !(await mayRunOn(address));
  return { ...preferences, paused };
}

async function mayRunOn(address: string | undefined): Promise<boolean> {
  if (address === undefined) return false;
  const { protocol, hostname } = new URL(address);
  return chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
}

/** Tells every tab of a change, and each whether its own site is paused. */
export async function tellPreferences(): Promise<void> {
  await Promise.all((await chrome.tabs.query({})).map((tab) => tell(tab).catch(() => undefined)));
}

async function tell({ id, url }: chrome.tabs.Tab): Promise<void> {
  if (id === undefined) return;
  // The browser tells the address wherever we may run. Without one, treat the page as paused: a script may still run there.
  const preferences = await preferencesFor(url);
  const changed: PreferencesChanged = { kind: "preferences", ...preferences };
  const reason = inactiveBecause(preferences);
  if (reason !== null) await clearToolbar(id, url === undefined ? "name" : reason);
  await chrome.tabs.sendMessage(id, changed);
}

/** Why nothing is looked up on a page with these preferences, as the toolbar says it; null where it is. */
export function inactiveBecause({ paused, style }: SitePreferences): "toolbar_paused" | "badges_off_title" | null {
  if (style === "off") return "badges_off_title";
  return paused ? "toolbar_paused" : null;
}
