// The catalogue: datasets that are known to list Flickr photos. Those whose list a program can download can be added, one by one or
// several at once; what that costs is told before.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeButton, makeFold, makeLink, say, write } from "../shared/dom.js";
import { between, catalogWords, countText, inEither, purposeWords, text, wayOutWords } from "../shared/words.js";
import { watch } from "./builds.js";
import { addUp, costOf, costWords, downloadWords } from "./catalog-cost.js";

/** @typedef {import("../shared/wire.d.ts").CatalogEntry} CatalogEntry */

const SHOWN = 8;

/** @type {readonly CatalogEntry[]} */
let entries = [];
let all = false;
/** Names of the entries that are chosen. @type {Set<string>} */
const chosen = new Set();

export function prepareCatalog() {
  byId("catalog-find", HTMLInputElement).addEventListener("input", show);
  byId("catalog-addable", HTMLInputElement).addEventListener("change", show);
  byId("catalog-more", HTMLButtonElement).addEventListener("click", () => {
    all = true;
    show();
  });
  byId("catalog-all", HTMLButtonElement).addEventListener("click", () => {
    for (const entry of entries) if (entry.fetchable && !entry.published) chosen.add(entry.name);
    all = true;
    show();
    byId("catalog-add", HTMLButtonElement).focus();
  });
  byId("catalog-none", HTMLButtonElement).addEventListener("click", () => {
    chosen.clear();
    show();
    byId("catalog-all", HTMLButtonElement).focus();
  });
  byId("catalog-add", HTMLButtonElement).addEventListener("click", () => void addChosen());
}

export async function refreshCatalog() {
  const state = byId("catalog-state", HTMLElement);
  try {
    /** @type {import("../shared/wire.d.ts").Catalog} */
    const answer = await ask("/v1/catalog");
    entries = answer.entries;
    state.className = "quiet";
    show();
  } catch (error) {
    state.className = "problem";
    write(state, explain(error));
  }
}

function show() {
  const words = byId("catalog-find", HTMLInputElement).value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const addable = byId("catalog-addable", HTMLInputElement).checked;
  const found = entries.filter((entry) => {
    const known = [entry.name, entry.title, entry.publisher, entry.purpose, purposeWords(entry.purpose), entry.year].join(" ").toLowerCase();
    return (!addable || entry.fetchable) && words.every((word) => known.includes(word));
  });
  const shown = all || words.length > 0 ? found : found.slice(0, SHOWN);
  byId("catalog-list", HTMLElement).replaceChildren(...shown.map(makeEntry));
  const count = countText("datasets", found.length);
  write(byId("catalog-state", HTMLElement), found.length === 0 ? text("add_catalog_none") : found.length === entries.length ? count : text("add_found_of", count, entries.length));
  const more = byId("catalog-more", HTMLButtonElement);
  more.hidden = shown.length === found.length;
  write(more, text("add_show_all", found.length));
  showChosen();
}

/** Shows how many are chosen, and what they cost together. */
function showChosen() {
  const some = entries.filter(({ name }) => chosen.has(name));
  byId("catalog-chosen", HTMLElement).hidden = some.length === 0;
  if (some.length === 0) return;
  write(byId("catalog-add", HTMLElement), countText("add_chosen", some.length));
  write(byId("catalog-cost", HTMLElement), costWords(addUp(some.map(costOf))));
}

/** Asks for one build after the other: the helper makes them in that order. */
async function addChosen() {
  const button = byId("catalog-add", HTMLButtonElement);
  const problem = byId("catalog-problem", HTMLElement);
  button.disabled = true;
  problem.hidden = true;
  try {
    for (const name of [...chosen]) {
      await start(name);
      chosen.delete(name);
    }
  } catch (error) {
    problem.hidden = false;
    write(problem, explain(error));
  }
  button.disabled = false;
  show();
}

/** @param {string} name */
async function start(name) {
  watch(await ask(`/v1/datasets/${encodeURIComponent(name)}/builds`, { method: "POST", body: { catalog: name } }));
  say(text("add_begun", name));
  byId("running", HTMLElement).scrollIntoView({ block: "nearest" });
}

