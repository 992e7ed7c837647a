// Tells content scripts what the person chose: where the browser withholds storage from them, only the background can.
import type { PreferencesChanged, SitePreferences } from "../shared/messages.ts";
import { loadPreferences, siteOf } from "../shared/preferences.ts";

/** The preferences as they hold on the page at that address. */
export async function preferencesFor(address: string | undefined): Promise<SitePreferences> {
  const preferences = await loadPreferences();
  const site = siteOf(address);
  return { ...preferences, paused: site !== null && preferences.pausedSites.includes(site) };
}

/** Every tab hears of a change, each whether its own site rests. */
export async function tellPreferences(): Promise<void> {
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id === undefined) continue;
    // The address is there wherever we may run; elsewhere nobody receives the message either.
    const changed: PreferencesChanged = { kind: "preferences", ...(await preferencesFor(tab.url)) };
    chrome.tabs.sendMessage(tab.id, changed).catch(() => undefined);
  }
}
