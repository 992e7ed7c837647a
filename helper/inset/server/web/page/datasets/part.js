// Part 2: the datasets on this computer, as a list; each unfolds.
import { makeSampleOffer } from "../add/sample.js";
import { makeAddLink } from "../shared/add-link.js";
import { ask, explain } from "../shared/api.js";
import { byId, make, write } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
import { showEntries } from "../shared/entries.js";
import { whileShown } from "../shared/parts.js";
import { countText, sentences, text } from "../shared/words.js";
import { makeDataset, makeUnavailable } from "./card.js";
import { showSubscriptions } from "./subscriptions.js";

const EVERY_MS = 5000;

/** @typedef {import("../shared/wire.d.ts").DatasetList} DatasetList */

/** @returns {import("../shared/parts.js").Part} */
export function datasetsPart() {
  const state = () => byId("datasets-state", HTMLElement);
  const refresh = makeDrawing({
    ask: async () => /** @type {DatasetList} */ (await ask("/v1/datasets")),
    draw: (answer) => {
      state().className = "quiet";
      write(state(), sentence(answer));
      show(answer, () => void refresh());
    },
    fail: (error) => {
      state().className = "problem";
      write(state(), explain(error));
    },
  });
  return whileShown(EVERY_MS, async () => { await Promise.all([showSubscriptions(), refresh()]); });
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
  // Training sets first: a census is something else.
  const sorted = [...datasets.filter((each) => each.kind === "training"), ...datasets.filter((each) => each.kind === "census")];
  const entries = [
    ...unavailable.map((each) => ({ id: `unavailable ${each.name}`, from: each, draw: () => makeUnavailable(each, onChange) })),
    ...sorted.map((each) => ({ id: each.name, from: each, draw: (/** @type {HTMLElement | null} */ before) => unfoldedAs(before, makeDataset(each, onChange)) })),
  ];
  showEntries(byId("datasets-list", HTMLElement), entries.length > 0 ? entries : [{ id: "", from: null, draw: makeEmpty }]);
}

/**
 * Unfolds an entry where the one before it was.
 * @param {HTMLElement | null} before
 * @param {HTMLElement} entry
 */
function unfoldedAs(before, entry) {
  entry.toggleAttribute("open", before?.hasAttribute("open") === true);
  return entry;
}

function makeEmpty() {
  const { button, problem } = makeSampleOffer();
  return make("section", "card empty", make("h2", "", text("datasets_empty")), make("p", "", text("datasets_empty_text")), make("p", "actions", makeAddLink("button primary"), button), problem);
}
