// Part 1: "Am I in it?" An account, a data export or any list goes to the helper as one question; its report comes back.
import { droppedFiles, linesOf } from "../reading/files.js";
import { parseNsid } from "../reading/photo-ref.js";
import { accountsOnly, photosOnly, readReferences } from "../reading/references.js";
import { ApiError, ask } from "../shared/api.js";
import { byId, say, write } from "../shared/dom.js";
import { takeDrops } from "../shared/drop.js";
import { size } from "../shared/format.js";
import { takeLongTexts } from "../shared/long-text.js";
import { sendFile } from "../shared/upload.js";
import { countText, text } from "../shared/words.js";
import { lineOf, showNames } from "./names.js";
import { showProblem } from "./problem.js";
import { askCheck } from "./send.js";
import { hideCheck, prepareShown, showCheck, shownId, showRemembered } from "./shown.js";
import { prepareWatches } from "./watch.js";

/** @typedef {import("../shared/wire.d.ts").CheckLine} CheckLine */

const ADDRESS = /^#check\/([0-9a-f]{16})$/;
/** Where the extension leads to from an account's page. */
const ACCOUNT = /^#check\/account\/([^/]+)$/i;

let current = new AbortController();

/** @returns {import("../shared/parts.js").Part} */
export function checkPart() {
  const field = byId("check-text", HTMLTextAreaElement);
  const form = byId("check-form", HTMLFormElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void askText(field.value);
  });
  field.addEventListener("keydown", (event) => {
    // One line is an account's name or address; of several, Enter only begins another.
    if (event.key !== "Enter" || event.shiftKey || (field.value.includes("\n") && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  takeLongTexts(field, (words) => void askText(words));
  for (const id of ["check-files", "check-folder"]) {
    const input = byId(id, HTMLInputElement);
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      // So that choosing the same files again counts as a change.
      input.value = "";
      if (files.length > 0) void askFiles(files);
    });
  }
  takeDrops(byId("check-drop", HTMLElement), (dropped) => {
    void droppedFiles(dropped).then((files) => (files.length > 0 ? askFiles(files) : undefined), showProblem);
  });
  byId("check-stop", HTMLButtonElement).addEventListener("click", () => { current.abort(); });
  prepareShown();
  prepareWatches((watch) => void run([{ watch }], text("ask_asking")));
  return { show: () => void open(), change: () => void open() };
}

/** Shows the check that the address names, and which are remembered. */
async function open() {
  const id = ADDRESS.exec(location.hash)?.[1];
  void showRemembered();
  const nsid = parseNsid((ACCOUNT.exec(location.hash)?.[1] ?? "").replace("%40", "@"));
  if (nsid !== null) {
    hideCheck();
    return offerAccount(nsid);
  }
  if (id === undefined) {
    if (location.hash === "#check") hideCheck();
    return;
  }
  if (id === shownId()) return;
  hideCheck();
  try {
    await showCheck(await ask(`/v1/checks/${id}`));
  } catch (error) {
    showProblem(error);
  }
}

/**
 * Shows what is listed of the account that the address names, and leaves the check to a click: any page may link here, and a
 * check takes the place of one that is remembered.
 * @param {string} nsid
 */
async function offerAccount(nsid) {
  byId("check-text", HTMLTextAreaElement).value = nsid;
  const { signal } = begin(text("ask_looking_for", nsid));
  try {
    const found = await candidatesOf(nsid, signal);
    if (found.candidates.length > 0) showNames(text("ask_may_be_one", nsid), found, (chosen) => void run([chosen], text("ask_asking")));
  } catch (error) {
    if (!signal.aborted) showProblem(error);
  } finally {
    if (current.signal === signal) byId("check-progress", HTMLElement).hidden = true;
  }
}

/** @param {string} typed or pasted */
async function askText(typed) {
  const words = typed.trim();
  if (words === "") {
    byId("check-text", HTMLTextAreaElement).focus();
    return;
  }
  const { photos, accounts } = readReferences(words);
  const one = !/[\r\n]/.test(words);
  if (one && photos.length === 0 && accounts.length < 2) await askAccount(words);
  else await askPhotos(words, accounts, one && photos.length === 1 && !/^[0-9]+$/.test(words));
}

/**
 * Looks for the accounts that a name or an address may mean; asks at once where there is no doubt.
 * @param {string} words
 */
async function askAccount(words) {
  const { signal } = begin(text("ask_looking_for", words));
  try {
    const found = await candidatesOf(words, signal);
    const [first] = found.candidates;
    const line = found.candidates.length === 1 && first?.because === "account" ? lineOf(first) : null;
    if (line !== null) await run([line], text("ask_asking"));
    else if (first === undefined) await run([{ account: words }], text("ask_asking"));
    else showNames(text(found.candidates.length === 1 ? "ask_may_be_one" : "ask_may_be_other", words), found, (chosen) => void run([chosen], text("ask_asking")));
  } catch (error) {
    if (!signal.aborted) showProblem(error);
  } finally {
    if (current.signal === signal) byId("check-progress", HTMLElement).hidden = true;
  }
}

/**
 * @param {string} pasted
 * @param {readonly string[]} accounts those in it
 * @param {boolean} offer whether to offer the photo's account, too
 */
async function askPhotos(pasted, accounts, offer) {
  const { signal } = begin(text("ask_asking"));
  const plain = photosOnly(pasted);
  /** Whatever is more than photos alone is read by the helper, which tells what it did not understand. */
  const lines = async function* () {
    for (const account of accounts) yield { account };
    if (plain !== null) yield* plain;
    else if (accounts.length === 0 || !accountsOnly(pasted)) yield { upload: await sendWhole(new File([pasted], `${text("ask_pasted")}.txt`), signal) };
  };
  await finish(lines(), signal);
  if (!offer || signal.aborted || current.signal !== signal) return;
  const found = await candidatesOf(pasted, signal).catch(() => null);
  if (found !== null && found.candidates.length > 0) showNames(text("ask_all_of_account"), found, (chosen) => void run([chosen], text("ask_asking")));
}

/**
 * @param {string} words
 * @param {AbortSignal} signal
 * @returns {Promise<import("../shared/wire.d.ts").Candidates>}
 */
const candidatesOf = (words, signal) => ask(`/v1/accounts?name=${encodeURIComponent(words)}`, { signal });

/**
 * Hands a whole file to the helper, and returns the upload's ID.
 * @param {File} file
 * @param {AbortSignal} signal
 */
async function sendWhole(file, signal) {
  const { done, cancel } = sendFile(file, (bytes) => { showProgress(text("ask_reading", file.name), bytes, file.size); });
  signal.addEventListener("abort", cancel);
  return (await done).id;
}

/** @param {File[]} files */
async function askFiles(files) {
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const { signal } = begin(text("ask_reading_size", files.length === 1 ? files[0]?.name ?? "" : countText("ask_files", files.length), size(all)));
  const upload = (/** @type {File} */ file) => sendWhole(file, signal);
  const onProgress = (/** @type {import("../reading/files.js").Progress} */ { file, done, all: members }) => {
    showProgress(done < members ? text("ask_reading_part", file.name, done, members) : text("ask_asking"), done, members);
  };
  await finish(linesOf(files, { signal, onProgress, upload }), signal);
}

/**
 * @param {CheckLine[]} lines
 * @param {string} words
 */
async function run(lines, words) {
  await finish(lines, begin(words).signal);
}

/** Takes away what is shown, and begins anew. @param {string} words */
function begin(words) {
  current.abort();
  current = new AbortController();
  hideCheck();
  showProgress(words, 0, 0);
  byId("check-progress", HTMLElement).hidden = false;
  return current;
}

/**
 * @param {AsyncIterable<CheckLine> | Iterable<CheckLine>} lines
 * @param {AbortSignal} signal
 */
async function finish(lines, signal) {
  try {
    const check = await askCheck(lines, signal);
    if (signal.aborted) return;
    // Its own address, so that Back, a reload and a bookmark find it as long as it is remembered.
    history.pushState(null, "", `#check/${check.id}`);
    await showCheck(check);
    void showRemembered();
  } catch (error) {
    if (current.signal !== signal) return;
    if (signal.aborted || (error instanceof ApiError && error.code === "cancelled")) say(text("ask_cancelled"));
    else showProblem(error);
  } finally {
    if (current.signal === signal) byId("check-progress", HTMLElement).hidden = true;
  }
}

/**
 * @param {string} words
 * @param {number} done
 * @param {number} all 0 where nobody knows
 */
function showProgress(words, done, all) {
  const bar = byId("check-bar", HTMLProgressElement);
  write(byId("check-progress-words", HTMLElement), words);
  if (all > 0) {
    bar.max = all;
    bar.value = done;
  } else bar.removeAttribute("value");
}
