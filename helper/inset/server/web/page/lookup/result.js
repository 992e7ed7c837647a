// The answers of one look-up: the counts, the table, and the export.
import { askCheck } from "../check/send.js";
import { adviceFor } from "../reading/advice.js";
import { ANSWERS, isUnlikely, makeAnswer, makeChip, makeLicence, markUnvouched, withProbable, wordsFor } from "../shared/answers.js";
import { makeAddLink } from "../shared/add-link.js";
import { byId, make, makeButton, makeFold, makeLink, makePhotoLink, say, withCode } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { isUnvouched } from "../shared/origin.js";
import { askOrigins, makeOriginLines } from "../shared/origins.js";
import { makeProblem } from "../shared/problem.js";
import { save } from "../shared/save.js";
import { countText, listed, text } from "../shared/words.js";
import { asCsv, asJson, namedIn } from "./export.js";

/**
 * @typedef {import("./run.js").Row} Row
 * @typedef {Record<import("../shared/wire.d.ts").Answer | "unlikely", number>} Counts
 * @typedef {{rows: Row[], coverage: import("./run.js").Coverage, references: import("../reading/references.js").References, accounts: number, askAgain: () => void}} Result
 */

/** Rows that are drawn at once: a hundred thousand at once would freeze the page. */
const SHOWN = 100;
const OTHERS_SHOWN = 50;

/** Datasets that nobody vouches for, as far as the helper has said so by now. @type {ReadonlySet<string>} */
let unvouched = new Set();

/** What stands in the address of a picture of Flickr's, and in that of no page. */
const PICTURE = /\/\/[\w.]*static\.?flickr\.com\//i;

/**
 * Leads to the page of pictures, for the listed photos whose pictures' addresses were pasted. The helper asks about them
 * once more, as a check that it remembers until it stops; nothing is asked of Flickr before that page's own button.
 * @param {Row[]} rows
 */
function offerPictures(rows) {
  const known = rows.filter((row) => (row.answer === "listed" || row.answer === "probably_listed") && PICTURE.test(row.ref)).map((row) => row.ref);
  const button = byId("lookup-pictures", HTMLButtonElement);
  button.hidden = known.length === 0;
  button.textContent = countText("pictures_lookup", known.length);
  button.onclick = () => void askCheck(known, new AbortController().signal).then(
    ({ id }) => { location.assign(`/pictures#${id}`); },
    (/** @type {unknown} */ error) => { byId("lookup-notes", HTMLElement).append(makeProblem(error)); },
  );
}

/** @param {Result} result */
export function showResult(result) {
  const box = byId("lookup-result", HTMLElement);
  box.hidden = result.rows.length === 0 && result.accounts > 0 && result.references.others.length === 0;
  if (box.hidden) return;
  const counts = countAnswers(result.rows);
  const headline = byId("lookup-headline", HTMLElement);
  headline.textContent = headlineOf(counts, result.rows.length);
  say(headline.textContent);
  // Without a photo there is nothing to show in a table or to save: say what the text seems to be instead.
  const nothing = result.rows.length === 0;
  byId("lookup-found", HTMLElement).hidden = nothing;
  byId("lookup-advice", HTMLElement).replaceChildren(...(nothing ? adviceFor(result.references.others).map((words) => make("p", "note", words)) : []));
  drawSplit(counts);
  byId("lookup-notes", HTMLElement).replaceChildren(...makeNotes(result, counts));
  /** @type {Promise<import("../shared/origins.js").Origins | null>} */
  const origins = namedIn(result.rows).length === 0 ? Promise.resolve(new Map()) : askOrigins();
  void showOrigins(result.rows, origins);
  offerFilter(result.rows);
  offerPictures(result.rows);
  byId("lookup-csv", HTMLButtonElement).onclick = () => void origins.then((known) => { save("inset-lookup.csv", "text/csv", asCsv(result.rows, result.references.others, known)); });
  byId("lookup-json", HTMLButtonElement).onclick = () => void origins.then((known) => { save("inset-lookup.json", "application/json", asJson(result, known)); });
  headline.focus({ preventScroll: false });
}

/**
 * Says once of each dataset in the answers that somebody else made whose it is, and who vouches for it.
 * @param {Row[]} rows
 * @param {Promise<import("../shared/origins.js").Origins | null>} origins
 */
async function showOrigins(rows, origins) {
  // A box of this very showing: another one, of the same rows too, has its own in its place.
  const box = make("div");
  byId("lookup-notes", HTMLElement).append(box);
  const known = await origins;
  box.replaceChildren(...makeOriginLines(known, namedIn(rows)));
  unvouched = new Set([...known ?? []].filter(([, { origin }]) => isUnvouched(origin)).map(([name]) => name));
  // Rows that are drawn later ask it themselves.
  for (const chip of byId("lookup-rows", HTMLElement).querySelectorAll(".chip")) {
    if (chip instanceof HTMLElement && unvouched.has(chip.dataset.dataset ?? "")) markUnvouched(chip);
  }
}

/** @param {Row[]} rows */
function countAnswers(rows) {
  const counts = { listed: 0, probably_listed: 0, unlikely: 0, not_listed: 0, unknown: 0 };
  for (const row of rows) {
    counts[row.answer] += 1;
    if (isUnlikelyRow(row)) counts.unlikely += 1;
  }
  return counts;
}

