// The page at `/pictures`: pictures of the photos that a check found. It is the one page whose policy lets Flickr's host of
// pictures be asked, and it asks only after a click that says how many pictures and whom. Where the address of a picture
// stood in nothing that the person gave, the tile says so.
import { makeChipOf } from "../shared/answers.js";
import { ApiError, ask, explain } from "../shared/api.js";
import { byId, make, makeLink, say, write } from "../shared/dom.js";
import { countText, text } from "../shared/words.js";

/** @typedef {import("../shared/wire.d.ts").CheckPhoto} CheckPhoto */

/** Photos of a page. */
const PAGE = 60;
/** The style shows nothing before `data-session` says who looks. */
const root = document.documentElement;
const ADDRESS = /^#([0-9a-f]{16})$/;

/** The photos that the next click shows. @type {readonly CheckPhoto[]} */
let waiting = [];
/** @type {number | null} */
let next = 0;
let shown = 0;
/** What the check's report says of the datasets. @type {readonly import("../shared/wire.d.ts").CheckDataset[]} */
let sets = [];

/** @param {string} words an empty text takes the problem away */
function tell(words) {
  byId("pictures-problem", HTMLElement).hidden = words === "";
  write(byId("pictures-problem", HTMLElement), words);
}

/** Asks the helper, and nobody else, which photos come next, and says what a click would load. */
async function prepare() {
  const id = ADDRESS.exec(location.hash)?.[1];
  byId("pictures-ask", HTMLElement).hidden = true;
  if (id === undefined || next === null) {
    if (id === undefined) tell(text("pictures_no_check"));
    root.dataset.session ??= "none";
    return;
  }
  byId("pictures-back", HTMLAnchorElement).href = `/#check/${id}`;
  try {
    const [page, check] = /** @type {[import("../shared/wire.d.ts").CheckPhotos, import("../shared/wire.d.ts").Check]} */ (await Promise.all([
      ask(`/v1/checks/${id}/photos?limit=${String(PAGE)}&cursor=${String(next)}`), ask(`/v1/checks/${id}`),
    ]));
    sets = check.report?.datasets ?? [];
    [waiting, next] = [page.photos, page.next];
    root.dataset.session = "owner";
    tell("");
    offer(page.total);
  } catch (error) {
    root.dataset.session ??= "none";
    tell(error instanceof ApiError && error.status === 401 ? text("pictures_signed_out") : explain(error));
  }
}

/** @param {number} total photos of all pages */
function offer(total) {
  const known = waiting.filter(({ picture }) => picture !== null);
  const full = known.filter(({ picture }) => picture?.small === false).length;
  write(byId("pictures-what", HTMLElement), text("pictures_of", shown + 1, shown + waiting.length, total, known.length));
  const note = byId("pictures-full", HTMLElement);
  note.hidden = full === 0;
  write(note, countText("pictures_full", full));
  byId("pictures-show", HTMLButtonElement).textContent = known.length === 0 ? text("pictures_go_on") : countText("pictures_show", known.length);
  byId("pictures-ask", HTMLElement).hidden = waiting.length === 0;
}

function show() {
  const tiles = waiting.map(makeTile);
  shown += waiting.length;
  waiting = [];
  byId("pictures-list", HTMLElement).append(...tiles);
  tiles[0]?.querySelector("a")?.focus();
  say(countText("photos", tiles.length));
  void prepare();
}

/** @param {CheckPhoto} photo */
function makeTile({ photo_id: photo, title, datasets, probably, picture }) {
  const name = title ?? text("photo_named", photo);
  const frame = make("div", "frame");
  if (picture === null) frame.append(make("span", "quiet", text("pictures_unknown")));
  else frame.append(makePicture(picture.url, name, frame));
  return make("li", "", frame, makeLink(`https://www.flickr.com/photo.gne?id=${photo}`, name),
    make("span", "chips", ...datasets.map((dataset) => makeChipOf(dataset, "listed", sets)), ...probably.map((dataset) => makeChipOf(dataset, "probably_listed", sets))));
}

/**
 * @param {string} url
 * @param {string} name
 * @param {HTMLElement} frame
 */
function makePicture(url, name, frame) {
  const image = make("img");
  image.alt = name;
  image.referrerPolicy = "no-referrer";
  // Those far below the window are asked for when they are scrolled to.
  image.loading = "lazy";
  image.addEventListener("error", () => { frame.replaceChildren(make("span", "quiet", text("pictures_failed"))); });
  image.src = url;
  return image;
}

document.title = `${text("pictures_heading")} - Inset`;
byId("pictures-show", HTMLButtonElement).addEventListener("click", show);
addEventListener("hashchange", () => { location.reload(); });
void prepare();
