// Part 2: the datasets on this computer, as a list; each unfolds.
import { makeSampleOffer } from "../add/sample.js";
import { ask, explain } from "../shared/api.js";
import { byId, make, write } from "../shared/dom.js";
import { whileShown } from "../shared/parts.js";
import { countText, sentences, text } from "../shared/words.js";
import { makeDataset, makeUnavailable } from "./card.js";
import { showSubscriptions } from "./subscriptions.js";

const EVERY_MS = 5000;

/** @typedef {import("../shared/wire.d.ts").DatasetList} DatasetList */

/** @returns {import("../shared/parts.js").Part} */
export function datasetsPart() {
  let revision = "";
  const refresh = async () => {
    void showSubscriptions();
    const state = byId("datasets-state", HTMLElement);
    try {
      /** @type {DatasetList} */
      const answer = await ask("/v1/datasets");
      state.className = "quiet";
      write(state, sentence(answer));
      // Draw the list again only when a dataset has changed, so that the focus stays.
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
  return sentences(
    datasets.length === 0 && unavailable.length === 0 ? text("datasets_none") : "",
    training.length === 0 ? "" : text("datasets_sum", countText("datasets", training.length), photos),
    censuses === 0 ? "" : countText("datasets_censuses", censuses),
    unavailable.length === 0 ? "" : countText("datasets_broken", unavailable.length),
  );
}

/**
 * @param {DatasetList} answer
 * @param {() => void} onChange
 */
function show({ datasets, unavailable }, onChange) {
  const list = byId("datasets-list", HTMLElement);
  const open = new Set([...list.querySelectorAll("details.dataset[open]")].map((each) => /** @type {HTMLElement} */ (each).dataset.dataset));
  // Training sets first: a census is something else.
  const sorted = [...datasets.filter((each) => each.kind === "training"), ...datasets.filter((each) => each.kind === "census")];
  const entries = [...unavailable.map((each) => makeUnavailable(each, onChange)), ...sorted.map((each) => makeDataset(each, onChange))];
  list.replaceChildren(...(entries.length > 0 ? entries : [makeEmpty()]));
  for (const each of list.querySelectorAll("details")) if (open.has(each.dataset.dataset)) each.open = true;
}

function makeEmpty() {
  const add = make("a", "button primary", text("nav_add"));
  add.href = "#add";
  const { button, problem } = makeSampleOffer();
  return make("section", "card empty", make("h2", "", text("datasets_empty")), make("p", "", text("datasets_empty_text")), make("p", "actions", add, button), problem);
}
