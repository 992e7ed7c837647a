// Saving all options as a file, and loading them from one. A bad file changes nothing.
import { saveFile } from "../shared/csv.ts";
import { byId, write } from "../shared/dom.ts";
import { sentences, text } from "../shared/i18n.ts";
import { loadPairing, savePairing } from "../shared/pairing.ts";
import { changePreferences, loadPreferences } from "../shared/preferences.ts";
import { grantedSites, requestSites } from "../shared/sites.ts";
import { BadSettings, readSettings, writeSettings, type Settings } from "./settings-file.ts";

const note = byId("settings-note", HTMLElement);
const allow = byId("settings-allow", HTMLButtonElement);

/** Sites that a loaded file names and that are not allowed here yet. */
let wanted: readonly string[] = [];

function say(words: readonly string[], wrong: boolean): void {
  note.dataset.wrong = String(wrong);
  write(note, sentences(...words));
}

async function saveSettings(): Promise<void> {
  const [preferences, { port }, sites] = await Promise.all([loadPreferences(), loadPairing(), grantedSites()]);
  saveFile("inset-settings.json", "application/json", writeSettings(preferences, port, sites));
}

async function load(file: File): Promise<void> {
  wanted = [];
  allow.hidden = true;
  let settings: Settings;
  try {
    settings = readSettings(await file.text());
  } catch (error) {
    const words = error instanceof BadSettings ? error.words : (["settings_no_json"] as const);
    const [name, ...values] = words;
    say([text(name, ...values), text("settings_kept")], true);
    return;
  }
  await use(settings);
}

async function use({ preferences, notify, port, allowedSites }: Settings): Promise<void> {
  // Notifications need the browser's permission, which a file cannot give.
  const mayNotify = await chrome.permissions.contains({ permissions: ["notifications"] });
  await changePreferences({ ...preferences, ...(notify === undefined ? {} : { notify: notify && mayNotify }) });
  const pairing = await loadPairing();
  if (port !== undefined && port !== pairing.port) await savePairing({ ...pairing, port });
  const granted = await grantedSites();
  wanted = allowedSites.filter((site) => !granted.includes(site));
  allow.hidden = wanted.length === 0;
  say([
    text("settings_loaded"),
    notify === true && !mayNotify ? text("settings_notify") : "",
    wanted.length > 0 ? text("settings_sites", wanted.join(", ")) : "",
  ], false);
}

export function prepareSettings(): void {
  byId("settings-save", HTMLButtonElement).addEventListener("click", () => void saveSettings());
  const input = byId("settings-file", HTMLInputElement);
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    // Cleared when it was read, so that choosing the same file again counts as a change.
    void load(file).finally(() => { input.value = ""; });
  });
  allow.addEventListener("click", () => {
    // Before anything is awaited: a browser asks the person only while the click is being handled.
    void requestSites(wanted).then((given) => {
      if (given) allow.hidden = true;
      say([text(given ? "options_saved" : "options_site_refused")], !given);
    });
  });
}
