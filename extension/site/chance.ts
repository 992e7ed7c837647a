// How likely a filter's "probably" is true: docs/INDEX_FORMAT.md, "Answers".

/** About how many photo IDs Flickr has given out. */
const GIVEN_OUT = 55_000_000_000;
/** No filter alone makes it certain. */
const MOST_CERTAIN = 0.999;

/**
 * The chance, 0 to 1, that a photo which the filter lets by is in the dataset.
 * @param photos in the dataset
 * @param rate the filter's false-positive rate
 */
export function chanceListed(photos: number, rate: number): number {
  const prior = Math.min(photos / GIVEN_OUT, 1);
  const chance = prior / (prior + rate * (1 - prior));
  return Math.min(Number(chance.toPrecision(4)), MOST_CERTAIN);
}
