// Sites that are paused, and sites beyond Flickr where Inset may look.
import { byId, make, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { changePreferences, loadPreferences } from "../shared/preferences.ts";
import { grantedSites, parseSite, removeSite, requestSite } from "../shared/sites.ts";

const typed = byId("new-site", HTMLInputElement);
const note = byId("site-note", HTMLElement);

function makeRow(site: string, action: string, act: () => Promise<void>): HTMLElement {
  const row = make("li", "row");
  const button = make("button", "", text(action));
  button.type = "button";
  button.setAttribute("aria-label", `${text(action)}: ${site}`);
  button.addEventListener("click", () => void act());
  row.append(make("b", "", site), button);
  return row;
}

export async function showSites(): Promise<void> {
  const { pausedSites } = await loadPreferences();
  byId("paused-none", HTMLElement).hidden = pausedSites.length > 0;
  const resume = (site: string): Promise<void> => changePreferences({ pausedSites: pausedSites.filter((each) => each !== site) });
  byId("paused", HTMLElement).replaceChildren(...pausedSites.map((site) => makeRow(site, "options_resume", () => resume(site))));
  const granted = await grantedSites();
  byId("granted", HTMLElement).replaceChildren(...granted.map((site) => makeRow(site, "options_remove", () => removeSite(site))));
}

function say(name: string, wrong: boolean): void {
  typed.setAttribute("aria-invalid", String(wrong));
  write(note, name === "" ? "" : text(name));
}

export function prepareSites(): void {
  byId("site-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const site = parseSite(typed.value);
    if (site === null) {
      say("options_site_wrong", true);
      typed.focus();
      return;
    }
    // Before anything is awaited: a browser asks the person only while the click is being handled.
    void requestSite(site).then((given) => {
      say(given ? "options_saved" : "options_site_refused", false);
      if (given) typed.value = "";
      return showSites();
    });
  });
  typed.addEventListener("input", () => { say("", false); });
}