/**
 * Whether only filters name the photo, and each of them is more likely wrong: then it is not even probably listed.
 * @param {Row} row
 */
const isUnlikelyRow = ({ answer, datasets }) => answer === "probably_listed" && datasets.every(({ chance }) => isUnlikely(chance));

/**
 * @param {Counts} counts
 * @param {number} all
 */
function headlineOf(counts, all) {
  const checked = all - counts.unknown;
  if (all === 0) return text("lookup_nothing");
  if (checked === 0) return countText("lookup_nothing_checked", all);
  const certain = countText("listed_of", counts.listed, countText("photos", checked));
  const both = withProbable(certain, counts);
  return counts.unknown === 0 ? both : text("and_unknown", both, counts.unknown);
}

/** @param {Counts} counts */
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
 * @param {Counts} counts
 */
function makeNotes({ rows, coverage, references, askAgain }, counts) {
  const notes = [];
  if (coverage.datasets.size === 0 && coverage.censuses.size > 0) {
    notes.push(make("p", "note", text("lookup_no_training")));
  }
  const known = rows.filter((row) => row.censuses.length > 0).length;
  if (known > 0) {
    notes.push(make("p", "quiet", countText("lookup_census", known, listed([...coverage.censuses]))));
  }
  if (coverage.problem !== "") {
    notes.push(make("div", "note", make("p", "", ...withCode(coverage.problem), ` ${countText("lookup_nothing_checked", counts.unknown)}. ${text("lookup_not_means")}`), make("p", "actions", coverage.wanting ? makeAddLink() : null, makeButton(text("lookup_check_now"), askAgain))));
  } else if (coverage.unavailable.size > 0) {
    notes.push(make("p", "note", text("lookup_broken", listed([...coverage.unavailable]))));
  }
  if (coverage.revisions.size > 1) notes.push(make("p", "note", text("lookup_changed")));
  if (references.repeats > 0) notes.push(make("p", "quiet", countText("lookup_repeats", references.repeats)));
  if (references.others.length > 0) {
    const shown = references.others.slice(0, OTHERS_SHOWN).map((line) => make("li", "", make("code", "", line.slice(0, 200))));
    const rest = references.others.length - shown.length;
    notes.push(makeFold(countText("lookup_others", references.others.length),
      make("ul", "lines", ...shown, rest > 0 ? make("li", "quiet", text("and_more", rest)) : null)));
  }
  return notes;
}

/** @param {Row[]} rows */
function offerFilter(rows) {
  const box = byId("lookup-filter", HTMLElement);
  const kinds = ANSWERS.flatMap((answer) => (answer === "probably_listed" ? [false, true] : [false]).map((unlikely) => ({ answer, unlikely })));
  const offers = kinds.map(({ answer, unlikely }) => ({ words: wordsFor(answer, unlikely), always: false, kept: rows.filter((row) => row.answer === answer && isUnlikelyRow(row) === unlikely) }));
  const buttons = [{ words: text("ask_all"), always: true, kept: rows }, ...offers].filter(({ kept, always }) => kept.length > 0 || always).map(({ words, always, kept }) => {
    const button = makeButton(`${words} ${number(kept.length)}`, () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      showRows(kept);
    });
    button.setAttribute("aria-pressed", String(always));
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
    more.textContent = text("lookup_more", rows.length - shown);
  };
  more.onclick = showMore;
  showMore();
}

/**
 * What lists the photo: training sets, and apart from them censuses.
 * @param {Row} row
 */
function makeChips({ datasets, censuses }) {
  const chips = make("div", "chips", ...datasets.map((each) => makeChip(each, unvouched.has(each.dataset))));
  for (const census of censuses) {
    const chip = makeChip(census);
    chip.classList.add("census");
    chip.prepend(`${text(census.answer === "listed" ? "lookup_was_public" : isUnlikely(census.chance) ? "lookup_was_possibly_public" : "lookup_was_probably_public")} `);
    chips.append(chip);
  }
  return chips;
}

/** @param {Row} row */
function makeRow(row) {
  const accounts = [...new Set(row.datasets.flatMap((each) => (typeof each.owner === "string" ? [each.owner] : [])))];
  const photo = make("th", "", makePhotoLink(row.photo), row.ref === row.photo || accounts.includes(row.ref) ? null : make("span", "ref", row.ref));
  photo.scope = "row";
  const names = [...new Set(row.datasets.flatMap((each) => each.owner_names ?? []))];
  const licences = [...new Map(row.datasets.flatMap((each) => (each.licence ? [[each.licence.name, each.licence]] : []))).values()];
  return make("tr", "", photo, make("td", "", makeAnswer(row.answer, isUnlikelyRow(row))), make("td", "", makeChips(row)),
    make("td", "", ...accounts.map((account) => make("div", "", makeLink(`https://www.flickr.com/photos/${encodeURIComponent(account).replace("%40", "@")}/`, account))), names.length === 0 ? null : make("div", "quiet", names.join(", "))),
    make("td", "", ...licences.map(makeLicence)));
}
