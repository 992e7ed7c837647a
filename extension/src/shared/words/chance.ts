// How a chance is written: the twin of inset/number_words.py, held to the same words by tests/vectors/chances.json.

/** The smallest that is written as a number. */
export const LEAST = 0.01;

/** Whether what a filter lets by is more likely not in its list: of that, nothing is "probably" so. */
export const isUnlikely = (chance: number | null | undefined): boolean => typeof chance === "number" && chance < 0.5;

/** Of each language that was asked for, which is one: making one takes longer than writing a page's chances. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * A chance (0 to 1) in percent as a language writes it, rounded down; between 0 and 1 it never reads as 0% (but `<1%`) or as 100% (but `99%`).
 * @param language a tag, such as `de`
 */
export function percentOfChance(chance: number, language: string): string {
  const written = formats.get(language) ?? new Intl.NumberFormat(language, { style: "percent" });
  formats.set(language, written);
  if (chance > 0 && chance < LEAST) return `<${written.format(LEAST)}`;
  return written.format((chance >= 1 ? 100 : Math.min(99, Math.floor(chance * 100))) / 100);
}
