// Asking for many photos: batches of 1,000, then owner and licence of those that are listed. A photo that was not
// answered stays unknown; it is never counted as not listed.
import { ask, explain } from "./api.js";

/** The most that the helper takes in one question. */
export const BATCH = 1000;
/** Questions for details that are under way at once; a browser opens six connections at most. */
const AT_ONCE = 4;
const PAGE = 1000;

/**
 * @typedef {import("./wire.d.ts").DatasetAnswer & Partial<import("./wire.d.ts").PhotoInDataset>} RowAnswer with owner and licence once they are known
 * @typedef {{photo: string, ref: string, answer: import("./wire.d.ts").Answer, datasets: readonly RowAnswer[], detailed: boolean}} Row
 * @typedef {{done: number, all: number, what: "photos" | "details" | "account"}} Progress
 * @typedef {{signal: AbortSignal, onProgress: (progress: Progress) => void}} How
 * @typedef {{revisions: Set<string>, datasets: Set<string>, unavailable: Set<string>, problem: string}} Account of the run: what answered, and what did not
 */

/** @returns {Account} */
export const newAccount = () => ({ revisions: new Set(), datasets: new Set(), unavailable: new Set(), problem: "" });

/**
 * @param {import("./references.js").PhotoReference} reference
 * @returns {Row}
 */
export const newRow = ({ photo, ref }) => ({ photo, ref, answer: "unknown", datasets: [], detailed: false });

/**
 * Fills in the answers of those rows that have none. Stops at the first question that fails: the rest stays unknown.
 * @param {Row[]} rows
 * @param {Account} account
 * @param {How} how
 */
export async function askPhotos(rows, account, { signal, onProgress }) {
  const open = rows.filter((row) => row.answer === "unknown");
  account.problem = "";
  for (let start = 0; start < open.length; start += BATCH) {
    onProgress({ done: start, all: open.length, what: "photos" });
    const some = open.slice(start, start + BATCH);
    try {
      /** @type {import("./wire.d.ts").Lookup} */
      const answer = await ask("/v1/lookup", { method: "POST", body: { photos: some.map((row) => row.photo) }, signal });
      take(some, answer, account);
    } catch (error) {
      account.problem = signal.aborted ? "You stopped the look-up." : explain(error);
      return;
    }
  }
}

/**
 * @param {Row[]} rows
 * @param {import("./wire.d.ts").Lookup} answer
 * @param {Account} account
 */
function take(rows, answer, account) {
  account.revisions.add(answer.revision);
  for (const name of answer.datasets) account.datasets.add(name);
  for (const name of answer.unavailable) account.unavailable.add(name);
  const complete = answer.unavailable.length === 0;
  const refused = new Set(answer.invalid);
  for (const row of rows) {
    row.datasets = answer.listed[row.photo] ?? [];
    if (row.datasets.some((each) => each.answer === "listed")) row.answer = "listed";
    else if (row.datasets.length > 0) row.answer = "probably_listed";
    else if (complete && !refused.has(row.photo)) row.answer = "not_listed";
  }
}

/**
 * Adds owner and licence to the rows of listed photos, several at once. What cannot be had is left out.
 * @param {Row[]} rows
 * @param {How} how
 */
export async function askDetails(rows, { signal, onProgress }) {
  const open = rows.filter((row) => row.datasets.length > 0 && !row.detailed);
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let row = open[next++]; row !== undefined && !signal.aborted; row = open[next++]) {
      try {
        /** @type {import("./wire.d.ts").Photo} */
        const answer = await ask(`/v1/photos/${row.photo}`, { signal });
        if (answer.datasets.length > 0) row.datasets = answer.datasets;
        row.detailed = true;
      } catch {
        return;
      }
      done += 1;
      if (done % 50 === 0) onProgress({ done, all: open.length, what: "details" });
    }
  };
  onProgress({ done: 0, all: open.length, what: "details" });
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/**
 * @typedef {{owner: string, datasets: readonly import("./wire.d.ts").OwnersDataset[], withoutOwners: readonly string[], unavailable: readonly string[], photos: string[], problem: string}} OwnerResult
 */

/**
 * All photos of an account, page by page.
 * @param {string} owner
 * @param {How} how
 * @returns {Promise<OwnerResult>}
 */
export async function askOwner(owner, { signal, onProgress }) {
  /** @type {OwnerResult} */
  const result = { owner, datasets: [], withoutOwners: [], unavailable: [], photos: [], problem: "" };
  /** @type {string | null} */
  let cursor = null;
  try {
    do {
      onProgress({ done: result.photos.length, all: 0, what: "account" });
      const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      /** @type {import("./wire.d.ts").Owner} */
      const answer = await ask(`/v1/owners/${encodeURIComponent(owner)}?limit=${PAGE}${more}`, { signal });
      result.datasets = answer.datasets;
      result.withoutOwners = answer.without_owners;
      result.unavailable = answer.unavailable;
      result.photos.push(...answer.photos.map((each) => each.photo_id));
      cursor = answer.next;
    } while (cursor !== null);
  } catch (error) {
    result.problem = signal.aborted ? "You stopped the look-up." : explain(error);
  }
  return result;
}
