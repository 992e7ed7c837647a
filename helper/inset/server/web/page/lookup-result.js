// The answers of one look-up: the counts, the table, and the export.
import { ANSWERS, makeAnswer, makeChip, makeLicence, WORDS } from "./answers.js";
import { byId, make, makeButton, makeFold, makeLink, makePhotoLink, say, withCode } from "./dom.js";
import { asCsv, asJson, save } from "./export.js";
import { number, plural } from "./format.js";

/**
 * @typedef {import("./lookup-run.js").Row} Row
 * @typedef {import("./wire.d.ts").Answer} Answer
 * @typedef {{rows: Row[], coverage: import("./lookup-run.js").Coverage, references: import("./references.js").References, accounts: number, askAgain: () => void}} Result
 */

/** Rows that are drawn at once: a hundred thousand at once would freeze the page. */
const SHOWN = 100;
const OTHERS_SHOWN = 50;

/** @param {Result} result */
export function showResult(result) {
  const box = byId("lookup-result", HTMLElement);
  box.hidden = result.rows.length === 0 && result.accounts > 0 && result.references.others.length === 0;
  if (box.hidden) return;
  const counts = countAnswers(result.rows);
  const headline = byId("lookup-headline", HTMLElement);
  headline.textContent = headlineOf(counts, result.rows.length);
  say(headline.textContent);
  drawSplit(counts);
  byId("lookup-notes", HTMLElement).replaceChildren(...makeNotes(result, counts));
  offerFilter(result.rows, counts);
  byId("lookup-csv", HTMLButtonElement).onclick = () => { save("inset-lookup.csv", "text/csv", asCsv(result.rows, result.references.others)); };
  byId("lookup-json", HTMLButtonElement).onclick = () => { save("inset-lookup.json", "application/json", asJson(result)); };
  headline.focus({ preventScroll: false });
}

/** @param {Row[]} rows */
function countAnswers(rows) {
  const counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  for (const row of rows) counts[row.answer] += 1;
  return counts;
}

/**
 * @param {Record<Answer, number>} counts
 * @param {number} all
 */
function headlineOf(counts, all) {
  const checked = all - counts.unknown;
  if (all === 0) return "Nothing in this text names a photo or an account.";
  if (checked === 0) return `${plural(all, "photo")} could not be checked`;
  const probable = counts.probably_listed === 0 ? "" : `, and ${number(counts.probably_listed)} probably`;
  const open = counts.unknown === 0 ? "" : `; ${number(counts.unknown)} could not be checked`;
  return `${number(counts.listed)} of ${plural(checked, "photo")} ${counts.listed === 1 ? "is" : "are"} listed${probable}${open}`;
}

/** @param {Record<Answer, number>} counts */
function drawSplit(counts) {
  const pieces = ANSWERS.filter((answer) => counts[answer] > 0).map((answer) => {
    const piece = make("span");
    piece.dataset.answer = answer;
    piece.style.flexGrow = counts[answer].toString();
    return piece;
  });
  byId("lookup-split", HTMLElement).replaceChildren(...pieces);
}

/**
 * @param {Result} result
 * @param {Record<Answer, number>} counts
 */
function makeNotes({ rows, coverage, references, askAgain }, counts) {
  const notes = [];
  if (coverage.datasets.size === 0 && coverage.censuses.size > 0) {
    notes.push(make("p", "note", "No training set is published here, so nothing can be said about training. Add one under Rebuild."));
  }
  const known = rows.filter((row) => row.censuses.length > 0).length;
  if (known > 0) {
    notes.push(make("p", "quiet", `${plural(known, "photo")} ${known === 1 ? "is" : "are"} in a census of public photos (${[...coverage.censuses].join(", ")}), counted apart: it says that a photo was public, not that it was used for training.`));
  }
  if (coverage.problem !== "") {
    notes.push(make("div", "note", make("p", "", ...withCode(coverage.problem), ` ${plural(counts.unknown, "photo")} could not be checked: that does not mean that they are not listed.`), makeButton("Check them now", askAgain)));
  } else if (coverage.unavailable.size > 0) {
    notes.push(make("p", "note", `${[...coverage.unavailable].join(", ")} cannot be opened. What no other dataset lists counts as not checked.`));
  }
  if (coverage.revisions.size > 1) notes.push(make("p", "note", "The datasets changed during this look-up. Look up again for answers that all come from the same datasets."));
  if (references.repeats > 0) notes.push(make("p", "quiet", `${plural(references.repeats, "repeat")} of the same photo left out.`));
  if (references.others.length > 0) {
    const shown = references.others.slice(0, OTHERS_SHOWN).map((line) => make("li", "", make("code", "", line.slice(0, 200))));
    const rest = references.others.length - shown.length;
    notes.push(makeFold(`${plural(references.others.length, "line")} that ${references.others.length === 1 ? "names" : "name"} no photo and no account`,
      make("ul", "lines", ...shown, rest > 0 ? make("li", "quiet", `and ${number(rest)} more`) : null)));
  }
  return notes;
}

/**
 * @param {Row[]} rows
 * @param {Record<Answer, number>} counts
 */
function offerFilter(rows, counts) {
  const box = byId("lookup-filter", HTMLElement);
  const offers = [{ words: "All", count: rows.length, kept: rows }, ...ANSWERS.map((answer) => ({ words: WORDS[answer], count: counts[answer], kept: rows.filter((row) => row.answer === answer) }))];
  const buttons = offers.filter(({ count, words }) => count > 0 || words === "All").map(({ words, count, kept }) => {
    const button = makeButton(`${words} ${number(count)}`, () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      showRows(kept);
    });
    button.setAttribute("aria-pressed", String(words === "All"));
    return button;
  });
  box.replaceChildren(...buttons);
  showRows(rows);
}

/** @param {Row[]} rows */
function showRows(rows) {
  const body = byId("lookup-rows", HTMLTableSectionElement);
  const more = byId("lookup-more", HTMLButtonElement);
  let shown = 0;
  body.replaceChildren();
  const showMore = () => {
    body.append(...rows.slice(shown, shown + SHOWN).map(makeRow));
    shown = Math.min(shown + SHOWN, rows.length);
    more.hidden = shown === rows.length;
    more.textContent = `Show more: ${number(rows.length - shown)} left`;
  };
  more.onclick = showMore;
  showMore();
}

/**
 * What lists the photo: training sets, and apart from them censuses.
 * @param {Row} row
 */
function makeChips({ datasets, censuses }) {
  const chips = make("div", "chips", ...datasets.map(makeChip));
  for (const census of censuses) {
    const chip = makeChip(census);
    chip.classList.add("census");
    chip.prepend(census.answer === "listed" ? "was public: " : "was probably public: ");
    chips.append(chip);
  }
  return chips;
}

/** @param {Row} row */
function makeRow(row) {
  const accounts = [...new Set(row.datasets.flatMap((each) => (typeof each.owner === "string" ? [each.owner] : [])))];
  const photo = make("th", "", makePhotoLink(row.photo), row.ref === row.photo || accounts.includes(row.ref) ? null : make("span", "ref", row.ref));
  photo.scope = "row";
  const licences = [...new Map(row.datasets.flatMap((each) => (each.licence ? [[each.licence.name, each.licence]] : []))).values()];
  return make("tr", "", photo, make("td", "", makeAnswer(row.answer)), make("td", "", makeChips(row)),
    make("td", "", ...accounts.map((account) => make("div", "", makeLink(`https://www.flickr.com/photos/${encodeURIComponent(account).replace("%40", "@")}/`, account)))),
    make("td", "", ...licences.map(makeLicence)));
}
