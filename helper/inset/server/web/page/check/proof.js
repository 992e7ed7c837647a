// The proof of what a dataset lists: in which rows of which file the photos stand, to look at and to save.
import { ask, askFile } from "../shared/api.js";
import { make, makeButton, makeFacts, makePhotoLink, makeStackingTable, withCode } from "../shared/dom.js";
import { makeProblem } from "../shared/problem.js";
import { save } from "../shared/save.js";
import { inEither, proofWords, text } from "../shared/words.js";

/** @typedef {import("../shared/wire.d.ts").Listing} Listing */

/** Photos whose rows are shown; a saved proof has up to MOST. */
const SHOWN = 20;
const MOST = 1000;

/**
 * @param {string} id the check's
 * @param {string} dataset
 * @param {HTMLElement} place
 */
export async function showProof(id, dataset, place) {
  place.replaceChildren(make("p", "quiet", text("proof_looking")));
  try {
    const photos = await photosOf(id, dataset, SHOWN);
    /** @type {import("../shared/wire.d.ts").EvidenceAnswer} */
    const { photos: found } = await ask("/v1/evidence", { method: "POST", body: { photos } });
    const stands = found.flatMap((each) => each.datasets.filter((listing) => listing.dataset === dataset).map((listing) => ({ photo: each.photo_id, listing })));
    const rows = stands.map(({ photo, listing }) => rowOf(photo, listing));
    /** @type {Map<string, Node>} */
    const sums = new Map(stands.flatMap(({ listing: { source, sha256 } }) => (source === null || sha256 === null ? [] : [[text("proof_sum", source), make("code", "sum", sha256)]])));
    const notes = found[0]?.proves_not ?? [];
    place.replaceChildren(make("h4", "", text("proof_heading")), makeStackingTable(text("proof_rows_of", dataset), [text("photo"), text("file"), text("proof_rows")], rows), makeFacts([...sums]),
      make("ul", "limits", ...notes.map((words) => inEither((said) => make("li", "", said), words, proofWords(words)))),
      make("div", "actions", makeButton(text("proof_save_page"), () => void saveAs(id, dataset, "html", place)), makeButton(text("proof_save_package"), () => void saveAs(id, dataset, "datapackage", place))),
      make("p", "quiet", ...withCode(text("proof_most", MOST))));
  } catch (error) {
    place.replaceChildren(makeProblem(error));
  }
}

/**
 * @param {string} photo
 * @param {Listing} listing
 */
function rowOf(photo, { source, member, part, rows, counts, trouble, answer }) {
  const where = [source ?? text("not_known"), member ?? "", part ?? ""].filter((each) => each !== "").join(" / ");
  const shown = `${rows.slice(0, 5).map(String).join(", ")}${rows.length > 5 ? ", …" : ""}`;
  const numbers = rows.length > 0 ? text(`proof_at_${counts ?? "row"}${rows.length > 1 ? "s" : ""}`, shown) : trouble ?? (text(answer === "listed" ? "proof_not_kept" : "proof_only_filter"));
  return [makePhotoLink(photo), where, numbers];
}

/**
 * @param {string} id
 * @param {string} dataset
 * @param {number} limit
 * @returns {Promise<string[]>}
 */
async function photosOf(id, dataset, limit) {
  /** @type {import("../shared/wire.d.ts").CheckPhotos} */
  const { photos } = await ask(`/v1/checks/${id}/photos?limit=${String(limit)}&dataset=${encodeURIComponent(dataset)}`);
  return photos.map((each) => each.photo_id);
}

/**
 * @param {string} id
 * @param {string} dataset
 * @param {"html" | "datapackage"} format
 * @param {HTMLElement} place
 */
async function saveAs(id, dataset, format, place) {
  try {
    const content = await askFile(`/v1/evidence/${format}`, { photos: await photosOf(id, dataset, MOST) });
    save(`inset-evidence-${dataset}.${format === "html" ? "html" : "zip"}`, content.type, content);
  } catch (error) {
    place.append(makeProblem(error));
  }
}
