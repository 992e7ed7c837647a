// Everything that a person chose in the options, as one file, and back. Neither the pairing's token nor an API key is part of
// it: whoever gets the file gets no access.
import { COLOURS, STYLES, type Preferences } from "../shared/preferences.ts";
import { parseOwnAccount } from "../shared/own-account.ts";
import { parsePort } from "../shared/pairing.ts";
import { parseSite } from "../shared/sites.ts";

/**
 * The version of the file's form. Grammar of version 1, a JSON object:
 *
 *     {"inset_settings": 1, "style": "label" | "dot" | "frame" | "off", "colours": "amber" | "blue" | "contrast",
 *      "hidden_datasets": [NAME, …], "shown_censuses": [NAME, …], "paused_sites": [HOST, …], "own_accounts": [NSID or name, …],
 *      "notify": BOOLEAN, "port": NUMBER, "allowed_sites": [HOST, …]}
 *
 * A key that is missing leaves what is set; a key that is not known is an error, so that nothing is lost without a word.
 */
const VERSION = 1;
/** Bytes; a real file has a few thousand. */
const LARGEST = 1_000_000;

/** What a file sets: what is not in it stays as it is. */
export interface Settings {
  readonly preferences: Partial<Omit<Preferences, "notify">>;
  readonly notify?: boolean;
  readonly port?: number;
  /** Sites beyond Flickr where Inset may look; the browser asks before it allows them. */
  readonly allowedSites: readonly string[];
}

/** Why a file cannot be used: a message's name, and what fills it. */
export class BadSettings extends Error {
  readonly words: readonly [name: "settings_no_json" | "settings_other" | "settings_newer" | "settings_value" | "settings_large", ...values: string[]];
  constructor(...words: BadSettings["words"]) {
    super(words.join(" "));
    this.words = words;
  }
}

export function writeSettings(preferences: Preferences, port: number, allowedSites: readonly string[]): string {
  const { style, colours, hiddenDatasets, shownCensuses, pausedSites, ownAccounts, notify } = preferences;
  const file = {
    inset_settings: VERSION,
    style,
    colours,
    hidden_datasets: hiddenDatasets,
    shown_censuses: shownCensuses,
    paused_sites: pausedSites,
    own_accounts: ownAccounts,
    notify,
    port,
    allowed_sites: allowedSites,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

type Values = Record<string, unknown>;

/** What each key may hold, and what it sets. Throws nothing: null where the value is none that the key may have. */
const KEYS: Readonly<Record<string, (value: unknown) => Partial<Settings> | null>> = {
  style: (value) => preference("style", STYLES.find((each) => each === value)),
  colours: (value) => preference("colours", COLOURS.find((each) => each === value)),
  hidden_datasets: (value) => preference("hiddenDatasets", strings(value, (each) => each !== "" && each.length <= 200)),
  shown_censuses: (value) => preference("shownCensuses", strings(value, (each) => each !== "" && each.length <= 200)),
  paused_sites: (value) => preference("pausedSites", strings(value, (each) => each === "flickr.com" || parseSite(each) === each)),
  own_accounts: (value) => preference("ownAccounts", strings(value, (each) => parseOwnAccount(each) === each)),
  notify: (value) => (typeof value === "boolean" ? { notify: value } : null),
  port: (value) => {
    const port = typeof value === "number" ? parsePort(value.toString()) : null;
    return port === null ? null : { port };
  },
  allowed_sites: (value) => {
    const allowedSites = strings(value, (each) => parseSite(each) === each);
    return allowedSites === undefined ? null : { allowedSites };
  },
};

function preference<K extends keyof Preferences>(key: K, value: Preferences[K] | undefined): Partial<Settings> | null {
  return value === undefined ? null : { preferences: { [key]: value } };
}

function strings(value: unknown, isGood: (text: string) => boolean): string[] | undefined {
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === "string" && isGood(each))) return undefined;
  return [...new Set(value)];
}

/**
 * Reads a whole file before anything is changed.
 * @throws BadSettings where any of it is not as the grammar says
 */
export function readSettings(text: string): Settings {
  if (text.length > LARGEST) throw new BadSettings("settings_large");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new BadSettings("settings_no_json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new BadSettings("settings_other");
  const { inset_settings: version, ...values } = parsed as Values;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) throw new BadSettings("settings_other");
  if (version > VERSION) throw new BadSettings("settings_newer", version.toString());
  let settings: Settings = { preferences: {}, allowedSites: [] };
  for (const [key, value] of Object.entries(values)) {
    const read = Object.hasOwn(KEYS, key) ? KEYS[key]?.(value) : null;
    if (read === null || read === undefined) throw new BadSettings("settings_value", key.slice(0, 40));
    settings = { ...settings, ...read, preferences: { ...settings.preferences, ...read.preferences } };
  }
  return settings;
}
