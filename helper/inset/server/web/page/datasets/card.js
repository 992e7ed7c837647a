// One dataset of the list: a line that says what it is for, how many photos it names and how certain it is. It unfolds to what
// more is known: how to get out, plots, and technical facts last.
import { isUnlikely } from "../shared/answers.js";
import { ask, explain } from "../shared/api.js";
import { make, makeAskingButton, makeFacts, makeFold, makeLink, makeStackingTable, say, withCode, write } from "../shared/dom.js";
import { faultWords } from "../shared/faults.js";
import { day, oneIn, percent, size } from "../shared/format.js";
import { cut, isFrom, isUnvouched, makeOriginLine, makeOriginNote, makeUnsignedMark, nameOfIts, originFacts, sentenceOf, theirs } from "../shared/origin.js";
import { between, catalogWords, countText, english, inEither, purposeWords, sentences, text, wayOutWords } from "../shared/words.js";
import { plotIds, plotLicences, saysOfIds, saysOfLicences } from "./plots.js";

/** @typedef {import("../shared/wire.d.ts").Dataset} Dataset */

/**
 * @param {Dataset} dataset
 * @param {() => void} onChange
 * @returns {HTMLElement}
 */
export function makeDataset(dataset, onChange) {
  const plots = make("div", "plots");
  const entry = make("details", "dataset", makeLine(dataset), make("div", "unfolded",
    dataset.kind === "census" ? make("p", "note", text("dataset_census_text")) : null,
    makeOriginLine(dataset.origin, dataset.built_at),
    makeOriginNote(dataset.origin),
    makeNote(dataset),
    make("p", "certainty", certaintyOf(dataset)),
    makeOptOut(dataset),
    plots,
    makeFold(text("dataset_technical"), makeFacts(facts(dataset)), makeSources(dataset)),
    makeRemove(dataset.name, onChange)));
  entry.dataset.dataset = dataset.name;
  // Only of a dataset that somebody looks into: to work out a profile reads much of it.
  entry.addEventListener("toggle", () => { if (entry.open) void showPlots(dataset, plots); });
  return entry;
}

/** @param {Dataset} dataset */
function makeLine({ name, kind, about, photos, exact, chance, origin }) {
  const made = about === null ? "" : [about.publisher, about.year].filter((each) => each !== null).join(", ");
  const purpose = about === null ? null : isFrom(origin) ? make("span", "quiet purpose", text("origin_purpose", theirs(about.purpose))) : make("span", "quiet purpose", kind === "census" ? purposeWords(about.purpose) : text("dataset_for", purposeWords(about.purpose)), ` · ${made}`);
  const certain = exact && isUnvouched(origin) ? null : make("span", exact ? "tag exact" : "tag probable", exact ? text("dataset_exact") : isUnlikely(chance) ? text("likely", percent(chance ?? 0)) : text("dataset_probable"));
  if (certain !== null) certain.title = text(exact ? "dataset_exact_tip" : "dataset_probable_tip");
  const tags = make("span", "tags", kind === "census" ? make("span", "tag", text("dataset_census")) : null,
    about?.withdrawn === true ? make("span", "tag wrong", text("dataset_withdrawn")) : null, makeUnsignedMark(origin), certain);
  return make("summary", "", make("span", "named", make("strong", "", about === null ? name : nameOfIts(origin, about.title)), purpose), make("span", "count", countText("photos", photos)), tags);
}

/**
 * @param {import("../shared/wire.d.ts").DatasetUnavailable} each
 * @param {() => void} onChange
 */
export function makeUnavailable(each, onChange) {
  const words = faultWords(each);
  const problem = make("p", "problem", ...withCode(words));
  if (words === `${each.message} ${each.hint}`.trim()) english(problem);
  return make("section", "dataset broken", make("header", "", make("h2", "", each.name), make("span", "tag wrong", text("dataset_cannot_open"))),
    problem,
    make("p", "quiet", text("dataset_cannot_open_text")),
    makeRemove(each.name, onChange));
}

/** @param {Dataset} dataset */
function makeNote({ about, origin }) {
  if (about === null || (about.withdrawn !== true && about.note === null)) return null;
  const withdrawn = about.withdrawn === true ? text("dataset_withdrawn_text", about.withdrawn_when === null ? "" : ` (${nameOfIts(origin, about.withdrawn_when)})`) : "";
  return make("p", "note", withdrawn, about.note === null ? null : makeNoteWords(about.note, origin));
}

/** @param {Dataset} dataset */
function certaintyOf(dataset) {
  if (dataset.exact) return text(isUnvouched(dataset.origin) ? "dataset_unvouched_text" : "dataset_certain_text");
  const { chance } = dataset;
  return sentences(text("dataset_probable_text", oneIn(dataset.false_positive_rate)), typeof chance === "number" ? chanceWords(chance) : "");
}

/** @param {number} chance */
function chanceWords(chance) {
  if (chance < 0.01) return text("dataset_chance_least_text", percent(0.01));
  return text(isUnlikely(chance) ? "dataset_chance_low_text" : "dataset_chance_text", percent(chance));
}

