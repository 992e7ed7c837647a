// How answers and licences are worded and drawn. "Could not be checked" never looks like "not listed".
import { make, makeLink } from "./dom.js";
import { percent } from "./format.js";
import { isUnvouched } from "./origin.js";
import { listed, text } from "./words.js";

/** @typedef {import("./wire.d.ts").Answer} Answer */
/** @typedef {import("./wire.d.ts").LicenceFacts} LicenceFacts */

/** @type {readonly Answer[]} */
export const ANSWERS = ["listed", "probably_listed", "not_listed", "unknown"];

/**
 * Whether what a filter lets by is more likely not in its list: of that, nothing is "probably" so.
 * @param {number | null | undefined} chance
 */
export const isUnlikely = (chance) => typeof chance === "number" && chance < 0.5;

/**
 * @param {Answer} answer
 * @param {boolean} [unlikely] whether all that it comes from is `isUnlikely`
 */
export const wordsFor = (answer, unlikely = false) => text(answer === "probably_listed" && unlikely ? "answer_possibly_listed" : `answer_${answer}`);

/**
 * @param {Answer} answer
 * @param {boolean} [unlikely]
 */
export function makeAnswer(answer, unlikely) {
  const mark = make("span", "answer", wordsFor(answer, unlikely));
  mark.dataset.answer = answer;
  return mark;
}

/**
 * Photos that only filters name: all of them, and how many of these are more likely in no list.
 * @typedef {{probably_listed: number, unlikely: number}} Uncertain
 */

/**
 * How many are listed for certain, and how many more by filters alone: those that probably are, and those that possibly are.
 * @param {string} certain
 * @param {Uncertain} counts
 */
export function withProbable(certain, { probably_listed: all, unlikely }) {
  if (all === 0) return certain;
  return unlikely === 0 || unlikely === all ? text(unlikely === 0 ? "and_probably" : "and_possibly", certain, all) : text("and_either", certain, all - unlikely, unlikely);
}

/**
 * What photos that only filters name have in common: an ending of messages.
 * @param {Uncertain} counts
 */
export const howLikely = ({ probably_listed: all, unlikely }) => (unlikely === 0 ? "probably" : unlikely === all ? "possibly" : "either");

/**
 * One dataset's answer; a probable one with its chance.
 * @param {{dataset: string, answer: "listed" | "probably_listed", chance?: number | null | undefined}} each
 * @param {boolean} [unvouched] whether nobody vouches for the list
 */
export function makeChip({ dataset, answer, chance }, unvouched = false) {
  const said = answer === "listed" ? dataset : text("list_told", dataset, typeof chance === "number" ? text("likely", percent(chance)) : text("probably"));
  const chip = make("span", answer === "listed" ? "chip" : "chip probably", said);
  chip.dataset.dataset = dataset;
  if (unvouched) markUnvouched(chip);
  return chip;
}

/**
 * A dataset's answer about a photo of a check, with what the check's report says of the dataset.
 * @param {string} dataset
 * @param {"listed" | "probably_listed"} answer
 * @param {readonly import("./wire.d.ts").CheckDataset[]} sets of the report
 */
export function makeChipOf(dataset, answer, sets) {
  const of = sets.find((each) => each.dataset === dataset);
  return makeChip({ dataset, answer, chance: of?.chance }, isUnvouched(of?.origin));
}

/**
 * What its list says may be anybody's word: its mark has not the edge of what is certain.
 * @param {HTMLElement} chip
 */
export function markUnvouched(chip) {
  chip.classList.add("unvouched");
  chip.title = text("list_told", text("origin_unsigned"), text("origin_unsigned_tip"));
}

/**
 * What a licence allows, in a few words.
 * @param {LicenceFacts} licence
 * @returns {string}
 */
export function permissions(licence) {
  if (licence.id === null) return text("licence_own_words");
  if (licence.commercial === null || licence.commercial === undefined) return text("licence_no_permission");
  if (licence.id === 0) return text("licence_nothing");
  return listed([
    text(licence.commercial ? "licence_commercial" : "licence_not_commercial"),
    text(licence.derivatives === true ? "licence_changes" : "licence_no_changes"),
    text(licence.attribution === true ? "licence_naming" : "licence_no_naming"),
  ]);
}

/** @param {LicenceFacts} licence */
export function makeLicence(licence) {
  const name = licence.url === undefined || licence.url === "" ? make("span", "", licence.name) : makeLink(licence.url, licence.name);
  return make("div", "licence", name, make("span", "quiet", permissions(licence)));
}
