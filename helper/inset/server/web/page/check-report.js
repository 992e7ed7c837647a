// The report of a check: how many photos, listed where, by year, album and licence, and what nobody could tell.
import { makeCheckDataset } from "./check-dataset.js";
import { allows } from "./check-licence.js";
import { byId, make, makeFold, makeTable, write } from "./dom.js";
import { minute, number, plural } from "./format.js";

/**
 * @typedef {import("./wire.d.ts").CheckReport} CheckReport
 * @typedef {import("./wire.d.ts").CheckLicence} CheckLicence
 * @typedef {import("./wire.d.ts").CheckGap} CheckGap
 */

/** Rows of a table that are drawn; a person may have thousands of albums. The exports have all. */
const ROWS = 200;

/**
 * Shows all of a report but its photos.
 * @param {import("./wire.d.ts").Check} check
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
export function headline({ checked, listed, probably_listed: probably, limits: { no_training_set: nobody, unavailable } }) {
  if (checked === 0) return "There was no photo to ask about";
  if (nobody) return `${plural(checked, "photo")} could not be checked: there is no training set to ask`;
  const asked = unavailable.length === 0 ? "" : " in the datasets that could be asked";
  if (listed + probably === 0) return checked === 1 ? `The photo is not listed${asked}` : `None of ${plural(checked, "photo")} is listed${asked}`;
  const certain = `${number(listed)} of ${plural(checked, "photo")} ${listed === 1 ? "is" : "are"} listed`;
  return probably === 0 ? certain : `${certain}, and ${number(probably)} probably`;
}

/** @param {CheckReport} report */
function askedWords({ asked, made_at: madeAt, inset_version: version }) {
  const things = asked.map(({ kind, name, photos, photos_said: said }) => {
    const what = { account: `the account ${name}`, export: `the data export ${name}`, list: `the list ${name}`, photo: name }[kind];
    return `${what} (${plural(photos, "photo")}${said === null ? "" : `; its profile says ${number(said)}`})`;
  });
  return `Asked about ${things.join(", ")} on ${minute(madeAt)}, by Inset ${version}.`;
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
    parts.push(make("section", "card", make("h3", "", hits.length > 0 ? "Asked, and none of these photos found" : "Datasets that were asked"),
      make("div", "chips", ...none.map((each) => make("span", "chip census", each.title ?? each.dataset)))));
  }
  const known = report.censuses.filter((each) => each.listed + each.probably_listed > 0);
  if (known.length > 0) {
    parts.push(make("section", "card", make("h3", "", "Lists of public photos, counted apart"),
      make("p", "quiet", "A census lists nearly all photos that were public. It says that a photo was public, not that it was used for training."),
      make("ul", "limits", ...known.map((each) => make("li", "", `${each.title ?? each.dataset}: ${each.listed > 0 ? plural(each.listed, "photo") : `probably ${plural(each.probably_listed, "photo")}`}`)))));
  }
  return parts;
}

/**
 * What the report cannot know: one entry each, always shown.
 * @param {CheckReport} report
 */
function limits({ limits: { no_training_set: nobody, not_in_library: missing, without_accounts: nameless, unavailable, gaps }, datasets: asked }) {
  const entries = [
    nobody ? make("li", "", "No training set is published here, so nothing can be said of any photo. ", toRebuild("Add one"), ".") : null,
    ...unavailable.map((each) => make("li", "", `${each.dataset} cannot be opened, so nothing is known of it: ${each.message}`)),
    nameless.length === 0 ? null : make("li", "", `${nameless.join(", ")}: ${nameless.length === 1 ? "this list names" : "these lists name"} no accounts, so an account’s photos can be found in ${nameless.length === 1 ? "it" : "them"} only if their addresses are known. Drop your data export to ask ${nameless.length === 1 ? "it" : "them"} about all of your photos.`),
    ...gaps.map(makeGap),
    missing.length === 0 ? null : make("li", "", `${plural(missing.length, "known dataset")} with photos from Flickr ${missing.length === 1 ? "is" : "are"} not on this computer, so ${missing.length === 1 ? "it was" : "they were"} not asked. `, toRebuild("Add some"), ".",
      makeFold("Which ones", make("p", "quiet", missing.map((each) => each.title).join(", ")))),
    make("li", "", `Only ${asked.length === 1 ? "this list was" : "these lists were"} asked. What nobody has published cannot be asked by anyone, and a photo that was uploaded anew or altered has another ID.`),
  ];
  return entries.filter((entry) => entry !== null);
}

/** @param {string} words */
function toRebuild(words) {
  const link = make("a", "", words);
  link.href = "#add";
  return link;
}

/** @param {CheckGap} gap */
function makeGap({ words, count, examples }) {
  const sentence = words.slice(0, 1).toUpperCase() + words.slice(1);
  return make("li", "", `${sentence}${count === null ? "" : `: ${number(count)}`}.`, examples.length === 0 ? null : makeFold("For example", make("p", "quiet", examples.join(", "))));
}

/** @param {CheckReport} report */
function tables({ by_year: years, by_album: albums, by_licence: licences, by_list_licence: listLicences }) {
  const parts = [];
  if (years.length > 0) parts.push(makeCounts("By year", "Year", years.map((each) => ({ name: each.year === null ? "not known" : String(each.year), ...each }))));
  if (albums.length > 0) parts.push(makeCounts("By album", "Album", albums.map((each) => ({ name: each.album ?? "in no album", ...each }))));
  if (licences.length > 0) parts.push(makeLicences("By licence, as it is today", licences));
  if (listLicences.length > 0) parts.push(makeLicences("By licence, as the lists gave it when they were made", listLicences));
  return parts;
}

/**
 * @param {string} title
 * @param {string} heading
 * @param {{name: string, checked: number, listed: number, probably_listed: number}[]} counts
 */
function makeCounts(title, heading, counts) {
  const most = Math.max(...counts.map((each) => each.checked), 1);
  const rows = counts.slice(0, ROWS).map((each) => [each.name, makeBar(each, most), number(each.listed), number(each.probably_listed), number(each.checked)]);
  const rest = counts.length - rows.length;
  return make("section", "card counts", make("h3", "", title), makeTable(title, [heading, "Share", "Listed", "Probably", "Checked"], rows),
    rest > 0 ? make("p", "quiet", `and ${number(rest)} more, which the exports have.`) : null);
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
 * @param {readonly CheckLicence[]} licences
 */
function makeLicences(title, licences) {
  // Of licences that lists gave, nobody knows how many of the other photos have them.
  const counted = licences.some((each) => each.checked !== null);
  const rows = licences.slice(0, ROWS).map((each) => [each.licence ?? "not known", allows(each), number(each.listed), number(each.probably_listed), ...(counted ? [number(each.checked ?? 0)] : [])]);
  return make("section", "card counts", make("h3", "", title), makeTable(title, ["Licence", "What it allows", "Listed", "Probably", ...(counted ? ["Checked"] : [])], rows));
}
