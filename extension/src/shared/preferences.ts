// What the person chose: how badges look, which datasets count, which sites are paused. Kept in storage.local; content scripts,
// which cannot read storage where the browser withholds it from them, are told by the background.

import { parseOwnAccount } from "./own-account.ts";

export const STYLES = ["label", "dot", "frame", "off"] as const;
/** How a photo is marked. `off`: nothing is looked up on any page, as if every site were paused; the context menu still answers. */
export type BadgeStyle = (typeof STYLES)[number];

export const COLOURS = ["amber", "blue", "contrast"] as const;
export type BadgeColours = (typeof COLOURS)[number];

export interface Preferences {
  readonly style: BadgeStyle;
  readonly colours: BadgeColours;
  /** Names of datasets that are switched off: neither drawn nor counted. */
  readonly hiddenDatasets: readonly string[];
  /** Censuses that are drawn; each is off until the person switches it on. */
  readonly shownCensuses: readonly string[];
  /** Sites on which nothing is looked up, as `siteOf` names them. */
  readonly pausedSites: readonly string[];
  /** Whether a notification of the system tells what is new of remembered photos. */
  readonly notify: boolean;
  /** Accounts that the person calls their own: NSIDs, or names in Flickr's addresses in lower case. */
  readonly ownAccounts: readonly string[];
}

export const DEFAULTS: Preferences = { style: "label", colours: "amber", hiddenDatasets: [], shownCensuses: [], pausedSites: [], notify: false, ownAccounts: [] };
const KEY = "preferences";

/** Reads what storage holds under `preferences`; what is not valid gets its default. */
function readPreferences(stored: unknown): Preferences {
  const record = typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
  return {
    style: STYLES.find((style) => style === record.style) ?? DEFAULTS.style,
    colours: COLOURS.find((colours) => colours === record.colours) ?? DEFAULTS.colours,
    hiddenDatasets: readNames(record.hiddenDatasets),
    shownCensuses: readNames(record.shownCensuses),
    pausedSites: readNames(record.pausedSites),
    notify: record.notify === true,
    ownAccounts: readNames(record.ownAccounts).filter((each) => parseOwnAccount(each) === each),
  };
}

function readNames(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((each): each is string => typeof each === "string" && each !== ""))];
}

export async function loadPreferences(): Promise<Preferences> {
  const stored = await chrome.storage.local.get(KEY);
  return readPreferences(stored[KEY]);
}

/** Changes some of the preferences and keeps the others. */
export async function changePreferences(change: Partial<Preferences>): Promise<void> {
  await chrome.storage.local.set({ [KEY]: { ...(await loadPreferences()), ...change } });
}

/** Whether a change of storage.local touches the preferences. */
export function changesPreferences(changes: Record<string, unknown>): boolean {
  return KEY in changes;
}

/** The site that an address belongs to, as it is paused and shown: all of Flickr is one site. Null where Inset never works. */
export function siteOf(address: string | undefined): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const { hostname, protocol } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return null;
  return hostname === "flickr.com" || hostname.endsWith(".flickr.com") ? "flickr.com" : hostname;
}
