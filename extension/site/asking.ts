// Asks one dataset about many photos, in slices: 100,000 photos take a fraction of a second.
import { DataError, type RangeData } from "./data.ts";
import { Damaged } from "./damaged.ts";
import { PhotoFilter } from "./filter.ts";
import { unpackIds } from "./packed.ts";
import { Slices } from "./slices.ts";

export type Answer = "listed" | "probably_listed" | "not_listed" | "unknown";

/**
 * The answers, in the order of the photos; `unknown` where the photo's range is not here.
 * @param data
 * @param photos IDs, ascending
 * @throws DataError where bytes are not what the index says: then nothing is answered at all
 */
export async function ask(data: RangeData, photos: readonly number[], signal: AbortSignal): Promise<Answer[]> {
  const { index } = data;
  const answers: Answer[] = [];
  const slices = new Slices(signal);
  let range = -2;
  let asked: ((photo: number) => Answer) | null = null;
  for (const photo of photos) {
    const wanted = index.rangeOf(photo);
    if (wanted !== range) {
      range = wanted;
      asked = wanted < 0 ? () => "not_listed" : await asker(data, wanted, signal);
    }
    answers.push(asked === null ? "unknown" : asked(photo));
    if (slices.isOver) await slices.pause();
  }
  return answers;
}

/** What answers for one range; null where its bytes are not here. */
async function asker(data: RangeData, number: number, signal: AbortSignal): Promise<((photo: number) => Answer) | null> {
  const bytes = await data.bytesOf(number, signal);
  if (bytes === null) return null;
  const { start, photos } = data.index.range(number);
  try {
    if (data.index.form === "list") {
      const ids = new Set(unpackIds(bytes, start, photos));
      return (photo) => (ids.has(photo) ? "listed" : "not_listed");
    }
    const filter = new PhotoFilter(bytes);
    if (filter.photos !== photos) throw new Damaged("a filter of other photos");
    return (photo) => (filter.passes(photo) ? "probably_listed" : "not_listed");
  } catch (error) {
    if (error instanceof Damaged) throw new DataError("damaged");
    throw error;
  }
}

/** The ranges that these photos would lie in, ascending. */
export function rangesOf(data: Pick<RangeData, "index">, photos: readonly number[]): number[] {
  return [...new Set(photos.map((photo) => data.index.rangeOf(photo)))].filter((range) => range >= 0);
}
