// How answers and licences are worded and drawn. "Could not be checked" never looks like "not listed".
import { make, makeLink } from "./dom.js";
import { percent } from "./format.js";

/** @typedef {import("./wire.d.ts").Answer} Answer */
/** @typedef {import("./wire.d.ts").LicenceFacts} LicenceFacts */

/** @type {readonly Answer[]} */
export const ANSWERS = ["listed", "probably_listed", "not_listed", "unknown"];

/** @type {Record<Answer, string>} */
export const WORDS = {
  listed: "Listed",
  probably_listed: "Probably listed",
  not_listed: "Not listed",
  unknown: "Could not be checked",
};

/** @param {Answer} answer */
export function makeAnswer(answer) {
  const mark = make("span", "answer", WORDS[answer]);
  mark.dataset.answer = answer;
  return mark;
}

/**
 * One dataset's answer; a probable one with its chance.
 * @param {import("./wire.d.ts").DatasetAnswer} each
 */
export function makeChip(each) {
  if (each.answer === "listed") return make("span", "chip", each.dataset);
  const chance = each.chance === undefined ? "probably" : `${percent(each.chance)}\u00a0likely`;
  return make("span", "chip probably", `${each.dataset}: ${chance}`);
}

/**
 * What a licence allows, in a few words.
 * @param {LicenceFacts} licence
 * @returns {string}
 */
export function permissions(licence) {
  if (licence.id === null) return "In the list’s own words; what it allows is not known.";
  if (licence.commercial === null || licence.commercial === undefined) return "Makes no statement of permission.";
  if (licence.id === 0) return "Allows nothing without the author’s consent.";
  return [
    licence.commercial ? "Commercial use allowed" : "No commercial use",
    licence.derivatives === true ? "changes allowed" : "no changes",
    licence.attribution === true ? "the author must be named" : "the author need not be named",
  ].join(", ");
}

/** @param {LicenceFacts} licence */
export function makeLicence(licence) {
  const name = licence.url === undefined || licence.url === "" ? make("span", "", licence.name) : makeLink(licence.url, licence.name);
  return make("div", "licence", name, make("span", "quiet", permissions(licence)));
}
