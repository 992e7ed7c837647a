// The card of one dataset: its purpose, number of photos, how certain its answers are, its manifests and its plots.
import { ask, explain } from "./api.js";
import { make, makeAskingButton, makeFacts, makeFold, makeLink, makeTable, say, withCode, write } from "./dom.js";
import { day, minute, number, oneIn, percent, plural, size } from "./format.js";
import { plotIds, plotLicences } from "./plots.js";

/** @typedef {import("./wire.d.ts").Dataset} Dataset */
/** @typedef {import("./wire.d.ts").About} About */

export const CENSUS = "A census: it lists nearly all photos that were public. It does not say that any was used for training, so it is counted apart, and the extension shows it only if you switch it on there.";

/**
 * @param {Dataset} dataset
 * @param {() => void} onChange
 * @returns {HTMLElement}
 */
export function makeDataset(dataset, onChange) {
  const { about } = dataset;
  const certain = make("span", dataset.exact ? "tag exact" : "tag probable", dataset.exact ? "Exact" : "Probable");
  const tags = make("span", "tags", dataset.kind === "census" ? make("span", "tag", "Census") : null, certain);
  const heading = make("h2", "", about?.title ?? dataset.name);
  heading.id = `dataset-${dataset.name}`;
  const plots = make("div", "plots");
  const card = make("section", "card dataset",
    make("header", "", make("div", "", heading, makeSubtitle(dataset)), tags),
    dataset.kind === "census" ? make("p", "note", CENSUS) : null,
    makeNote(about),
    make("p", "figure", make("strong", "", number(dataset.photos)), ` ${dataset.photos === 1 ? "photo" : "photos"}`),
    make("p", "certainty", certaintyOf(dataset)),
    makeFacts(facts(dataset)),
    plots,
    makeFold("From what it was built", makeSources(dataset)),
    makeOptOut(dataset.name, about),
    makeRemove(dataset.name, onChange));
  card.setAttribute("aria-labelledby", heading.id);
  card.dataset.dataset = dataset.name;
  void showPlots(dataset, plots);
  return card;
}

/**
 * @param {import("./wire.d.ts").DatasetUnavailable} each
 * @param {() => void} onChange
 */
export function makeUnavailable(each, onChange) {
  return make("section", "card dataset broken", make("header", "", make("h2", "", each.name), make("span", "tag wrong", "Cannot be opened")),
    make("p", "problem", ...withCode(`${each.message} ${each.hint}`.trim())),
    make("p", "quiet", "Until it can, photos that no other dataset lists count as not checked."),
    makeRemove(each.name, onChange));
}

/** @param {Dataset} dataset */
function makeSubtitle({ name, kind, about }) {
  if (about === null) return null;
  return make("p", "quiet", `${name} · ${kind === "census" ? "" : "for "}${about.purpose} · ${about.publisher}${about.year === null ? "" : `, ${about.year}`}`);
}

/** @param {About | null} about */
function makeNote(about) {
  if (about === null) return null;
  const when = about.withdrawn_when === null ? "" : ` (${about.withdrawn_when})`;
  const withdrawn = about.withdrawn === true ? `Its publisher has withdrawn this dataset${when}. Copies of it may still be in use. ` : "";
  const words = `${withdrawn}${about.note ?? ""}`.trim();
  return words === "" ? null : make("p", "note", words);
}

/** @param {Dataset} dataset */
function certaintyOf(dataset) {
  if (dataset.exact) return "Answers are certain: every hit is looked up in the exact list.";
  const chance = typeof dataset.chance === "number" ? ` A “probably listed” is right in about ${percent(dataset.chance)} of cases${dataset.chance < 0.5 ? ": most are not" : ""}.` : "";
  return `Answers are probable: only the filter is kept, which takes ${oneIn(dataset.false_positive_rate)} other photos for listed.${chance}`;
}

/**
 * @param {Dataset} dataset
 * @returns {[string, Node | string | null][]}
 */
function facts(dataset) {
  return [
    ["Filter’s error rate", dataset.exact ? `${oneIn(dataset.false_positive_rate)}, before the exact list` : oneIn(dataset.false_positive_rate)],
    ["Account or licence known", dataset.details === 0 ? "of no photo" : `of ${plural(dataset.details, "photo")}`],
    ["On disk", size(dataset.bytes)],
    ["Built", minute(dataset.built_at)],
    ["Run", dataset.run],
    ["Page", linkTo(dataset.about?.page)],
    ["Paper", linkTo(dataset.about?.paper)],
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

/** @param {string | null | undefined} address */
const linkTo = (address) => (address === null || address === undefined ? null : makeLink(address));

/**
 * What is known of the way out, and how to have a letter written.
 * @param {string} name
 * @param {About | null} about
 */
function makeOptOut(name, about) {
  if (about === null) return null;
  const { opt_out: way, contact } = about;
  if (way === null && contact === null) return null;
  const page = linkTo(way === null ? contact?.url : way.url);
  const mail = way === null ? (contact?.mail ?? null) : way.mail;
  return makeFold("How to opt out", make("div", "stack tight",
    make("p", "", way === null ? "No way out is known. This is its authors’ contact:" : way.how),
    page === null ? null : make("p", "", page),
    mail === null ? null : make("p", "", "Mail: ", make("code", "", mail)),
    make("p", "", make("code", "", `inset letter PHOTO… --dataset ${name}`), " writes the letter."),
    make("p", "quiet", `As known on ${day(about.checked)}.`)));
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
        write(problem, explain(error));
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
    place.replaceChildren(make("p", "quiet", ...withCode(`The plots cannot be drawn. ${explain(error)}`)));
  }
}
