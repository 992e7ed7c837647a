// How answers and licences are worded and drawn. "Could not be checked" never looks like "not listed".
import { make, makeLink } from "./dom.js";
import { percent } from "./format.js";
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
 * How many are listed for certain, and how many more by filters alone.
 * @param {string} certain
 * @param {number} probably
 * @param {boolean} unlikely
 */
export const withProbable = (certain, probably, unlikely) => (probably === 0 ? certain : text(unlikely ? "and_possibly" : "and_probably", certain, probably));

/**
 * One dataset's answer; a probable one with its chance.
 * @param {{dataset: string, answer: "listed" | "probably_listed", chance?: number | null | undefined}} each
 * @param {boolean} [unvouched] whether nobody vouches for the list
 */
export function makeChip({ dataset, answer, chance }, unvouched = false) {
  const said = answer === "listed" ? dataset : `${dataset}: ${typeof chance === "number" ? text("likely", percent(chance)) : text("probably")}`;
  const chip = make("span", answer === "listed" ? "chip" : "chip probably", said);
  chip.dataset.dataset = dataset;
  if (unvouched) markUnvouched(chip);
  return chip;
}

/**
 * What its list says may be anybody's word: its mark has not the edge of what is certain.
 * @param {HTMLElement} chip
 */
export function markUnvouched(chip) {
  chip.classList.add("unvouched");
  chip.title = `${text("origin_unsigned")}: ${text("origin_unsigned_tip")}`;
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
