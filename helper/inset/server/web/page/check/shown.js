// The check that is shown: its report and photos, keeping, saving and forgetting it, and the list of those that are remembered.
import { adviceFor, foreignIn } from "../reading/advice.js";
import { ask, askFile } from "../shared/api.js";
import { byId, make, say, write } from "../shared/dom.js";
import { save } from "../shared/save.js";
import { text } from "../shared/words.js";
import { makeKept } from "./kept.js";
import { askForName, hideNaming, prepareNaming } from "./naming.js";
import { showPhotos } from "./photos.js";
import { showProblem } from "./problem.js";
import { showReport } from "./report.js";
import { showSent } from "./sent.js";
import { remember, showWatches } from "./watch.js";

/** @typedef {import("../shared/wire.d.ts").Check} Check */

/** @type {Check | null} */
let shown = null;

/** Lets the buttons of a report do what they say. */
export function prepareShown() {
  prepareNaming((name) => rememberShown(name));
  byId("check-remember", HTMLButtonElement).addEventListener("click", () => { if (shown?.report) askForName(shown.report); });
  byId("check-keep", HTMLButtonElement).addEventListener("click", () => void keep());
  byId("check-forget", HTMLButtonElement).addEventListener("click", () => void forget(shown?.id ?? ""));
  for (const button of document.querySelectorAll("[data-export]")) {
    button.addEventListener("click", () => void saveAs(button instanceof HTMLElement ? button.dataset.export ?? "" : ""));
  }
}

export const shownId = () => shown?.id ?? null;

/** @param {Check} check */
export async function showCheck(check) {
  shown = check;
  hideNaming();
  showReport(check);
  showKept(check);
  const nothing = check.report?.checked === 0;
  for (const part of document.querySelectorAll("#check-report .toolbar, #check-kept-note, #check-tables, #check-datasets")) part.toggleAttribute("hidden", nothing);
  const asked = check.report?.asked ?? [];
  const accounts = asked.filter(({ kind }) => kind === "account");
  const elsewhere = accounts.map(({ name }) => foreignIn(name)).filter((each) => each !== null);
  const advice = elsewhere.length > 0 ? elsewhere : accounts.length > 0 ? [text("lookup_account_none")] : adviceFor([]);
  byId("check-advice", HTMLElement).replaceChildren(...(nothing ? advice.map((words) => make("p", "note", words)) : []));
  byId("check-report", HTMLElement).hidden = false;
  const heading = byId("check-headline", HTMLElement);
  say(heading.textContent);
  heading.focus();
  await showPhotos(check);
}

export function hideCheck() {
  shown = null;
  byId("check-report", HTMLElement).hidden = true;
  byId("check-names", HTMLElement).hidden = true;
  showProblem(null);
}

/** @param {Check} check */
function showKept({ kept }) {
  byId("check-keep", HTMLButtonElement).hidden = kept;
  write(byId("check-kept-note", HTMLElement), kept
    ? text("ask_kept_note")
    : text("ask_not_kept_note"));
}

/**
 * @param {string | null} name
 * @returns {Promise<boolean>} whether it is remembered
 */
async function rememberShown(name) {
  if (shown === null) return false;
  try {
    const words = await remember(shown.id, name);
    showProblem(null);
    write(byId("check-kept-note", HTMLElement), words);
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  }
}

async function keep() {
  if (shown === null) return;
  try {
    shown = await ask(`/v1/checks/${shown.id}/keeping`, { method: "POST" });
    if (shown !== null) showKept(shown);
    byId("check-forget", HTMLButtonElement).focus();
    await showRemembered();
  } catch (error) {
    showProblem(error);
  }
}

/** @param {string} id */
async function forget(id) {
  try {
    await ask(`/v1/checks/${id}`, { method: "DELETE" });
    say(text("ask_forgotten"));
    if (id === shown?.id) {
      hideCheck();
      history.replaceState(null, "", "#check");
      byId("check-text", HTMLTextAreaElement).focus();
    }
    await showRemembered();
  } catch (error) {
    showProblem(error);
  }
}

/** @param {string} format */
async function saveAs(format) {
  if (shown === null) return;
  try {
    const content = await askFile(`/v1/checks/${shown.id}/exports/${format}`);
    save(`inset-check.${format}`, content.type, content);
  } catch (error) {
    showProblem(error);
  }
}

/** Shows what is there from before: watches, letters that were sent, and the checks that the helper remembers or keeps. */
export async function showRemembered() {
  void showWatches();
  void showSent();
  await showChecks();
}

async function showChecks() {
  try {
    /** @type {import("../shared/wire.d.ts").CheckList} */
    const { checks } = await ask("/v1/checks");
    byId("check-kept", HTMLElement).hidden = checks.length === 0;
    byId("check-kept-list", HTMLElement).replaceChildren(...checks.map((each) => makeKept(each, shownId(), (id) => void forget(id))));
  } catch {
    byId("check-kept", HTMLElement).hidden = true;
  }
}
