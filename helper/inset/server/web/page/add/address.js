// From an address to a build: the helper's child process asks how large the file is, then downloads and builds it.
import { ask, explain } from "../shared/api.js";
import { byId, say, write } from "../shared/dom.js";
import { size } from "../shared/format.js";
import { text } from "../shared/words.js";
import { watch } from "./builds.js";
import { costWords } from "./catalog-cost.js";
import { nameFor, requireName, showName } from "./name.js";

/** The address that was asked about, as the field had it. */
let asked = "";

const nameField = () => byId("address-name", HTMLInputElement);
const nameNote = () => byId("address-name-note", HTMLElement);

export function prepareAddress() {
  const readers = byId("build-reader", HTMLSelectElement);
  byId("address-reader", HTMLSelectElement).replaceChildren(...[...readers.options].map((each) => each.cloneNode(true)));
  byId("address-look", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void look();
  });
  nameField().addEventListener("input", () => { showName(nameField(), nameNote()); });
  byId("address-build", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void build();
  });
  byId("address-leave", HTMLButtonElement).addEventListener("click", () => {
    leave();
    byId("address", HTMLInputElement).focus();
  });
}

/** @param {unknown} error null hides the problem */
function showProblem(error) {
  const place = byId("address-problem", HTMLElement);
  place.hidden = error === null;
  write(place, error === null ? "" : explain(error));
}

async function look() {
  const state = byId("address-state", HTMLElement);
  const form = byId("address-build", HTMLFormElement);
  const mine = byId("address", HTMLInputElement).value.trim();
  asked = mine;
  form.hidden = true;
  showProblem(null);
  state.hidden = false;
  try {
    /** @type {import("../shared/wire.d.ts").AddressSize} */
    const { file, bytes } = await ask("/v1/sizes", { method: "POST", body: { address: mine } });
    if (asked !== mine) return;
    form.reset();
    write(byId("address-file", HTMLElement), bytes === null ? file : `${file}, ${size(bytes)}`);
    write(byId("address-cost", HTMLElement), costWords({ bytes: bytes ?? 0, exact: bytes !== null, complete: bytes !== null, photos: 0, unknown: bytes === null ? 1 : 0 }));
    nameField().value = nameFor(file);
    showName(nameField(), nameNote());
    form.hidden = false;
    byId("address-file", HTMLElement).focus();
  } catch (error) {
    if (asked === mine) showProblem(error);
  } finally {
    if (asked === mine) state.hidden = true;
  }
}

async function build() {
  if (!requireName(nameField(), nameNote())) return;
  const reader = byId("address-reader", HTMLSelectElement).value;
  const column = byId("address-column", HTMLInputElement).value.trim();
  const census = byId("address-census", HTMLInputElement).checked;
  const body = { address: asked, ...(reader === "" ? {} : { reader }), ...(column === "" ? {} : { column }), ...(census ? { kind: "census" } : {}) };
  try {
    const started = await ask(`/v1/datasets/${encodeURIComponent(nameField().value)}/builds`, { method: "POST", body });
    leave();
    byId("address", HTMLInputElement).value = "";
    watch(started);
    say(text("add_begun", started.dataset));
    byId("running", HTMLElement).scrollIntoView({ block: "nearest" });
  } catch (error) {
    showProblem(error);
  }
}

function leave() {
  asked = "";
  showProblem(null);
  byId("address-state", HTMLElement).hidden = true;
  byId("address-build", HTMLFormElement).hidden = true;
}
