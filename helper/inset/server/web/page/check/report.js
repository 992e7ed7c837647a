// The report of a check: how many photos, listed where, by year, album and licence, and what nobody could tell.
import { howLikely, isUnlikely, withProbable } from "../shared/answers.js";
import { byId, make, makeFold, makeStackingTable, makeTable, write } from "../shared/dom.js";
import { minute, number } from "../shared/format.js";
import { between, countText, ended, english, language, listed, nameOf, text, textOr } from "../shared/words.js";
import { askedThing } from "./asked.js";
import { makeCheckDataset } from "./dataset.js";
import { allows } from "./licence.js";

/**
 * @typedef {import("../shared/wire.d.ts").CheckReport} CheckReport
 * @typedef {import("../shared/wire.d.ts").CheckLicence} CheckLicence
 * @typedef {import("../shared/wire.d.ts").CheckGap} CheckGap
 */

/** Rows of a table that are drawn; a person may have thousands of albums. The exports have all. */
const ROWS = 200;

/**
 * Shows all of a report but its photos.
 * @param {import("../shared/wire.d.ts").Check} check
 */
export function showReport({ id, report }) {
  if (report === null) return;
  write(byId("check-headline", HTMLElement), headline(report));
  write(byId("check-asked", HTMLElement), askedWords(report));
  drawSplit(report);
  byId("check-datasets", HTMLElement).replaceChildren(...datasets(id, report));
  byId("check-limits", HTMLElement).replaceChildren(...limits(report));
  byId("check-tables", HTMLElement).replaceChildren(...tables(report));
}

/**
 * The answer in one sentence.
 * @param {CheckReport} report
 */
export function headline({ checked, listed, probably_listed: probably, unlikely, limits: { no_training_set: nobody, unavailable } }) {
  if (checked === 0) return text("report_none");
  if (nobody) return countText("report_nobody", checked);
  if (listed + probably === 0) return countText(unavailable.length === 0 ? "report_not_listed" : "report_not_listed_part", checked);
  const certain = countText("listed_of", listed, countText("photos", checked));
  return withProbable(certain, { probably_listed: probably, unlikely });
}

/** @param {CheckReport} report */
function askedWords({ asked, made_at: madeAt, inset_version: version }) {
  const things = asked.map((each) => {
    const [what, count] = [askedThing(each), countText("photos", each.photos)];
    return each.photos_said === null ? text("report_thing", what, count) : text("report_thing_said", what, count, each.photos_said);
  });
  return text("report_asked", listed(things), minute(madeAt), version);
}

/** @param {CheckReport} report */
function drawSplit({ checked, listed, probably_listed: probably, limits: { no_training_set: nobody, unavailable } }) {
  const rest = checked - listed - probably;
  const answers = /** @type {const} */ ([["listed", listed], ["probably_listed", probably], [nobody || unavailable.length > 0 ? "unknown" : "not_listed", rest]]);
  byId("check-split", HTMLElement).replaceChildren(...answers.filter(([, count]) => count > 0).map(([answer, count]) => {
    const piece = make("span");
    piece.dataset.answer = answer;
    piece.style.flexGrow = count.toString();
    return piece;
  }));
}

/**
 * @param {string} id the check's
 * @param {CheckReport} report
 */
function datasets(id, report) {
  const hits = report.datasets.filter((each) => each.listed + each.probably_listed > 0);
  const none = report.datasets.filter((each) => each.listed + each.probably_listed === 0);
  const parts = hits.map((each) => makeCheckDataset(id, each));
  if (none.length > 0) {
    parts.push(make("section", "card", make("h3", "", text(hits.length > 0 ? "report_asked_none" : "report_asked_sets")),
      make("div", "chips", ...none.map((each) => make("span", "chip census", each.title ?? each.dataset)))));
  }
  const known = report.censuses.filter((each) => each.listed + each.probably_listed > 0);
  if (known.length > 0) {
    parts.push(make("section", "card", make("h3", "", text("report_public")),
      make("p", "quiet", text("report_public_text")),
      make("ul", "limits", ...known.map((each) => make("li", "", text("list_told", each.title ?? each.dataset, each.listed > 0 ? countText("photos", each.listed) : text(isUnlikely(each.chance) ? "report_possibly" : "report_probably", countText("photos", each.probably_listed))))))));
  }
  return parts;
}

/**
 * What the report cannot know: one entry each, always shown.
 * @param {CheckReport} report
 */
function limits({ limits: { no_training_set: nobody, not_in_library: missing, without_accounts: nameless, unavailable, gaps } }) {
  const entries = [
    nobody ? make("li", "", text("limit_nobody"), between(), toAdd()) : null,
    ...unavailable.map((each) => make("li", "", text("limit_broken", each.dataset), between(), english(make("span", "", each.message)))),
    nameless.length === 0 ? null : make("li", "", text("limit_nameless", listed(nameless))),
    ...gaps.map(makeGap),
    missing.length === 0 ? null : make("li", "", countText("limit_missing", missing.length), between(), toAdd(),
      makeFold(text("limit_which"), make("p", "quiet", listed(missing.map((each) => each.title))))),
    make("li", "", text("limit_always")),
  ];
  return entries.filter((entry) => entry !== null);
}

