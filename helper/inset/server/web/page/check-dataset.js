// One dataset in a check's report: how many photos it lists, what it is for, under which licences, and how to get out.
import { showLetter } from "./check-letter.js";
import { allows } from "./check-licence.js";
import { showProof } from "./check-proof.js";
import { make, makeButton, makeFacts, makeFold, makeLink, makeTable } from "./dom.js";
import { day, number, plural } from "./format.js";

/** @typedef {import("./wire.d.ts").CheckDataset} CheckDataset */

/**
 * @param {string} id the check's
 * @param {CheckDataset} each one that lists some of the photos
 * @returns {HTMLElement}
 */
export function makeCheckDataset(id, each) {
  const heading = make("h3", "", each.title ?? each.dataset);
  heading.id = `check-dataset-${each.dataset}`;
  const certain = each.listed > 0;
  const tags = make("span", "tags", make("span", certain ? "tag exact" : "tag probable", certain ? "Certain" : "Probable"), each.withdrawn === true ? make("span", "tag wrong", "Withdrawn") : null);
  const card = make("section", "card dataset",
    make("header", "", make("div", "", heading, make("p", "quiet", subtitle(each))), tags),
    make("p", "figure", make("strong", "", number(certain ? each.listed : each.probably_listed)), ` ${(certain ? each.listed : each.probably_listed) === 1 ? "photo" : "photos"} listed, of ${number(each.photos)} in all`),
    certain ? null : make("p", "note", chanceWords(each)),
    withdrawnWords(each),
    each.licences.length === 0 ? null : makeFold("Under which licences, as the list gave them", makeTable(`Licences in ${each.dataset}`, ["Licence", "What it allows", "Photos"],
      each.licences.map((licence) => [licence.licence ?? "not known", allows(licence), number(licence.listed + licence.probably_listed)]))),
    makeOptOut(each),
    makeFold("About this list", makeFacts([["Name here", each.dataset], ["Run", each.run], ["Built", day(each.built_at)], ["Page", each.page === null ? null : makeLink(each.page)], ["Note", each.note]])));
  const place = make("div", "stack more");
  const name = each.title ?? each.dataset;
  card.append(make("div", "actions", makeOpener("Proof", name, place, () => void showProof(id, each.dataset, place)), makeOpener("Letter", name, place, () => { showLetter(id, each.dataset, place); })), place);
  card.setAttribute("aria-labelledby", heading.id);
  card.dataset.dataset = each.dataset;
  return card;
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

/** @param {CheckDataset} each */
function subtitle({ purpose, publisher, year }) {
  if (purpose === null || publisher === null) return "The catalog knows nothing of this dataset.";
  return `for ${purpose} · ${publisher}${year === null ? "" : `, ${String(year)}`}`;
}

/** @param {CheckDataset} each */
function chanceWords({ expected_false: wrong, probably_listed: found }) {
  const words = "Only a filter of this list is kept, so each of these is probable, not certain.";
  if (wrong === null) return words;
  const count = wrong < 0.1 ? "fewer than 0.1 photos" : `about ${plural(Number(wrong.toPrecision(2)), "photo")}`;
  const meaning = wrong > found / 2 ? " So most of these may be mistakes." : "";
  return `${words} Of as many photos as were checked, a filter like this lets ${count} through by mistake.${meaning}`;
}

/** @param {CheckDataset} each */
function withdrawnWords({ withdrawn, withdrawn_when: when }) {
  if (withdrawn !== true) return null;
  return make("p", "note", `Its publisher has withdrawn this dataset${when === null ? "" : ` (${when})`}. Copies of it may still be in use.`);
}

/** @param {CheckDataset} each */
function makeOptOut({ opt_out: way }) {
  if (way === null) return null;
  return makeFold("How to opt out", make("div", "stack tight",
    make("p", "", way.how),
    way.url === null ? null : make("p", "", makeLink(way.url)),
    way.mail === null ? null : make("p", "", "Mail: ", make("code", "", way.mail)),
    make("p", "quiet", "Save this report before you delete anything: afterwards nobody can name the photos.")));
}
