// What is listed of one account, by the datasets that name the accounts of their photos.
import type { DatasetInfo } from "./details.ts";

export interface AccountSummary {
  readonly nsid: string;
  /** Different photos in all of `datasets` together. */
  readonly photos: number;
  /** There are more photos than were counted: `photos` is the least that there are. */
  readonly more: boolean;
  /** Training sets whose lists name photos of the account, those with most photos first. What they list is certain: a filter names no accounts. */
  readonly datasets: readonly { readonly dataset: string; readonly photos: number }[];
  /** Those of `datasets` that somebody else made, and whose they are. */
  readonly theirs: readonly Pick<DatasetInfo, "name" | "origin">[];
  /** How many training sets name accounts, and so could answer. */
  readonly asked: number;
  /** Training sets that name no accounts: nothing is known of them. */
  readonly without: readonly string[];
  /** Datasets that could not be opened. */
  readonly unavailable: readonly string[];
}

/** Where Inset's page asks about an account: the whole list. */
export function accountPage(port: number, nsid: string): string {
  return `http://127.0.0.1:${port}/#check/account/${encodeURIComponent(nsid)}`;
}
