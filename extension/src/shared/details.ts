// All that is known about one photo: what the helper answers, and what its datasets say of themselves.
import type { Answer, DatasetAnswer } from "./answers.ts";

/** A licence as of the crawl. `null` where it makes no statement of permission. */
export interface Licence {
  readonly id: number;
  readonly name: string;
  /** Of its text; empty where there is none. */
  readonly url: string;
  readonly commercial: boolean | null;
  readonly derivatives: boolean | null;
  readonly attribution: boolean | null;
}

export interface OptOut {
  /** In the words of the catalog (English). */
  readonly how: string;
  readonly page: string | null;
  readonly mail: string | null;
}

/** What the catalog knows of a dataset; every part may be unknown. */
export interface DatasetAbout {
  readonly title: string | null;
  readonly publisher: string | null;
  readonly year: number | null;
  readonly purpose: string | null;
  readonly page: string | null;
  readonly optOut: OptOut | null;
  /** Whether the publisher has taken the dataset back; copies go on. */
  readonly withdrawn: boolean;
}

/** One published dataset. */
export interface DatasetInfo {
  readonly name: string;
  readonly photos: number | null;
  /** Whether the helper holds the list itself; else its answers are only probable. */
  readonly exact: boolean;
  readonly about: DatasetAbout | null;
}

export interface DatasetDetails extends DatasetAnswer {
  /** Share of photos that are not in the dataset and yet found in it, 0 to 1; where the answer is only probable. */
  readonly falsePositiveRate: number | null;
  /** The account's NSID as of the crawl. */
  readonly owner: string | null;
  readonly licence: Licence | null;
  readonly about: DatasetAbout | null;
}

export interface PhotoDetails {
  readonly photo: string;
  readonly answer: Answer;
  readonly datasets: readonly DatasetDetails[];
  /** Datasets that could not be opened: about them nothing may be claimed. */
  readonly unavailable: readonly string[];
}
