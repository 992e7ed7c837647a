// One dataset: what it is for, how many photos, how certain its answers are, from what it was built, and its plots.
import { ask, explain } from "./api.js";
import { make, makeAskingButton, makeFacts, makeFold, makeLink, makeTable, say } from "./dom.js";
import { day, minute, number, oneIn, percent, plural, size } from "./format.js";
import { plotIds, plotLicences } from "./plots.js";

/** @typedef {import("./wire.d.ts").Dataset} Dataset */
/** @typedef {import("./wire.d.ts").About} About */

/**
 * @param {Dataset} dataset
 * @param {() => void} onChange
 * @returns {HTMLElement}
 */
export function makeDataset(dataset, onChange) {
  const { about } = dataset;
  const kind = make("span", dataset.exact ? "tag exact" : "tag probable", dataset.exact ? "Exact" : "Probable");
  const heading = make("h2", "", about?.title ?? dataset.name);
  heading.id = `dataset-${dataset.name}`;
  const plots = make("div", "plots");
  const card = make("section", "card dataset",
    make("header", "", make("div", "", heading, makeSubtitle(dataset)), kind),
    makeWithdrawn(about),
    make("p", "figure", make("strong", "", number(dataset.photos)), ` ${dataset.photos === 1 ? "photo" : "photos"}`),
    makeFacts(facts(dataset)),
    plots,
    makeFold("From what it was built", makeSources(dataset)),
    makeOptOut(about),
    makeRemove(dataset.name, onChange));
  card.setAttribute("aria-labelledby", heading.id);
  card.dataset.dataset = dataset.name;
  void showPlots(dataset, plots);
  return card;
}

/**
 * @param {import("./wire.d.ts").Failure & {name: string}} each
 * @param {() => void} onChange
 */
export function makeUnavailable(each, onChange) {
  return make("section", "card dataset broken", make("header", "", make("h2", "", each.name), make("span", "tag wrong", "Cannot be opened")),
    make("p", "problem", `${each.message} ${each.hint}`.trim()),
    make("p", "quiet", "Until it can, photos that no other dataset lists count as not checked."),
    makeRemove(each.name, onChange));
}

/** @param {Dataset} dataset */
function makeSubtitle({ name, about }) {
  const published = [about?.publisher, about?.year?.toString()].filter((each) => each !== undefined).join(", ");
  const words = [about?.title === undefined ? "" : name, about?.purpose === undefined ? "" : `for ${about.purpose}`, published].filter((each) => each !== "");
  return words.length === 0 ? null : make("p", "quiet", words.join(" · "));
}

/** @param {About | null | undefined} about */
function makeWithdrawn(about) {
  const status = about?.status;
  if (status?.withdrawn !== true && about?.withdrawn !== true) return null;
  const when = status?.when === undefined ? "" : ` (${status.when})`;
  const note = status?.note === undefined ? "" : ` ${status.note}`;
  return make("p", "note", `Its publisher has withdrawn this dataset${when}. Copies of it may still be in use.${note}`);
}

/**
 * @param {Dataset} dataset
 * @returns {[string, Node | string | null][]}
 */
function facts(dataset) {
  const chance = typeof dataset.chance === "number" ? ` A “probably listed” is right in about ${percent(dataset.chance)} of cases${dataset.chance < 0.5 ? ": most are not" : ""}.` : "";
  const certainty = dataset.exact
    ? "Certain: every hit is looked up in the exact list."
    : `Probable: only the filter is kept, which takes about ${oneIn(dataset.false_positive_rate)} other photos for listed.${chance}`;
  return [
    ["Answers", certainty],
    ["Filter’s error rate", dataset.exact ? `${oneIn(dataset.false_positive_rate)}, before the exact list` : oneIn(dataset.false_positive_rate)],
    ["Owner or licence known", dataset.details === 0 ? "of no photo" : `of ${plural(dataset.details, "photo")}`],
    ["On disk", size(dataset.bytes)],
    ["Built", minute(dataset.built_at)],
    ["Run", dataset.run],
    ["Page", dataset.about?.page === undefined ? null : makeLink(dataset.about.page)],
    ["Paper", dataset.about?.paper === undefined ? null : makeLink(dataset.about.paper)],
  ];
}

/** @param {Dataset} dataset */
function makeSources(dataset) {
  const rows = dataset.sources.map((source) => {
    const sum = make("code", "sum", source.sha256);
    return [source.name, source.reader, size(source.bytes), sum];
  });
  return make("div", "stack tight",
    make("p", "", `Built ${day(dataset.built_at)} from ${plural(dataset.rows, "row")}: ${plural(dataset.photos, "photo")}, ${plural(dataset.duplicates, "repeat")}, ${number(dataset.rejected)} without a photo.`),
    makeTable(`Manifests of ${dataset.name}`, ["Manifest", "Reader", "Size", "SHA-256"], rows));
}

/** @param {About | null | undefined} about */
function makeOptOut(about) {
  const way = about?.opt_out;
  if (way === undefined) return null;
  const page = way.page ?? way.url;
  return makeFold("How to opt out", make("div", "stack tight",
    way.how === undefined ? null : make("p", "", way.how),
    page === undefined ? null : make("p", "", makeLink(page)),
    way.mail === undefined ? null : make("p", "", "Mail: ", make("code", "", way.mail))));
}

/**
 * @param {string} name
 * @param {() => void} onChange
 */
function makeRemove(name, onChange) {
  const problem = make("p", "problem");
  problem.hidden = true;
  const button = makeAskingButton({
    words: "Remove",
    question: `Remove ${name}? Its index is deleted from this computer and its badges go. The manifest it was built from is not touched.`,
    yes: `Remove ${name}`,
    no: "Keep it",
    action: async () => {
      try {
        await ask(`/v1/datasets/${encodeURIComponent(name)}`, { method: "DELETE" });
        say(`${name} is removed.`);
        onChange();
      } catch (error) {
        problem.hidden = false;
        problem.textContent = explain(error);
      }
    },
  });
  return make("footer", "", problem, button);
}

/**
 * @param {Dataset} dataset
 * @param {HTMLElement} place
 */
async function showPlots(dataset, place) {
  try {
    /** @type {import("./wire.d.ts").Profile} */
    const profile = await ask(`/v1/datasets/${encodeURIComponent(dataset.name)}/profile`);
    place.replaceChildren(
      profile.ids === null
        ? make("p", "quiet", "No plot of photo IDs: this dataset keeps only its filter, which does not tell which photos it holds.")
        : plotIds(profile.ids),
      ...(profile.licences.some((each) => each.name !== null) ? [plotLicences(profile, dataset.photos)] : []),
      ...(profile.owners === null || profile.owners === 0 ? [] : [make("p", "quiet", `Its list names ${plural(profile.owners, "account")}.`)]),
    );
  } catch (error) {
    place.replaceChildren(make("p", "quiet", `The plots cannot be drawn. ${explain(error)}`));
  }
}
