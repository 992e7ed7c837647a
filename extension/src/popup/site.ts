// The site behind the popup: whether it is paused, and whether Inset may look there at all.
import { byId, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { changePreferences, loadPreferences, siteOf } from "../shared/preferences.ts";
import { parseSite, patternOf, requestSite } from "../shared/sites.ts";
import type { ShownTab } from "./tab.ts";

const FLICKR = "flickr.com";

export interface Site {
  readonly name: string | null;
  readonly paused: boolean;
  /** Nothing is looked up anywhere. */
  readonly off: boolean;
  /** `works`: Inset has permission. `may`: it can ask the person for it. `never`: it cannot. */
  readonly access: "works" | "may" | "never";
}

const NOWHERE: Site = { name: null, paused: false, off: false, access: "never" };

export async function findSite(tab: ShownTab | null): Promise<Site> {
  const name = siteOf(tab?.url);
  if (name === null || tab?.url === undefined) return NOWHERE;
  const { pausedSites, style } = await loadPreferences();
  const here = { name, paused: pausedSites.includes(name), off: style === "off" };
  if (name === FLICKR) return { ...here, access: "works" };
  const other = parseSite(tab.url);
  if (other === null) return { ...here, paused: false, access: "never" };
  const granted = await chrome.permissions.contains({ origins: [patternOf(other)] });
  return { ...here, paused: granted && here.paused, access: granted ? "works" : "may" };
}

let shown: Site = NOWHERE;

export function showSite(site: Site): void {
  shown = site;
  const name = site.name ?? "";
  byId("site", HTMLElement).hidden = site.access !== "works" || site.off;
  byId("also", HTMLElement).hidden = site.access !== "may";
  byId("paused", HTMLElement).hidden = !site.paused && !site.off;
  byId("site-switch", HTMLInputElement).checked = !site.paused;
  write(byId("site-label", HTMLElement), text("site_switch", name));
  write(byId("paused-title", HTMLElement), site.off ? text("badges_off_title") : text("paused_title", name));
  write(byId("paused-text", HTMLElement), text(site.off ? "badges_off_text" : "paused_text"));
  write(byId("also-title", HTMLElement), text("also_title", name));
}

async function setPaused(site: string, paused: boolean): Promise<void> {
  const { pausedSites } = await loadPreferences();
  const others = pausedSites.filter((each) => each !== site);
  await changePreferences({ pausedSites: paused ? [...others, site] : others });
}

/** @param changed called when the person chose otherwise */
export function prepareSite(changed: () => void): void {
  const toggle = byId("site-switch", HTMLInputElement);
  toggle.addEventListener("change", () => {
    if (shown.name !== null) void setPaused(shown.name, !toggle.checked).then(changed);
  });
  byId("also-allow", HTMLButtonElement).addEventListener("click", () => {
    // Before anything is awaited: a browser asks the person only while the click is being handled.
    if (shown.name !== null) void requestSite(shown.name).then(changed);
  });
}
