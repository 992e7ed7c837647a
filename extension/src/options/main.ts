// Options: how badges look, which datasets count, where Inset looks, and the helper.
import { byId, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { changesPairing } from "../shared/pairing.ts";
import { changesPreferences } from "../shared/preferences.ts";
import { prepareDatasets, showDatasets } from "./datasets.ts";
import { prepareHelper, showPairing } from "./helper.ts";
import { prepareLooks, showLooks } from "./looks.ts";
import { prepareSites, showSites } from "./sites.ts";

fillTexts(document);
document.title = `${text("name")}: ${text("options_title")}`;
write(byId("version", HTMLElement), text("options_version", chrome.runtime.getManifest().version));

prepareLooks();
prepareDatasets();
prepareSites();
prepareHelper(() => void showDatasets());

void showLooks();
void showDatasets();
void showSites();

chrome.storage.local.onChanged.addListener((changes) => {
  if (changesPairing(changes)) void showPairing();
  if (!changesPreferences(changes)) return;
  void showLooks();
  void showDatasets();
  void showSites();
});
chrome.permissions.onAdded.addListener(() => void showSites());
chrome.permissions.onRemoved.addListener(() => void showSites());
