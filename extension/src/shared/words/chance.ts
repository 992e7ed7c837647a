// How a chance is written: the twin of inset/index/chance.py, held to the same words by tests/vectors/chances.json.

/** A chance (0 to 1) in percent, rounded down; between 0 and 1 it never reads as 0 (`<1`) or as 100 (`99`). */
export function percentOfChance(chance: number): string {
  if (chance > 0 && chance < 0.01) return "<1";
  return (chance >= 1 ? 100 : Math.min(99, Math.floor(chance * 100))).toString();
}
