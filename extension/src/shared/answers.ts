// What is known about one photo, and the states of the helper.
import type { Answer, DatasetAnswer } from "./wire.d.ts";
import { isUnlikely } from "./words/chance.ts";

export type { Answer, DatasetAnswer };

/** Every dataset's answer about one photo, and the strongest of them. */
export interface PhotoAnswer {
  readonly answer: Answer;
  readonly datasets: readonly DatasetAnswer[];
  /**
   * Censuses that list it: it was public, which says nothing of training. Never part of `answer`, `datasets` or a number
   * of listed photos; absent where there is none.
   */
  readonly censuses?: readonly DatasetAnswer[];
  /** Another dataset could not be opened, so it is not known whether that one lists the photo, too. */
  readonly partial?: true;
}

/** Whether at least one training set lists the photo, for certain or probably. */
export function isListed({ answer }: PhotoAnswer): boolean {
  return answer === "listed" || answer === "probably_listed";
}

/** Whether filters alone say that the photo is listed, and each of them is more likely wrong: it is not even "probably" so. */
export function isUnlikelyAnswer({ answer, datasets }: Pick<PhotoAnswer, "answer" | "datasets">): boolean {
  return answer === "probably_listed" && datasets.every(({ chance }) => isUnlikely(chance));
}

/** Whether there is anything to mark a photo for: a training set that lists it, or a census that the person switched on. */
export function isMarked(answer: PhotoAnswer): boolean {
  return isListed(answer) || answer.censuses !== undefined;
}

export const NOT_LISTED: PhotoAnswer = { answer: "not_listed", datasets: [] };
/** The helper could not answer. Never show, count or keep this as "not listed". */
export const UNKNOWN: PhotoAnswer = { answer: "unknown", datasets: [] };

/** The answer that the training sets that list a photo add up to; an empty list is `not_listed`. */
export function summarise(datasets: readonly DatasetAnswer[], censuses: readonly DatasetAnswer[] = []): PhotoAnswer {
  if (datasets.length === 0) return withCensuses(NOT_LISTED, censuses);
  const certain = datasets.some((each) => each.answer === "listed");
  return withCensuses({ answer: certain ? "listed" : "probably_listed", datasets }, censuses);
}

/** An answer with these censuses and no others. */
export function withCensuses(answer: PhotoAnswer, censuses: readonly DatasetAnswer[]): PhotoAnswer {
  if (censuses.length > 0) return { ...answer, censuses };
  if (answer.censuses === undefined) return answer;
  const { answer: said, datasets, partial } = answer;
  return partial === undefined ? { answer: said, datasets } : { answer: said, datasets, partial };
}

/** The answer in everything that is known of a photo, as far as the person wants to see it. */
export function answerOf({ answer, datasets, censuses }: Pick<Required<PhotoAnswer>, "answer" | "datasets" | "censuses">): PhotoAnswer {
  if (datasets.length > 0) return summarise(datasets, censuses);
  return withCensuses(answer === "unknown" ? UNKNOWN : NOT_LISTED, censuses);
}

/** Photos of one page by answer; each photo counts once however often it is shown. */
export interface Counts extends Readonly<Record<Answer, number>> {
  /** Those that a census lists that the person switched on; counted apart, whatever their answer. */
  readonly public: number;
  /** How many of `probably_listed` are `isUnlikelyAnswer`: of these it is said that they possibly are. */
  readonly unlikely: number;
}

export const NO_COUNTS: Counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0 };

/**
 * The helper's state as this extension sees it. `failing`: a paired helper of the right version answered with an error; as
 * little is known of any photo then as when it is off. `not_answering`: somebody listens on the port, and says nothing.
 */
export type HelperState =
  | "ready"
  | "off"
  | "not_answering"
  | "other_program"
  | "not_paired"
  | "helper_too_old"
  | "extension_too_old"
  | "no_index"
  | "no_permission"
  | "failing";

/** What the background last saw of the helper. */
export interface HelperStatus {
  readonly state: HelperState;
  /** Opaque name of the library that answered; changes when any dataset is published or removed. */
  readonly revision: string | null;
  readonly port: number;
  /** Only censuses are published: the helper answers, but cannot say of any photo whether a training set lists it. */
  readonly onlyCensuses?: true;
  /** The helper's version, where it said so. */
  readonly version: string | null;
}
