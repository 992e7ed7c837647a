// Part 2: look up what a person pastes.
import { makeOwner } from "./lookup-account.js";
import { askDetails, askOwner, askPhotos, newAccount, newRow } from "./lookup-run.js";
import { showResult } from "./lookup-result.js";
import { byId, write } from "./dom.js";
import { number, plural } from "./format.js";
import { readReferences } from "./references.js";

/** Larger texts than this are no list that a person looks at, but a manifest: Rebuild takes those. */
const LARGEST = 20_000_000;

/** @typedef {import("./lookup-run.js").Row} Row */

let current = new AbortController();

/** @returns {import("./parts.js").Part} */
export function lookupPart() {
  const text = byId("lookup-text", HTMLTextAreaElement);
  const form = byId("lookup-form", HTMLFormElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void lookUp(text.value);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  byId("lookup-clear", HTMLButtonElement).addEventListener("click", () => {
    current.abort();
    text.value = "";
    byId("lookup-result", HTMLElement).hidden = true;
    byId("lookup-accounts", HTMLElement).replaceChildren();
    text.focus();
  });
  byId("lookup-stop", HTMLButtonElement).addEventListener("click", () => { current.abort(); });
  byId("lookup-file", HTMLInputElement).addEventListener("change", (event) => void takeFile(event, text));
  return { show: () => undefined };
}

/**
 * @param {Event} event
 * @param {HTMLTextAreaElement} text
 */
async function takeFile(event, text) {
  const input = /** @type {HTMLInputElement} */ (event.currentTarget);
  const file = input.files?.[0];
  // So that the same file can be chosen again after it has changed.
  const content = file === undefined || file.size > LARGEST ? null : await file.text();
  input.value = "";
  if (file === undefined) return;
  if (content === null) {
    write(byId("lookup-help", HTMLElement), `${file.name} is too large to look up photo by photo. Make it a dataset under Rebuild, and the other way round: look up your photos in it.`);
    return;
  }
  text.value = content;
  await lookUp(content);
}

/** @param {string} text */
async function lookUp(text) {
  current.abort();
  const run = new AbortController();
  current = run;
  const references = readReferences(text);
  const progress = byId("lookup-progress", HTMLElement);
  const how = { signal: run.signal, onProgress: showProgress };
  progress.hidden = false;
  byId("lookup-result", HTMLElement).hidden = true;
  byId("lookup-accounts", HTMLElement).replaceChildren();
  const rows = new Map(references.photos.map((each) => [each.photo, newRow(each)]));
  const owners = [];
  for (const account of references.accounts) {
    const owner = await askOwner(account, how);
    owners.push(owner);
    for (const photo of owner.photos) if (!rows.has(photo)) rows.set(photo, newRow({ photo, ref: account }));
  }
  const result = { rows: [...rows.values()], account: newAccount(), references, asked: owners.length, askAgain: () => void complete(true) };
  const complete = async (/** @type {boolean} */ again) => {
    progress.hidden = false;
    const next = again ? new AbortController() : run;
    current = next;
    const way = { signal: next.signal, onProgress: showProgress };
    await askPhotos(result.rows, result.account, way);
    await askDetails(result.rows, way);
    if (current !== next) return;
    progress.hidden = true;
    showResult(result);
  };
  if (current !== run) return;
  byId("lookup-accounts", HTMLElement).replaceChildren(...owners.map(makeOwner));
  await complete(false);
}

/** @param {import("./lookup-run.js").Progress} progress */
function showProgress({ done, all, what }) {
  const bar = byId("lookup-bar", HTMLProgressElement);
  const words = byId("lookup-progress-words", HTMLElement);
  if (what === "account") write(words, done === 0 ? "Asking for the account’s photos …" : `${plural(done, "photo")} of the account so far …`);
  else write(words, what === "photos" ? `Looked up ${number(done)} of ${plural(all, "photo")} …` : `Owners and licences: ${number(done)} of ${number(all)} …`);
  if (all > 0) {
    bar.max = all;
    bar.value = done;
  } else bar.removeAttribute("value");
}
