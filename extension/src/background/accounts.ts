// What is listed of an account, without the datasets that the person switched off.
import type { AccountSummary } from "../shared/account.ts";
import type { DatasetInfo } from "../shared/details.ts";
import { loadPairing, type Pairing } from "../shared/pairing.ts";
import { loadPreferences } from "../shared/preferences.ts";
import { askAccount } from "./client.ts";
import type { Connection } from "./connection.ts";
import { KeptAnswers } from "./kept-answers.ts";
import type { CheckedAccount } from "./wire-account.ts";

/** Accounts whose answers are kept; a few kilobytes. */
const MOST = 20;
/** Pages of a thousand photos that are read to count photos that may stand in several datasets; an account with more has at least as many as were counted. */
const MOST_PAGES = 100;

export class Accounts {
  readonly #connection: Connection;
  readonly #kept = new KeptAnswers<AccountSummary>(MOST);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Null where the helper does not answer. Several askers share one request; the answer is kept until the revision changes. */
  async of(nsid: string): Promise<AccountSummary | null> {
    const { state, revision } = await this.#connection.current();
    if (state !== "ready" || revision === null) return null;
    const { hiddenDatasets } = await loadPreferences();
    const question = JSON.stringify([nsid, [...hiddenDatasets].sort()]);
    return this.#kept.get(revision, question, async () => {
      const library = await this.#connection.datasets();
      return library === null ? null : summaryOf(await loadPairing(), nsid, new Set(hiddenDatasets), library);
    });
  }
}

async function summaryOf(pairing: Pairing, nsid: string, hidden: ReadonlySet<string>, library: readonly DatasetInfo[]): Promise<AccountSummary | null> {
  const first = await askAccount(pairing, nsid, null);
  if (!first.ok) return null;
  const { datasets, without_owners: nameless, unavailable } = first.value;
  const asked = datasets.filter(({ dataset }) => !hidden.has(dataset));
  const listing = asked.filter(({ photos }) => photos > 0).sort((one, other) => other.photos - one.photos);
  const counted = await countPhotos(pairing, nsid, first.value, listing);
  if (counted === null) return null;
  return {
    nsid,
    ...counted,
    datasets: listing,
    theirs: library.filter(({ name, origin }) => origin !== null && listing.some(({ dataset }) => dataset === name)).map(({ name, origin }) => ({ name, origin })),
    asked: asked.length,
    without: nameless.filter((name) => !hidden.has(name)),
    unavailable: unavailable.filter((name) => !hidden.has(name)),
  };
}

/** How many different photos there are: one may stand in several datasets, so their numbers are not added up. */
async function countPhotos(pairing: Pairing, nsid: string, first: CheckedAccount, listing: AccountSummary["datasets"]): Promise<Pick<AccountSummary, "photos" | "more"> | null> {
  const [most, ...others] = listing;
  if (others.length === 0) return { photos: most?.photos ?? 0, more: false };
  const wanted = new Set(listing.map(({ dataset }) => dataset));
  let page = first;
  let photos = 0;
  for (let read = 1; ; read += 1) {
    photos += page.photos.filter(({ datasets }) => datasets.some((name) => wanted.has(name))).length;
    if (page.next === null) return { photos, more: false };
    // At least as many as the dataset that lists most.
    if (read >= MOST_PAGES) return { photos: Math.max(photos, most?.photos ?? 0), more: true };
    const next = await askAccount(pairing, nsid, page.next);
    // A dataset was published meanwhile: the numbers would not be of one library.
    if (!next.ok || next.value.revision !== first.revision) return null;
    page = next.value;
  }
}
