// The catalog: datasets that are known to list Flickr photos. Those whose manifest a program can download have a button.
import { ask, explain } from "./api.js";
import { watch } from "./builds.js";
import { byId, make, makeButton, makeFold, makeLink, say, write } from "./dom.js";
import { number, plural, size } from "./format.js";
import { text } from "./words.js";

/** @typedef {import("./wire.d.ts").CatalogEntry} CatalogEntry */

const SHOWN = 8;

/** @type {readonly CatalogEntry[]} */
let entries = [];
let all = false;

export function prepareCatalog() {
  byId("catalog-find", HTMLInputElement).addEventListener("input", show);
  byId("catalog-addable", HTMLInputElement).addEventListener("change", show);
  byId("catalog-more", HTMLButtonElement).addEventListener("click", () => {
    all = true;
    show();
  });
}

export async function refreshCatalog() {
  const state = byId("catalog-state", HTMLElement);
  try {
    /** @type {import("./wire.d.ts").Catalog} */
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
    const known = [entry.name, entry.title, entry.publisher, entry.purpose, entry.year].join(" ").toLowerCase();
    return (!addable || entry.fetchable) && words.every((word) => known.includes(word));
  });
  const shown = all || words.length > 0 ? found : found.slice(0, SHOWN);
  byId("catalog-list", HTMLElement).replaceChildren(...shown.map(makeEntry));
  write(byId("catalog-state", HTMLElement), found.length === 0 ? "No dataset in the catalog matches." : `${plural(found.length, "dataset")}${found.length === entries.length ? "" : ` of ${number(entries.length)}`}`);
  const more = byId("catalog-more", HTMLButtonElement);
  more.hidden = shown.length === found.length;
  write(more, `Show all ${number(found.length)}`);
}

/** @param {CatalogEntry} entry */
function makeEntry(entry) {
  const published = [entry.publisher, entry.year?.toString()].filter((each) => each !== undefined).join(", ");
  const photos = entry.photos === undefined ? "" : `${plural(entry.photos, "photo")}${entry.flickr === "part" ? ", a part of them Flickr’s" : ""}${entry.photos_note === undefined ? "" : ` (${entry.photos_note})`}`;
  const problem = make("p", "problem");
  problem.hidden = true;
  const tags = make("span", "tags", entry.kind === "census" ? make("span", "tag", "Census") : null, entry.published ? make("span", "tag exact", "Published here") : null, entry.status?.withdrawn === true ? make("span", "tag wrong", "Withdrawn") : null);
  return make("li", "entry",
    make("div", "body", make("h3", "", entry.title, " ", make("code", "", entry.name), tags),
      make("p", "", [entry.kind === "census" ? capital(entry.purpose) : `For ${entry.purpose}`, published, photos].filter((each) => each !== "").join(" · ")),
      problem, makeMore(entry)),
    make("div", "actions", makeWay(entry, problem)));
}

/**
 * @param {CatalogEntry} entry
 * @param {HTMLElement} problem
 */
function makeWay(entry, problem) {
  if (!entry.fetchable) return make("span", "quiet", { free: "Free, by hand", agreement: "On agreement", not_public: "Not public" }[entry.access]);
  const button = makeButton(entry.published ? "Build again" : "Add", () => {
    button.disabled = true;
    problem.hidden = true;
    void ask(`/v1/datasets/${encodeURIComponent(entry.name)}/builds`, { method: "POST", body: { catalog: entry.name } }).then(
      (build) => {
        watch(build);
        say(`${entry.name}: the build has begun.`);
        byId("running", HTMLElement).scrollIntoView({ block: "nearest" });
      },
      (/** @type {unknown} */ error) => {
        problem.hidden = false;
        write(problem, explain(error));
      },
    ).finally(() => { button.disabled = false; });
  });
  const much = downloadWords(entry);
  button.setAttribute("aria-label", `${button.textContent} ${entry.name}, downloads ${much}`);
  return make("div", "stack tight", button, make("span", "quiet", `Downloads ${much}`));
}

/**
 * How much is downloaded, as far as the catalog's sources tell.
 * @param {CatalogEntry} entry
 */
function downloadWords({ download }) {
  if (download === undefined || download.bytes === 0) return "an amount that is not known before";
  return `${download.complete ? (download.exact ? "" : "about ") : "more than "}${size(download.bytes)}`;
}

/** @param {string} words */
const capital = (words) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** @param {CatalogEntry} entry */
function makeMore(entry) {
  const optOut = entry.opt_out;
  const parts = [
    entry.kind === "census" ? make("p", "", text("dataset_census_text")) : null,
    entry.status?.note === undefined ? null : make("p", "", entry.status.note),
    entry.obtain === undefined ? null : make("p", "", ...(entry.fetchable ? [] : [make("strong", "", "To get it: ")]), entry.obtain),
    optOut?.how === undefined ? null : make("p", "", make("strong", "", "To opt out: "), optOut.how),
    optOut?.page === undefined ? null : make("p", "", makeLink(optOut.page)),
    optOut?.mail === undefined ? null : make("p", "", "Mail: ", make("code", "", optOut.mail)),
    entry.page === undefined ? null : make("p", "", make("strong", "", "Page: "), makeLink(entry.page)),
    entry.paper === undefined ? null : make("p", "", make("strong", "", "Paper: "), makeLink(entry.paper)),
  ].filter((each) => each !== null);
  return parts.length === 0 ? null : makeFold("More", make("div", "stack tight", ...parts));
}