function toAdd() {
  const link = make("a", "", text("nav_add"));
  link.href = "#add";
  return link;
}

/** @param {CheckGap} gap */
function makeGap({ what, words, count, examples }) {
  const said = gapWords(what, words);
  const sentence = said.slice(0, 1).toUpperCase() + said.slice(1);
  const line = make("span", "", ended(count === null ? sentence : text("list_told", sentence, count)));
  return make("li", "", said === words ? english(line) : line, examples.length === 0 ? null : makeFold(text("for_example"), make("p", "quiet", examples.join(", "))));
}

/**
 * What a gap is: in English in the helper's words, which tell most; its option of the command line is nothing for this page.
 * @param {string} what
 * @param {string} words
 */
function gapWords(what, words) {
  if (language() === "en") return what === "columns_beside" ? text("gap_columns_beside") : words;
  const said = textOr(`gap_${what}`, words);
  if (what !== "not_read" || said === words) return said;
  // What the computer says of a file that it cannot read stands behind, in its own words: `cannot be read (Permission denied)`.
  const [, reason = "", detail = ""] = /^files passed over, because each (.*?)( \(.*\))?$/s.exec(words) ?? [];
  return reason === "" ? said : text("gap_why", said, `${textOr(`gap_each_${nameOf(reason)}`, reason)}${detail}`);
}

/** @param {CheckReport} report */
function tables({ probably_listed, unlikely, by_year: years, by_album: albums, by_licence: licences, by_list_licence: listLicences }) {
  const parts = [];
  const probable = text(`table_${howLikely({ probably_listed, unlikely })}`);
  if (years.length > 0) parts.push(makeCounts(text("table_by_year"), text("table_year"), probable, years.map((each) => ({ name: each.year === null ? text("not_known") : String(each.year), ...each }))));
  if (albums.length > 0) parts.push(makeCounts(text("table_by_album"), text("table_album"), probable, albums.map((each) => ({ name: each.album ?? text("table_no_album"), ...each }))));
  if (licences.length > 0) parts.push(makeLicences(text("table_by_licence"), probable, licences));
  if (listLicences.length > 0) parts.push(makeLicences(text("table_by_list_licence"), probable, listLicences));
  return parts;
}

/**
 * @param {string} title
 * @param {string} heading
 * @param {string} probable the heading of what filters alone say
 * @param {{name: string, checked: number, listed: number, probably_listed: number}[]} counts
 */
function makeCounts(title, heading, probable, counts) {
  const most = Math.max(...counts.map((each) => each.checked), 1);
  const rows = counts.slice(0, ROWS).map((each) => [each.name, makeBar(each, most), number(each.listed), number(each.probably_listed), number(each.checked)]);
  const rest = counts.length - rows.length;
  return make("section", "card counts", make("h3", "", title), makeTable(title, [heading, text("table_share"), text("table_listed"), probable, text("table_checked")], rows),
    rest > 0 ? make("p", "quiet", text("table_more", rest)) : null);
}

/**
 * A bar as wide as the photos checked, of which the part that is listed is filled; the numbers stand beside it.
 * @param {{checked: number, listed: number, probably_listed: number}} count
 * @param {number} most
 */
function makeBar({ checked, listed, probably_listed: probably }, most) {
  const bar = make("span", "bar");
  bar.setAttribute("aria-hidden", "true");
  bar.style.inlineSize = `${String((100 * checked) / most)}%`;
  for (const [answer, count] of /** @type {const} */ ([["listed", listed], ["probably_listed", probably], ["rest", checked - listed - probably]])) {
    if (count <= 0) continue;
    const piece = make("span");
    piece.dataset.answer = answer;
    piece.style.flexGrow = count.toString();
    bar.append(piece);
  }
  return bar;
}

/**
 * @param {string} title
 * @param {string} probable the heading of what filters alone say
 * @param {readonly CheckLicence[]} licences
 */
function makeLicences(title, probable, licences) {
  // Of licences that lists gave, nobody knows how many of the other photos have them.
  const counted = licences.some((each) => each.checked !== null);
  const rows = licences.slice(0, ROWS).map((each) => [each.licence ?? text("not_known"), allows(each), number(each.listed), number(each.probably_listed), ...(counted ? [number(each.checked ?? 0)] : [])]);
  return make("section", "card counts", make("h3", "", title), makeStackingTable(title, [text("licence"), text("card_allows"), text("table_listed"), probable, ...(counted ? [text("table_checked")] : [])], rows));
}
