// Asks about many photos in batches of 1,000, then for account and licence of those that are listed. A photo about which
// there is no answer stays unknown; it is never counted as not listed.
import { ApiError, ask, explain } from "../shared/api.js";
import { wantsDataset } from "../shared/choices.js";
import { text } from "../shared/words.js";

/** The most that the helper takes in one question. */
export const BATCH = 1000;
/** Requests for details that are under way at once: a browser opens six connections to one address at most. */
const AT_ONCE = 4;
const PAGE = 1000;

/**
 * @typedef {import("../shared/wire.d.ts").DatasetAnswer & Partial<import("../shared/wire.d.ts").PhotoInDataset>} RowAnswer with account (`owner`) and licence once they are known
 * @typedef {{photo: string, ref: string, answer: import("../shared/wire.d.ts").Answer, datasets: readonly RowAnswer[], censuses: readonly RowAnswer[], detailed: boolean}} Row; what censuses list is never part of the answer
 * @typedef {{done: number, all: number, what: "photos" | "details" | "account"}} Progress
 * @typedef {{signal: AbortSignal, onProgress: (progress: Progress) => void}} How
 * @typedef {{revisions: Set<string>, datasets: Set<string>, censuses: Set<string>, unavailable: Set<string>, problem: string, wanting: boolean}} Coverage which datasets answered, in which revisions, which could not, and what stopped the run; `wanting` where that is the want of any dataset
 */

/** @returns {Coverage} */
export const newCoverage = () => ({ revisions: new Set(), datasets: new Set(), censuses: new Set(), unavailable: new Set(), problem: "", wanting: false });

/**
 * @param {import("../reading/references.js").PhotoReference} reference
 * @returns {Row}
 */
export const newRow = ({ photo, ref }) => ({ photo, ref, answer: "unknown", datasets: [], censuses: [], detailed: false });

/**
 * Fills in the answers of those rows that have none. Stops at the first request that fails; the other rows stay unknown.
 * @param {Row[]} rows
 * @param {Coverage} coverage
 * @param {How} how
 */
export async function askPhotos(rows, coverage, { signal, onProgress }) {
  const open = rows.filter((row) => row.answer === "unknown");
  coverage.problem = "";
  coverage.wanting = false;
  for (let start = 0; start < open.length; start += BATCH) {
    onProgress({ done: start, all: open.length, what: "photos" });
    const some = open.slice(start, start + BATCH);
    try {
      /** @type {import("../shared/wire.d.ts").Lookup} */
      const answer = await ask("/v1/lookup", { method: "POST", body: { photos: some.map((row) => row.photo) }, signal });
      take(some, answer, coverage);
    } catch (error) {
      coverage.problem = signal.aborted ? text("lookup_stopped") : explain(error);
      coverage.wanting = error instanceof ApiError && wantsDataset(error.told.message_told);
      return;
    }
  }
}

/**
 * @param {Row[]} rows
 * @param {import("../shared/wire.d.ts").Lookup} answer
 * @param {Coverage} coverage
 */
function take(rows, answer, coverage) {
  coverage.revisions.add(answer.revision);
  for (const name of answer.datasets) coverage.datasets.add(name);
  for (const name of answer.censuses) coverage.censuses.add(name);
  for (const name of answer.unavailable) coverage.unavailable.add(name);
  // Where no training set could be asked, "not listed" would be a claim that nobody has made.
  const complete = answer.unavailable.length === 0 && answer.datasets.length > 0;
  const refused = new Set(answer.invalid);
  for (const row of rows) {
    row.datasets = answer.listed[row.photo] ?? [];
    row.censuses = answer.public[row.photo] ?? [];
    if (row.datasets.some((each) => each.answer === "listed")) row.answer = "listed";
    else if (row.datasets.length > 0) row.answer = "probably_listed";
    else if (complete && !refused.has(row.photo)) row.answer = "not_listed";
  }
}

/**
 * Adds account and licence to the rows of listed photos, several at once. Where the helper does not answer, they are left out.
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
        /** @type {import("../shared/wire.d.ts").Photo} */
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
 * @typedef {{account: string, datasets: readonly import("../shared/wire.d.ts").AccountDataset[], censuses: readonly import("../shared/wire.d.ts").AccountDataset[], withoutAccounts: readonly string[], censusesWithoutAccounts: readonly string[], unavailable: readonly string[], photos: string[], problem: string}} AccountResult
 */

/**
 * All photos of an account, page by page.
 * @param {string} account its NSID, or its name in addresses
 * @param {How} how
 * @returns {Promise<AccountResult>}
 */
export async function askAccount(account, { signal, onProgress }) {
  /** @type {AccountResult} */
  const result = { account, datasets: [], censuses: [], withoutAccounts: [], censusesWithoutAccounts: [], unavailable: [], photos: [], problem: "" };
  /** @type {string | null} */
  let cursor = null;
  try {
    do {
      onProgress({ done: result.photos.length, all: 0, what: "account" });
      const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      /** @type {import("../shared/wire.d.ts").Account} */
      const answer = await ask(`/v1/accounts/${encodeURIComponent(account)}?limit=${PAGE}${more}`, { signal });
      result.datasets = answer.datasets;
      result.censuses = answer.censuses;
      result.withoutAccounts = answer.without_owners;
      result.censusesWithoutAccounts = answer.censuses_without_owners;
      result.unavailable = answer.unavailable;
      result.photos.push(...answer.photos.map((each) => each.photo_id));
      cursor = answer.next;
    } while (cursor !== null);
  } catch (error) {
    result.problem = signal.aborted ? text("lookup_stopped") : explain(error);
  }
  return result;
}