/** @param {CatalogEntry} entry */
function makeEntry(entry) {
  const made = [entry.publisher, entry.year?.toString()].filter((each) => each !== undefined).join(", ");
  const counted = entry.photos === undefined ? "" : countText("photos", entry.photos);
  const photos = entry.photos === undefined ? "" : `${entry.flickr === "part" ? text("add_part_of_flickr", counted) : counted}${entry.photos_note === undefined ? "" : ` (${catalogWords(entry.photos_note)})`}`;
  const problem = make("p", "problem");
  problem.hidden = true;
  const tags = make("span", "tags", entry.kind === "census" ? make("span", "tag", text("dataset_census")) : null, entry.published ? make("span", "tag exact", text("add_here")) : null, entry.status?.withdrawn === true ? make("span", "tag wrong", text("dataset_withdrawn")) : null);
  return make("li", "entry", entry.fetchable ? makeChoice(entry) : null,
    make("div", "body", make("h3", "", entry.title, " ", make("code", "", entry.name), tags),
      make("p", "", [entry.kind === "census" ? capital(purposeWords(entry.purpose)) : capital(text("dataset_for", purposeWords(entry.purpose))), made, photos].filter((each) => each !== "").join(" · ")),
      problem, makeMore(entry)),
    make("div", "actions", makeWay(entry, problem)));
}

/** @param {CatalogEntry} entry */
function makeChoice({ name, title }) {
  const box = make("input");
  box.type = "checkbox";
  box.checked = chosen.has(name);
  box.setAttribute("aria-label", text("add_choose_this", title));
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(name);
    else chosen.delete(name);
    showChosen();
  });
  return box;
}

/**
 * @param {CatalogEntry} entry
 * @param {HTMLElement} problem
 */
function makeWay(entry, problem) {
  if (entry.names_photos === false) return make("span");
  if (!entry.fetchable) return make("span", "quiet", text({ free: "add_free_by_hand", agreement: "add_on_agreement", not_public: "add_not_public" }[entry.access]));
  const button = makeButton(text(entry.published ? "add_again" : "add_this"), () => {
    button.disabled = true;
    problem.hidden = true;
    void start(entry.name).catch((/** @type {unknown} */ error) => {
      problem.hidden = false;
      write(problem, explain(error));
    }).finally(() => { button.disabled = false; });
  });
  const cost = costOf(entry);
  button.setAttribute("aria-label", text("add_cost_label", button.textContent, entry.name, downloadWords(cost)));
  return make("div", "stack tight", button, make("span", "quiet", costWords(cost)));
}

/** @param {string} words */
const capital = (words) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** @param {CatalogEntry} entry */
function makeMore(entry) {
  const optOut = entry.opt_out;
  const [paragraph, span] = [(/** @type {string} */ said) => make("p", "", said), (/** @type {string} */ said) => make("span", "", said)];
  const noted = (/** @type {typeof paragraph | typeof span} */ makeOf, /** @type {string} */ words) => inEither(makeOf, words, catalogWords(words));
  const titled = (/** @type {string} */ name, /** @type {Node} */ what) => make("p", "", make("strong", "", text(name)), " ", what);
  const parts = [
    entry.kind === "census" ? make("p", "", text("dataset_census_text")) : null,
    entry.status?.note === undefined ? null : noted(paragraph, entry.status.note),
    entry.obtain === undefined ? null : entry.fetchable ? noted(paragraph, entry.obtain) : titled("add_to_get", noted(span, entry.obtain)),
    optOut?.how === undefined ? null : titled("add_to_opt_out", inEither(span, optOut.how, wayOutWords(optOut.how))),
    optOut?.page === undefined ? null : make("p", "", makeLink(optOut.page)),
    optOut?.mail === undefined ? null : make("p", "", text("mail_to"), between(), make("code", "", optOut.mail)),
    entry.page === undefined ? null : titled("add_page", makeLink(entry.page)),
    entry.paper === undefined ? null : titled("add_paper", makeLink(entry.paper)),
  ].filter((each) => each !== null);
  return parts.length === 0 ? null : makeFold(text("add_more"), make("div", "stack tight", ...parts));
}
