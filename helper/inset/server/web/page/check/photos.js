// The photos that a check found, a page at a time, as links.
import { makeChipOf } from "../shared/answers.js";
import { ask } from "../shared/api.js";
import { byId, make, makeButton, makeLink, write } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { makeProblem } from "../shared/problem.js";
import { countText, text } from "../shared/words.js";

/**
 * @typedef {import("../shared/wire.d.ts").CheckPhoto} CheckPhoto
 * @typedef {import("../shared/wire.d.ts").CheckDataset} CheckDataset
 */

/** Photos of a page. */
const PAGE = 120;

let showing = 0;

/**
 * Shows the first photos, with a filter by dataset.
 * @param {import("../shared/wire.d.ts").Check} check
 */
export async function showPhotos({ id, report }) {
  const box = byId("check-photos", HTMLElement);
  const hits = (report?.datasets ?? []).filter((each) => each.listed + each.probably_listed > 0);
  box.hidden = hits.length === 0;
  if (box.hidden) return;
  // Those of the check before must not stand under this one's headline until its own have come.
  byId("check-photos-list", HTMLElement).replaceChildren();
  byId("check-pictures", HTMLElement).replaceChildren();
  byId("check-photos-more", HTMLButtonElement).hidden = true;
  const offers = [{ words: text("ask_all"), dataset: "" }, ...hits.map((each) => ({ words: `${each.dataset} ${number(each.listed + each.probably_listed)}`, dataset: each.dataset }))];
  const buttons = offers.map(({ words, dataset }) => makeButton(words, () => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button(dataset)));
    void showPage(id, hits, dataset, 0);
  }));
  const button = (/** @type {string} */ dataset) => buttons[offers.findIndex((each) => each.dataset === dataset)];
  for (const [at, each] of buttons.entries()) each.setAttribute("aria-pressed", String(at === 0));
  byId("check-photos-filter", HTMLElement).replaceChildren(...(hits.length > 1 ? buttons : []));
  await showPage(id, hits, "", 0);
}

/**
 * @param {string} id
 * @param {readonly CheckDataset[]} sets those of the report that list some of the photos
 * @param {string} dataset "" for all
 * @param {number} cursor
 */
async function showPage(id, sets, dataset, cursor) {
  const mine = ++showing;
  const list = byId("check-photos-list", HTMLElement);
  const more = byId("check-photos-more", HTMLButtonElement);
  const only = dataset === "" ? "" : `&dataset=${encodeURIComponent(dataset)}`;
  try {
    /** @type {import("../shared/wire.d.ts").CheckPhotos} */
    const { photos, total, pictures, next } = await ask(`/v1/checks/${id}/photos?limit=${String(PAGE)}&cursor=${String(cursor)}${only}`);
    if (mine !== showing) return;
    if (cursor === 0 && dataset === "") offerPictures(id, pictures);
    const tiles = photos.map((each) => makeTile(each, sets));
    if (cursor === 0) list.replaceChildren(...tiles);
    else {
      list.append(...tiles);
      tiles[0]?.querySelector("a")?.focus();
    }
    more.hidden = next === null;
    more.textContent = text("ask_more", Math.min(PAGE, total - cursor - photos.length), countText("photos", total));
    more.onclick = () => void showPage(id, sets, dataset, next ?? 0);
  } catch (error) {
    if (mine === showing) list.replaceChildren(makeProblem(error, "li"));
  }
}

/**
 * Leads to the page that loads pictures after a click, or says why there are none.
 * @param {string} id
 * @param {number} pictures of how many photos a picture's address is known
 */
function offerPictures(id, pictures) {
  const line = byId("check-pictures", HTMLElement);
  if (pictures === 0) {
    write(line, text("pictures_none"));
    return;
  }
  const link = make("a", "", countText("pictures_offer", pictures));
  link.href = `/pictures#${id}`;
  line.replaceChildren(link);
}

/**
 * @param {CheckPhoto} photo
 * @param {readonly CheckDataset[]} sets
 */
function makeTile({ photo_id: photo, title, year, datasets, probably, video }, sets) {
  const link = makeLink(`https://www.flickr.com/photo.gne?id=${photo}`, title ?? text("photo_named", photo));
  const facts = [year === null ? null : String(year), video ? text("video") : null, title === null ? null : photo].filter((each) => each !== null);
  return make("li", "", link, facts.length === 0 ? null : make("span", "quiet", facts.join(" · ")),
    make("span", "chips", ...datasets.map((dataset) => makeChipOf(dataset, "listed", sets)), ...probably.map((dataset) => makeChipOf(dataset, "probably_listed", sets))));
}
