// From a manifest file to a build: the file is uploaded, explained, and built under a name.
import { ask, ApiError, explain } from "../shared/api.js";
import { choiceIn, choiceWords } from "../shared/choices.js";
import { byId, makeButton, say, write } from "../shared/dom.js";
import { takeDrops } from "../shared/drop.js";
import { size } from "../shared/format.js";
import { sendFile } from "../shared/upload.js";
import { text } from "../shared/words.js";
import { watch } from "./builds.js";
import { makeExplanation } from "./explanation.js";
import { nameFor, refreshNames, requireName, showName } from "./name.js";

/** @typedef {import("../shared/wire.d.ts").UploadFacts} UploadFacts */

/** The key in sessionStorage of the uploaded file, so that a reload of this tab does not lose it. */
const KEPT = "inset-upload";

/** @type {UploadFacts | null} */
let upload = null;
let cancelSending = () => undefined;
let looking = 0;

export function prepareManifest() {
  const input = byId("manifest-file", HTMLInputElement);
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void send(file);
    input.value = "";
  });
  takeDrops(byId("drop", HTMLElement), ({ files }) => {
    if (files.length > 1) showProblem(new ApiError("several_files", text("add_one_file"), "", 0));
    else if (files[0] !== undefined) void send(files[0]);
  });
  // A file that is dropped beside the field must not make the browser open it instead of this page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => { event.preventDefault(); });
  byId("upload-stop", HTMLButtonElement).addEventListener("click", () => { cancelSending(); });
  byId("look-again", HTMLButtonElement).addEventListener("click", () => void look());
  byId("build-drop", HTMLButtonElement).addEventListener("click", () => void forget());
  byId("build-name", HTMLInputElement).addEventListener("input", () => { showName(nameField(), nameNote()); });
  byId("build-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void build();
  });
}

const nameField = () => byId("build-name", HTMLInputElement);
const nameNote = () => byId("build-name-note", HTMLElement);

/** Shows a file that was uploaded before a reload, and loads the names of what is published. */
export async function resumeManifest() {
  await refreshNames();
  const kept = sessionStorage.getItem(KEPT);
  if (upload !== null || kept === null) return;
  upload = JSON.parse(kept);
  await look();
}

/** @param {"drop" | "upload" | "taken"} shown */
function showStep(shown) {
  for (const each of ["drop", "upload", "taken"]) byId(each, HTMLElement).hidden = each !== shown;
  // With a file at hand, the other ways and the history fold away.
  byId("part-add", HTMLElement).dataset.step = shown;
}

/** @param {unknown} error null hides the problem */
function showProblem(error) {
  const place = byId("manifest-problem", HTMLElement);
  place.hidden = error === null;
  write(place, error === null ? "" : explain(error));
  const offered = error instanceof ApiError ? choiceIn(error.told) : null;
  const offer = byId("manifest-choice", HTMLElement);
  offer.hidden = offered === null;
  offer.replaceChildren(...(offered === null ? [] : [makeButton(choiceWords(offered), () => { choose(offered); })]));
}

/**
 * Reads the file as the helper asked whether it should.
 * @param {import("../shared/choices.js").Choice} choice
 */
function choose({ kind, value }) {
  byId("build-reader", HTMLSelectElement).value = kind === "reader" ? value : "";
  byId("build-column", HTMLInputElement).value = kind === "column" ? value : "";
  void look();
}

/** @param {File} file */
async function send(file) {
  showProblem(null);
  showStep("upload");
  const bar = byId("upload-bar", HTMLProgressElement);
  const words = byId("upload-words", HTMLElement);
  bar.value = 0;
  write(words, text("add_copying", file.name, size(file.size)));
  const { done, cancel } = sendFile(file, (bytes) => { bar.value = file.size === 0 ? 1 : bytes / file.size; });
  cancelSending = () => { cancel(); return undefined; };
  try {
    upload = await done;
  } catch (error) {
    showStep("drop");
    showProblem(error instanceof ApiError && error.code === "cancelled" ? null : error);
    return;
  }
  sessionStorage.setItem(KEPT, JSON.stringify(upload));
  byId("build-form", HTMLFormElement).reset();
  byId("build-name", HTMLInputElement).value = nameFor(file.name);
  await look();
}

/** Asks how the file would be read, with the reader and column that are chosen. */
async function look() {
  if (upload === null) return;
  const mine = ++looking;
  const state = byId("taken-state", HTMLElement);
  const place = byId("taken-for", HTMLElement);
  showStep("taken");
  showProblem(null);
  showName(nameField(), nameNote());
  write(byId("taken-heading", HTMLElement), `${upload.file}, ${size(upload.bytes)}`);
  state.hidden = false;
  place.replaceChildren();
  try {
    const explanation = await ask(`/v1/uploads/${encodeURIComponent(upload.id)}/explanation${asQuery(chosen())}`);
    if (mine !== looking) return;
    place.replaceChildren(...makeExplanation(explanation));
    say(text("add_how_read"));
    byId("taken-heading", HTMLElement).focus();
  } catch (error) {
    if (mine !== looking) return;
    showProblem(error);
    if (error instanceof ApiError && error.status === 404) leave();
    else byId("reading", HTMLDetailsElement).open = true;
  } finally {
    if (mine === looking) state.hidden = true;
  }
}

/** The reader and column, as far as they are chosen. @returns {Record<string, string>} */
function chosen() {
  const reader = byId("build-reader", HTMLSelectElement).value;
  const column = byId("build-column", HTMLInputElement).value.trim();
  return { ...(reader === "" ? {} : { reader }), ...(column === "" ? {} : { column }) };
}

/** @param {Record<string, string>} choice */
function asQuery(choice) {
  const query = new URLSearchParams(choice).toString();
  return query === "" ? "" : `?${query}`;
}

async function build() {
  if (upload === null || !requireName(nameField(), nameNote())) return;
  const keep = new FormData(byId("build-form", HTMLFormElement)).get("keep");
  const rate = byId("build-rate", HTMLSelectElement).value;
  const census = byId("build-census", HTMLInputElement).checked;
  const body = { upload: upload.id, ...chosen(), ...(keep === "filter" ? { filter_only: true } : {}), ...(rate === "" ? {} : { error_rate: Number(rate) }), ...(census ? { kind: "census" } : {}) };
  try {
    const started = await ask(`/v1/datasets/${encodeURIComponent(nameField().value)}/builds`, { method: "POST", body });
    leave();
    watch(started);
    say(text("add_begun", started.dataset));
    byId("running", HTMLElement).scrollIntoView({ block: "nearest" });
  } catch (error) {
    showProblem(error);
  }
}

/** Forgets the upload without removing it: a build uses it now, or the helper no longer has it. */
function leave() {
  looking += 1;
  upload = null;
  sessionStorage.removeItem(KEPT);
  showStep("drop");
}

async function forget() {
  const dropped = upload;
  leave();
  showProblem(null);
  byId("manifest-file", HTMLInputElement).focus();
  if (dropped !== null) await ask(`/v1/uploads/${encodeURIComponent(dropped.id)}`, { method: "DELETE" }).catch(() => undefined);
}
