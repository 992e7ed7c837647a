// What is known about one photo, and the states of the helper.
import type { Answer, DatasetAnswer } from "./wire.d.ts";

export type { Answer, DatasetAnswer };

/** Every dataset's answer about one photo, and the strongest of them. */
export interface PhotoAnswer {
  readonly answer: Answer;
  readonly datasets: readonly DatasetAnswer[];
  /** Another dataset could not be opened, so it is not known whether that one lists the photo, too. */
  readonly partial?: true;
}

/** Whether at least one dataset lists the photo, for certain or probably. */
export function isListed({ answer }: PhotoAnswer): boolean {
  return answer === "listed" || answer === "probably_listed";
}

export const NOT_LISTED: PhotoAnswer = { answer: "not_listed", datasets: [] };
/** The helper could not answer. Never show, count or keep this as "not listed". */
export const UNKNOWN: PhotoAnswer = { answer: "unknown", datasets: [] };

/** The answer that a photo's datasets add up to; an empty list is `not_listed`. */
export function summarise(datasets: readonly DatasetAnswer[]): PhotoAnswer {
  if (datasets.length === 0) return NOT_LISTED;
  const certain = datasets.some((each) => each.answer === "listed");
  return { answer: certain ? "listed" : "probably_listed", datasets };
}

/** Photos of one page by answer; each photo counts once however often it is shown. */
export type Counts = Readonly<Record<Answer, number>>;

export function countAnswers(answers: Iterable<Answer>): Counts {
  const counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  for (const answer of answers) counts[answer] += 1;
  return counts;
}

/**
 * The helper's state as this extension sees it. `failing`: a paired helper of the right version answered with an error; as
 * little is known of any photo then as when it is off.
 */
export type HelperState =
  | "ready"
  | "off"
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
  /** The helper's version, where it said so. */
  readonly version: string | null;
}
