// How a manifest would be read, with some of its rows: shown before anything is built.
import { whyHere } from "../shared/choices.js";
import { make, makeFold, makeTable } from "../shared/dom.js";
import { countText, spoken, text } from "../shared/words.js";
import { fileReason, said } from "./reasons.js";

/** @typedef {import("../shared/wire.d.ts").PassedOver} PassedOver */

/** What Flickr calls the records in a person's own data export. */
const EXPORTED = /(?:^|\/)photo_[0-9]+[^/]*\.json$/i;

/**
 * Who drops their own export here would get a dataset that lists all of their photos; there is another part for it.
 * @param {readonly import("../shared/wire.d.ts").ExplainedSource[]} sources
 */
function makeElsewhere(sources) {
  if (!sources.some(({ name }) => EXPORTED.test(name))) return [];
  const link = make("a", "", text("nav_check"));
  link.href = "#check";
  return [make("div", "note", make("p", "", text("explain_export"), " ", link))];
}

/**
 * @param {import("../shared/wire.d.ts").Explanation} explanation
 * @returns {HTMLElement[]}
 */
export function makeExplanation({ sources, passed_over: passedOver }) {
  const shown = sources.filter((each) => each.rows.length > 0);
  const rest = sources.filter((each) => each.rows.length === 0);
  /** @type {HTMLElement[]} */
  const parts = [...makeElsewhere(sources), ...shown.map((each) => make("div", "source",
    make("h4", "", each.name, make("span", "tag", each.reader)),
    make("ul", "why", ...each.why.map((sentence, at) => make("li", "", whyHere(each.why_told[at]) ?? said(spoken(sentence, each.why_told[at]), sentence)))),
    makeRows(each)))];
  if (rest.length > 0) {
    parts.push(makeFold(countText("explain_more_files", rest.length), makeTable(countText("explain_more_files", rest.length), [text("file"), text("dataset_reader")], rest.map((each) => [each.name, each.reader]))));
  }
  const over = makePassedOver(passedOver);
  return over === null ? parts : [...parts, over];
}

/** @param {import("../shared/wire.d.ts").ExplainedSource} source */
function makeRows(source) {
  const withText = source.rows.some((row) => row.text !== "");
  const headings = [text("photo"), text("account"), text("licence"), ...(withText ? [text("row")] : [])];
  const rows = source.rows.map((row) => [
    row.photo_ids.length > 0 ? row.photo_ids.join(", ") : make("span", "quiet", text("explain_no_photo")),
    row.owner ?? "",
    make("span", "url", row.licence ?? ""),
    ...(withText ? [make("code", "row", row.text)] : []),
  ]);
  return makeTable(text("explain_first_rows", source.name), headings, rows);
}

/**
 * Files that hold no photos, by reason; null where there are none.
 * @param {PassedOver} passedOver
 */
export function makePassedOver({ count, reasons }) {
  if (count === 0) return null;
  const rows = reasons.map((each) => [each.names.join(", ") + (each.count > each.names.length ? ` ${text("and_more", each.count - each.names.length)}` : ""), fileReason(each.reason, each.told)]);
  const parts = reasons.some((each) => each.names.some((name) => name.endsWith(" (a part)")));
  const words = countText(parts ? "explain_parts_passed_over" : "explain_passed_over", count);
  return makeFold(words, makeTable(words, [text("file"), text("why")], rows));
}