/**
 * @param {Dataset} dataset
 * @returns {[string, Node | string | null][]}
 */
function facts(dataset) {
  const rate = oneIn(dataset.false_positive_rate);
  return [
    [text("dataset_name_here"), make("code", "", dataset.name)],
    [text("dataset_details"), dataset.details === 0 ? text("of_no_photo") : text("of_photos", countText("photos", dataset.details))],
    [text("on_disk"), size(dataset.bytes)],
    ...originFacts(dataset.origin, dataset.built_at),
    [text("dataset_run"), dataset.run],
    [text("dataset_error_rate"), dataset.exact ? text("dataset_error_rate_exact", rate) : rate],
    [text("dataset_page"), linkTo(dataset.about?.page)],
    [text("dataset_paper"), linkTo(dataset.about?.paper)],
  ];
}

/** @param {Dataset} dataset */
function makeSources(dataset) {
  const rows = dataset.sources.map((source) => [cut(source.name, 200), cut(source.reader), make("span", "amount", size(source.bytes)), make("code", "sum", source.sha256 ?? cut(source.obtained ?? "", 400))]);
  return make("div", "stack tight",
    make("p", "", text("dataset_sources_text", countText("rows", dataset.rows), countText("photos", dataset.photos), dataset.duplicates, dataset.rejected)),
    makeStackingTable(text("dataset_lists", dataset.name), [text("dataset_list"), text("dataset_reader"), text("dataset_size"), text("dataset_sum")], rows));
}

/** @param {string | null | undefined} address */
const linkTo = (address) => (address === null || address === undefined ? null : makeLink(address, cut(address, 200)));

/**
 * What is known of the way out, and where a letter is written.
 * @param {Dataset} dataset
 */
function makeOptOut({ about, origin }) {
  if (about === null) return null;
  const { opt_out: way, contact } = about;
  if (way === null && contact === null) return null;
  const page = linkTo(way === null ? contact?.url : way.url);
  const mail = way === null ? (contact?.mail ?? null) : way.mail;
  const check = make("a", "", text("dataset_letter_how"));
  check.href = "#check";
  return make("div", "way-out stack tight",
    make("h3", "", text("dataset_opt_out")),
    way === null ? make("p", "", text("dataset_no_way_out")) : makeWayOut(way.how, origin),
    page === null ? null : make("p", "", page),
    mail === null ? null : make("p", "", text("mail_to"), between(), make("code", "", cut(mail, 200))),
    make("p", "", check),
    make("p", "quiet", text("as_known_on", isDay(about.checked) ? day(about.checked) : theirs(about.checked))));
}

/**
 * What else there is to say of its state: in the page's language where the catalogue says it, as theirs where the maker of a pack does.
 * @param {string} note
 * @param {Dataset["origin"]} [origin]
 */
export const makeNoteWords = (note, origin) => inEither((said) => make("span", "", said), sentenceOf(origin, note), isFrom(origin) ? sentenceOf(origin, note) : catalogWords(note));

/**
 * How to get out: in the page's language where the catalogue says it, as theirs where the maker of a pack does.
 * @param {string} how
 * @param {Dataset["origin"]} [origin]
 */
export const makeWayOut = (how, origin) => inEither((said) => make("p", "", said), sentenceOf(origin, how), isFrom(origin) ? sentenceOf(origin, how) : wayOutWords(how));

/** @param {string} words a day, if nobody made the words up */
const isDay = (words) => !Number.isNaN(new Date(words).getTime());

/**
 * @param {string} name
 * @param {() => void} onChange
 */
function makeRemove(name, onChange) {
  const problem = make("p", "problem");
  problem.hidden = true;
  const button = makeAskingButton({
    words: text("dataset_remove"),
    question: text("dataset_remove_sure", name),
    yes: text("dataset_remove_yes", name),
    no: text("keep_it"),
    action: async () => {
      try {
        await ask(`/v1/datasets/${encodeURIComponent(name)}`, { method: "DELETE" });
        say(text("dataset_removed", name));
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
 * Draws the plots once. A plot that would say nothing is left out.
 * @param {Dataset} dataset
 * @param {HTMLElement} place
 */
async function showPlots(dataset, place) {
  if (place.dataset.drawn === "yes") return;
  place.dataset.drawn = "yes";
  try {
    /** @type {import("../shared/wire.d.ts").Profile} */
    const profile = await ask(`/v1/datasets/${encodeURIComponent(dataset.name)}/profile`);
    const named = profile.licences.filter((each) => each.name !== null);
    const [only] = named;
    place.replaceChildren(...[
      profile.ids !== null && saysOfIds(profile.ids) ? plotIds(profile.ids) : null,
      saysOfLicences(profile) ? plotLicences(profile, dataset.photos) : null,
      named.length === 1 ? make("p", "", text("dataset_one_licence", only?.name ?? "")) : null,
      profile.owners === null || profile.owners === 0 ? null : make("p", "", countText("dataset_accounts", profile.owners)),
    ].filter((each) => each !== null));
  } catch (error) {
    place.dataset.drawn = "";
    place.replaceChildren(make("p", "quiet", ...withCode(text("dataset_no_plots", explain(error)))));
  }
}
