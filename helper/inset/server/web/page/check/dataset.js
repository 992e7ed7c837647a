// One dataset in a check's report: how many photos it lists, what it is for, under which licences, and how to get out.
import { makeNoteWords, makeWayOut } from "../datasets/card.js";
import { isUnlikely } from "../shared/answers.js";
import { make, makeButton, makeFacts, makeFold, makeLink, makeStackingTable } from "../shared/dom.js";
import { number, percent } from "../shared/format.js";
import { cut, isFrom, isUnvouched, makeOriginLine, makeOriginNote, makeUnsignedMark, nameOfIts, originFacts, sentenceOf, theirs } from "../shared/origin.js";
import { between, countText, purposeWords, sentences, text } from "../shared/words.js";
import { showLetter } from "./letter.js";
import { allows } from "./licence.js";
import { showProof } from "./proof.js";

/** Stands in a sentence where its number, set apart, goes. */
const NUMBER = "\0";

/** @typedef {import("../shared/wire.d.ts").CheckDataset} CheckDataset */

/**
 * @param {string} id the check's
 * @param {CheckDataset} each one that lists some of the photos
 * @returns {HTMLElement}
 */
export function makeCheckDataset(id, each) {
  const heading = make("h3", "", each.title === null ? each.dataset : nameOfIts(each.origin, each.title));
  heading.id = `check-dataset-${each.dataset}`;
  const certain = each.listed > 0;
  const tags = make("span", "tags", makeCertainty(each), each.withdrawn === true ? make("span", "tag wrong", text("dataset_withdrawn")) : null, makeUnsignedMark(each.origin));
  const card = make("section", "card dataset",
    make("header", "", make("div", "", heading, make("p", "quiet", subtitle(each))), tags),
    makeFigure(certain ? each.listed : each.probably_listed, each.photos),
    certain ? null : make("p", "note", chanceWords(each)),
    makeOriginLine(each.origin, each.built_at),
    withdrawnWords(each),
    each.licences.length === 0 ? null : makeFold(text("card_licences"), makeStackingTable(text("card_licences_in", each.dataset), [text("licence"), text("card_allows"), text("plot_photos")],
      each.licences.map((licence) => [licence.licence ?? text("not_known"), allows(licence), number(licence.listed + licence.probably_listed)]))),
    makeOptOut(each),
    makeFold(text("card_about"), makeFacts([[text("dataset_name_here"), each.dataset], [text("dataset_run"), each.run], ...originFacts(each.origin, each.built_at), [text("card_obtained"), each.obtained.length === 0 ? null : sentenceOf(each.origin, each.obtained.join(", "))], [text("dataset_page"), each.page === null ? null : makeLink(each.page, cut(each.page, 200))], [text("card_note"), each.note === null ? null : makeNoteWords(each.note, each.origin)]]), makeOriginNote(each.origin)));
  const place = make("div", "stack more");
  const name = cut(each.title ?? each.dataset);
  card.append(make("div", "actions", makeOpener(text("card_proof"), name, place, () => void showProof(id, each.dataset, place)), makeOpener(text("card_letter"), name, place, () => { showLetter(id, each.dataset, place); })), place);
  card.setAttribute("aria-labelledby", heading.id);
  card.dataset.dataset = each.dataset;
  return card;
}

/**
 * How certain its answers are: not at all where nobody vouches for the list, which another mark says.
 * @param {CheckDataset} each
 */
function makeCertainty({ listed, chance, origin }) {
  if (listed > 0) return isUnvouched(origin) ? null : make("span", "tag exact", text("card_certain"));
  return make("span", "tag probable", isUnlikely(chance) ? text("likely", percent(chance ?? 0)) : text("card_probable_word"));
}

/**
 * A button that opens something under the card, and closes it again.
 * @param {string} words
 * @param {string} name the dataset's
 * @param {HTMLElement} place
 * @param {() => void} open
 */
function makeOpener(words, name, place, open) {
  const button = makeButton(words, () => {
    const isOpen = place.dataset.shows === words;
    place.dataset.shows = isOpen ? "" : words;
    for (const each of button.parentElement?.children ?? []) each.setAttribute("aria-expanded", String(each === button && !isOpen));
    if (isOpen) place.replaceChildren();
    else open();
  });
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `${words}: ${name}`);
  return button;
}

/**
 * How many photos it lists, in one sentence in which their number is large.
 * @param {number} found
 * @param {number} all
 */
function makeFigure(found, all) {
  const [before = "", after = ""] = text("card_listed_of", NUMBER, all).split(NUMBER);
  return make("p", "figure", before, make("strong", "", countText("photos", found)), after);
}

/** @param {CheckDataset} each */
function subtitle({ purpose, publisher, year, origin }) {
  if (isFrom(origin) && purpose !== null) return text("origin_purpose", theirs(purpose));
  if (purpose === null || publisher === null) return text("card_unknown_dataset");
  return `${text("dataset_for", purposeWords(purpose))} · ${publisher}${year === null ? "" : `, ${String(year)}`}`;
}

/** @param {CheckDataset} each */
function chanceWords({ expected_false: wrong, probably_listed: found }) {
  const words = text("card_only_filter");
  if (wrong === null) return words;
  const count = text(wrong < 0.1 ? "card_mistakes_rare" : "card_mistakes", wrong < 0.1 ? 0.1 : Number(wrong.toPrecision(2)));
  return sentences(words, count, wrong > found / 2 ? text("card_mistakes_most") : "");
}

/** @param {CheckDataset} each */
function withdrawnWords({ withdrawn, withdrawn_when: when, origin }) {
  if (withdrawn !== true) return null;
  return make("p", "note", text("dataset_withdrawn_text", when === null ? "" : ` (${nameOfIts(origin, when)})`));
}

/** @param {CheckDataset} each */
function makeOptOut({ opt_out: way, origin }) {
  if (way === null) return null;
  return makeFold(text("dataset_opt_out"), make("div", "stack tight",
    makeWayOut(way.how, origin),
    way.url === null ? null : make("p", "", makeLink(way.url, cut(way.url, 200))),
    way.mail === null ? null : make("p", "", text("mail_to"), between(), make("code", "", cut(way.mail, 200))),
    make("p", "quiet", text("card_save_before"))));
}
