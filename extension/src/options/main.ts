// Options: how badges look, which datasets count, where Inset looks, and the helper.
import { byId, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { changesPairing } from "../shared/pairing.ts";
import { changesPreferences } from "../shared/preferences.ts";
import { prepareAccounts, showAccounts } from "./accounts.ts";
import { prepareDatasets, showDatasets } from "./datasets.ts";
import { prepareHelper, showPairing, showStatus } from "./helper.ts";
import { prepareLooks, showLooks } from "./looks.ts";
import { prepareNotices, showNotices } from "./notices.ts";
import { prepareSettings } from "./settings.ts";
import { prepareSites, showSites } from "./sites.ts";

const REFRESH_EVERY = 2_000;

/** Writes everything that depends on the helper, which is started, stopped and paired elsewhere. What has not changed stays. */
async function refresh(): Promise<void> {
  await Promise.all([showPairing(), showStatus()]);
  // Ask after the state: as long as the background takes the helper for off, it names no datasets.
  await showDatasets();
}

function refreshIfSeen(): void {
  if (document.visibilityState === "visible") void refresh();
}

function permissionsChanged(): void {
  void showSites();
  void showNotices();
  void refresh();
}

fillTexts(document);
document.title = `${text("name")}: ${text("options_title")}`;
write(byId("version", HTMLElement), text("options_version", chrome.runtime.getManifest().version));

prepareLooks();
prepareDatasets();
prepareAccounts();
prepareSites();
prepareSettings();
prepareNotices();
prepareHelper(() => void showDatasets());

void showLooks();
void showAccounts();
void showSites();
void showNotices();
void refresh();

chrome.storage.local.onChanged.addListener((changes) => {
  if (changesPairing(changes)) void refresh();
  if (!changesPreferences(changes)) return;
  void showLooks();
  void showAccounts();
  void showDatasets();
  void showSites();
  void showNotices();
});
chrome.permissions.onAdded.addListener(permissionsChanged);
chrome.permissions.onRemoved.addListener(permissionsChanged);
document.addEventListener("visibilitychange", refreshIfSeen);
setInterval(refreshIfSeen, REFRESH_EVERY);
