// Whether a notification of the system tells what is new of remembered photos. Off until the person switches it on, which asks the browser.
import { byId } from "../shared/dom.ts";
import { changePreferences, loadPreferences } from "../shared/preferences.ts";

const PERMISSION: chrome.permissions.Permissions = { permissions: ["notifications"] };

export function prepareNotices(): void {
  byId("notify", HTMLInputElement).addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) void choose(target.checked);
  });
}

export async function showNotices(): Promise<void> {
  const { notify } = await loadPreferences();
  byId("notify", HTMLInputElement).checked = notify && (await chrome.permissions.contains(PERMISSION));
}

async function choose(wanted: boolean): Promise<void> {
  // The request must be the first thing that happens after the click: browsers refuse it otherwise.
  const given = wanted && (await chrome.permissions.request(PERMISSION));
  if (!wanted) await chrome.permissions.remove(PERMISSION);
  await changePreferences({ notify: given });
  await showNotices();
}
