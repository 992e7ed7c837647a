// How answers and licences are worded and drawn. "Could not be checked" never looks like "not listed".
import { make, makeLink } from "./dom.js";
import { percent } from "./format.js";
import { listed, text } from "./words.js";

/** @typedef {import("./wire.d.ts").Answer} Answer */
/** @typedef {import("./wire.d.ts").LicenceFacts} LicenceFacts */

/** @type {readonly Answer[]} */
export const ANSWERS = ["listed", "probably_listed", "not_listed", "unknown"];

/** @param {Answer} answer */
export const wordsFor = (answer) => text(`answer_${answer}`);

/** @param {Answer} answer */
export function makeAnswer(answer) {
  const mark = make("span", "answer", wordsFor(answer));
  mark.dataset.answer = answer;
  return mark;
}

/**
 * One dataset's answer; a probable one with its chance.
 * @param {import("./wire.d.ts").DatasetAnswer} each
 */
export function makeChip(each) {
  if (each.answer === "listed") return make("span", "chip", each.dataset);
  const chance = each.chance === undefined ? text("probably") : text("likely", percent(each.chance));
  return make("span", "chip probably", `${each.dataset}: ${chance}`);
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
