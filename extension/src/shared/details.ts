// The details of a photo, which are all that is known about it beyond its answer: what the helper answers, and what its datasets say of themselves. The fields are the
// API's, as far as this extension shows them; null is what the helper did not say, or said in a form that is not the API's.
import type { Answer, DatasetAnswer } from "./answers.ts";
import type { About, AboutOptOut, Dataset, DatasetOrigin, LicenceFacts, Photo, PhotoInDataset } from "./wire.d.ts";

type OrNull<T> = { readonly [K in keyof T]: T[K] | null };

/** A licence of Flickr's, as of the crawl. `url`, of its text, is empty where there is none. */
export type Licence = Required<LicenceFacts> & { readonly id: number };

/** How a person gets their photos out of a dataset, in the words of the catalog (English). */
export type OptOut = Pick<AboutOptOut, "how" | "url" | "mail">;

/** What the catalog knows of a dataset. */
export interface DatasetAbout extends OrNull<Pick<About, "title" | "publisher" | "year" | "purpose" | "page">> {
  readonly opt_out: OptOut | null;
  /** Whether the publisher has withdrawn the dataset; copies of it may still be in use. */
  readonly withdrawn: boolean;
  /** `purpose`, and `how` of `opt_out`, in the person's language, where the catalogue's words are known in it. */
  readonly purposeSaid?: string;
  readonly howSaid?: string;
}

/** Where a dataset came from that was not built on this computer. `signed_by` is the key; null: nobody vouches for it. */
export interface Origin extends Pick<DatasetOrigin, "signed_by" | "publisher" | "address"> {
  readonly unpacked_at: DatasetOrigin["unpacked_at"] | null;
  /** When its publisher built it, by their clock. */
  readonly built_at: Dataset["built_at"] | null;
}

/** One published dataset. `exact`: the helper holds the list itself; else its answers are only probable. */
export interface DatasetInfo extends Pick<Dataset, "name" | "kind" | "exact">, OrNull<Pick<Dataset, "photos">> {
  readonly about: DatasetAbout | null;
  /** Null where it was built on this computer; then all words about it are the catalogue's. */
  readonly origin: Origin | null;
}

/** One dataset's answer about one photo, with what its manifest told of the photo. */
export interface DatasetDetails extends DatasetAnswer {
  /** Share of photos that are not in the dataset and yet found in it, 0 to 1; where the answer is only probable. */
  readonly false_positive_rate: Required<PhotoInDataset>["false_positive_rate"] | null;
  /** The account, as of the crawl. */
  readonly owner: PhotoInDataset["owner"];
  /** What the list calls the account. Names are not unique, and change: never the name of a person. */
  readonly owner_names: Required<PhotoInDataset>["owner_names"];
  readonly licence: Licence | null;
  readonly about: DatasetAbout | null;
  readonly origin: Origin | null;
}

export interface PhotoDetails extends Pick<Photo, "unavailable"> {
  readonly photo: string;
  readonly answer: Answer;
  readonly datasets: readonly DatasetDetails[];
  /** Censuses that list it: it was public. */
  readonly censuses: readonly DatasetDetails[];
}
