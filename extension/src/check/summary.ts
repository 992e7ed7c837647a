// The numbers of a check: certain and probable apart, training sets and censuses apart, and what nobody could answer.
import { isListed, isUnlikelyAnswer, type DatasetAnswer, type PhotoAnswer } from "../shared/answers.ts";

export interface DatasetSummary {
  readonly dataset: string;
  readonly listed: number;
  readonly probably_listed: number;
  /** How many of the probable ones are expected to be mistakes, by the chances that the helper gave; null where it gave none. */
  readonly mistakes: number | null;
  /** The chance of a probable one, of which a dataset has but one; null where the helper gave none. */
  readonly chance: number | null;
}

export interface Summary {
  readonly checked: number;
  readonly listed: number;
  readonly probably_listed: number;
  /** Of these, as `Counts` says. */
  readonly unlikely: number;
  readonly not_listed: number;
  readonly unknown: number;
  /** In a census that the person switched on; never part of the numbers above. */
  readonly public: number;
  /** Photos that another dataset may list, too, which could not be opened. */
  readonly partial: number;
  /** Training sets that list at least one photo, those with most first. */
  readonly datasets: readonly DatasetSummary[];
  readonly censuses: readonly DatasetSummary[];
}

export function summaryOf(answers: ReadonlyMap<string, PhotoAnswer>): Summary {
  const counts = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0 };
  const all = [...answers.values()];
  for (const { answer } of all) counts[answer] += 1;
  return {
    checked: answers.size - counts.unknown,
    ...counts,
    unlikely: all.filter(isUnlikelyAnswer).length,
    public: all.filter(({ censuses = [] }) => censuses.length > 0).length,
    partial: all.filter(({ partial }) => partial === true).length,
    datasets: byDataset(all.flatMap(({ datasets }) => datasets)),
    censuses: byDataset(all.flatMap(({ censuses = [] }) => censuses)),
  };
}

function byDataset(answers: readonly DatasetAnswer[]): DatasetSummary[] {
  const found = new Map<string, { dataset: string; listed: number; probably_listed: number; mistakes: number | null; chance: number | null }>();
  for (const { dataset, answer, chance } of answers) {
    const so = found.get(dataset) ?? { dataset, listed: 0, probably_listed: 0, mistakes: 0, chance: null };
    found.set(dataset, so);
    if (answer === "listed") so.listed += 1;
    else {
      so.probably_listed += 1;
      so.chance = chance ?? null;
      so.mistakes = chance === undefined || so.mistakes === null ? null : so.mistakes + 1 - chance;
    }
  }
  return [...found.values()].sort((one, other) => other.listed + other.probably_listed - one.listed - one.probably_listed || one.dataset.localeCompare(other.dataset));
}

/** Photos that a training set lists, certain ones first, else in the order in which they were found. */
export function listedPhotos(answers: ReadonlyMap<string, PhotoAnswer>): [string, PhotoAnswer][] {
  const listed = [...answers].filter(([, answer]) => isListed(answer));
  const certain = listed.filter(([, { answer }]) => answer === "listed");
  return [...certain, ...listed.filter(([, { answer }]) => answer !== "listed")];
}
