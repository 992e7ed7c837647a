// How a manifest would be read, with some of its rows: shown before anything is built.
import { make, makeFold, makeTable } from "./dom.js";
import { number, plural } from "./format.js";

/** @typedef {import("./wire.d.ts").PassedOver} PassedOver */

/**
 * @param {import("./wire.d.ts").Explanation} explanation
 * @returns {HTMLElement[]}
 */
export function makeExplanation({ sources, passed_over: passedOver }) {
  const shown = sources.filter((each) => each.rows.length > 0);
  const rest = sources.filter((each) => each.rows.length === 0);
  /** @type {HTMLElement[]} */
  const parts = shown.map((each) => make("div", "source",
    make("h4", "", each.name, make("span", "tag", each.reader)),
    make("ul", "why", ...each.why.map((sentence) => make("li", "", sentence))),
    makeRows(each)));
  if (rest.length > 0) {
    parts.push(makeFold(`${plural(rest.length, "more file")} that will be read`, makeTable("More files", ["File", "Reader"], rest.map((each) => [each.name, each.reader]))));
  }
  const over = makePassedOver(passedOver);
  return over === null ? parts : [...parts, over];
}

/** @param {import("./wire.d.ts").ExplainedSource} source */
function makeRows(source) {
  const withText = source.rows.some((row) => row.text !== "");
  const headings = ["Photo", "Account", "Licence", ...(withText ? ["Row"] : [])];
  const rows = source.rows.map((row) => [
    row.photo_ids.length > 0 ? row.photo_ids.join(", ") : make("span", "quiet", "no photo"),
    row.owner ?? "",
    make("span", "url", row.licence ?? ""),
    ...(withText ? [make("code", "row", row.text)] : []),
  ]);
  return makeTable(`First rows of ${source.name}`, headings, rows);
}

/**
 * Files that hold no photos, by reason; null where there are none.
 * @param {PassedOver} passedOver
 */
export function makePassedOver({ count, reasons }) {
  if (count === 0) return null;
  const rows = reasons.map((each) => [each.names.join(", ") + (each.count > each.names.length ? ` and ${number(each.count - each.names.length)} more` : ""), each.reason]);
  const what = reasons.some((each) => each.names.some((name) => name.endsWith(" (a part)"))) ? " or part" : "";
  return makeFold(`${plural(count, "file")}${what} passed over`, makeTable("Files passed over", ["File", "Why"], rows));
}
