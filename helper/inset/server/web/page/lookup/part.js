// Part 3: look up what a person pastes.
import { readReferences } from "../reading/references.js";
import { byId, write } from "../shared/dom.js";
import { LONGEST, takeLongTexts } from "../shared/long-text.js";
import { askOrigins } from "../shared/origins.js";
import { countText, text } from "../shared/words.js";
import { makeAccount } from "./account.js";
import { showResult } from "./result.js";
import { askDetails, askAccount, askPhotos, newCoverage, newRow } from "./run.js";

/** Bytes. Larger files are refused: they are manifests, which are added as datasets. */
const LARGEST = 20_000_000;

/** The address that the card on a photo leads to. */
const ADDRESS = /^#lookup\/(\d{1,20})$/;

/** @typedef {import("./run.js").Row} Row */

let current = new AbortController();

/** @returns {import("../shared/parts.js").Part} */
export function lookupPart() {
  const field = byId("lookup-text", HTMLTextAreaElement);
  const form = byId("lookup-form", HTMLFormElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void lookUp(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  takeLongTexts(field, (words) => void lookUp(words));
  byId("lookup-clear", HTMLButtonElement).addEventListener("click", () => {
    current.abort();
    field.value = "";
    byId("lookup-result", HTMLElement).hidden = true;
    byId("lookup-accounts", HTMLElement).replaceChildren();
    field.focus();
  });
  byId("lookup-stop", HTMLButtonElement).addEventListener("click", () => { current.abort(); });
  byId("lookup-file", HTMLInputElement).addEventListener("change", (event) => void takeFile(event, field));
  const follow = () => {
    const photo = ADDRESS.exec(location.hash)?.[1];
    // Where it stands in the field already, so does the answer below.
    if (photo === undefined || photo === field.value) return;
    field.value = photo;
    void lookUp(photo);
  };
  return { show: follow, change: follow };
}

/**
 * @param {Event} event
 * @param {HTMLTextAreaElement} field
 */
async function takeFile(event, field) {
  const input = /** @type {HTMLInputElement} */ (event.currentTarget);
  const file = input.files?.[0];
  // Clear the field after reading, so that choosing the same file again counts as a change.
  const content = file === undefined || file.size > LARGEST ? null : await file.text();
  input.value = "";
  if (file === undefined) return;
  if (content === null) {
    write(byId("lookup-help", HTMLElement), text("lookup_too_large", file.name));
    return;
  }
  field.value = content.length > LONGEST ? "" : content;
  await lookUp(content);
}

/** @param {string} pasted */
async function lookUp(pasted) {
  current.abort();
  const run = new AbortController();
  current = run;
  const references = readReferences(pasted);
  const progress = byId("lookup-progress", HTMLElement);
  const how = { signal: run.signal, onProgress: showProgress };
  progress.hidden = false;
  byId("lookup-result", HTMLElement).hidden = true;
  byId("lookup-accounts", HTMLElement).replaceChildren();
  const rows = new Map(references.photos.map((each) => [each.photo, newRow(each)]));
  const accounts = [];
  for (const account of references.accounts) {
    const found = await askAccount(account, how);
    accounts.push(found);
    for (const photo of found.photos) if (!rows.has(photo)) rows.set(photo, newRow({ photo, ref: account }));
  }
  const result = { rows: [...rows.values()], coverage: newCoverage(), references, accounts: accounts.length, askAgain: () => void complete(true) };
  const complete = async (/** @type {boolean} */ again) => {
    progress.hidden = false;
    const next = again ? new AbortController() : run;
    current = next;
    const way = { signal: next.signal, onProgress: showProgress };
    await askPhotos(result.rows, result.coverage, way);
    await askDetails(result.rows, way);
    if (current !== next) return;
    progress.hidden = true;
    showResult(result);
  };
  const origins = accounts.some(({ photos }) => photos.length > 0) ? await askOrigins() : null;
  if (current !== run) return;
  byId("lookup-accounts", HTMLElement).replaceChildren(...accounts.map((each) => makeAccount(each, origins)));
  await complete(false);
}

/** @param {import("./run.js").Progress} progress */
function showProgress({ done, all, what }) {
  const bar = byId("lookup-bar", HTMLProgressElement);
  const words = byId("lookup-progress-words", HTMLElement);
  if (what === "account") write(words, done === 0 ? text("lookup_account_asking") : text("lookup_account_so_far", countText("photos", done)));
  else write(words, what === "photos" ? text("lookup_so_far", done, countText("photos", all)) : text("lookup_details_so_far", done, all));
  if (all > 0) {
    bar.max = all;
    bar.value = done;
  } else bar.removeAttribute("value");
}
