// Part 2: what is published.
import { ask, explain } from "./api.js";
import { makeDataset, makeUnavailable } from "./dataset-card.js";
import { byId, make, write } from "./dom.js";
import { number, plural } from "./format.js";
import { whileShown } from "./parts.js";

const EVERY_MS = 5000;

/** @typedef {import("./wire.d.ts").DatasetList} DatasetList */

/** @returns {import("./parts.js").Part} */
export function datasetsPart() {
  let revision = "";
  const refresh = async () => {
    const state = byId("datasets-state", HTMLElement);
    try {
      /** @type {DatasetList} */
      const answer = await ask("/v1/datasets");
      state.className = "quiet";
      write(state, sentence(answer));
      // Draw the cards again only when a dataset has changed, so that opened parts and the focus stay.
      if (answer.revision === revision) return;
      revision = answer.revision;
      show(answer, () => void refresh());
    } catch (error) {
      state.className = "problem";
      write(state, explain(error));
    }
  };
  return whileShown(EVERY_MS, refresh);
}

/** @param {DatasetList} answer */
function sentence({ datasets, unavailable }) {
  const training = datasets.filter((each) => each.kind === "training");
  const censuses = datasets.length - training.length;
  const photos = training.reduce((sum, each) => sum + each.photos, 0);
  const apart = censuses === 0 ? "" : ` ${plural(censuses, "census", "censuses")} of public photos, counted apart.`;
  const broken = unavailable.length === 0 ? "" : ` ${plural(unavailable.length, "dataset")} cannot be opened.`;
  if (datasets.length === 0) return unavailable.length === 0 ? "No dataset is published yet." : broken.trim();
  return `${plural(training.length, "dataset")}, together ${number(photos)} entries.${apart}${broken}`;
}

/**
 * @param {DatasetList} answer
 * @param {() => void} onChange
 */
function show({ datasets, unavailable }, onChange) {
  // Training sets first: a census is something else.
  const sorted = [...datasets.filter((each) => each.kind === "training"), ...datasets.filter((each) => each.kind === "census")];
  const cards = [...unavailable.map((each) => makeUnavailable(each, onChange)), ...sorted.map((each) => makeDataset(each, onChange))];
  byId("datasets-list", HTMLElement).replaceChildren(...(cards.length > 0 ? cards : [makeEmpty()]));
}

function makeEmpty() {
  const rebuild = make("a", "button primary", "Add a dataset");
  rebuild.href = "#add";
  return make("section", "card empty", make("h2", "", "Nothing to answer from yet"),
    make("p", "", "Until a dataset is published, nothing can be said about any photo. Drop a manifest or choose from the catalog; to try it first, run ", make("code", "", "inset build --sample"), "."),
    make("p", "", rebuild));
}
