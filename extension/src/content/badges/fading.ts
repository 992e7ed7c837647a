// How much a gradient that fades hides at a place: a header that ends in nothing, or the white in which a text is cut off. What tones
// a photo is let through, as everywhere; so only where nearly nothing is left of what lies below.
import type { Box } from "./badge.ts";
import { alphaOf } from "./opaque.ts";

/** Of a colour that hides what is below it; less than that is a shade on a picture. */
const LEAST_ALPHA = 0.9;
const SIDES: Readonly<Record<string, number>> = { "to top": 0, "to right": 90, "to bottom": 180, "to left": 270 };

/** Whether a background that is one straight gradient over all of a box hides a place of the window. */
export function hidesByFading({ backgroundImage, backgroundSize }: Pick<CSSStyleDeclaration, "backgroundImage" | "backgroundSize">, opacity: number, { left, top, width, height }: Box, x: number, y: number): boolean {
  if (!backgroundImage.startsWith("linear-gradient(") || !/^(?:auto|cover|100% 100%|)$/.test(backgroundSize) || opacity < LEAST_ALPHA || width < 1 || height < 1) return false;
  const parts = backgroundImage.slice("linear-gradient(".length, -1).split(/,(?![^(]*\))/).map((part) => part.trim());
  const angle = angleOf(parts[0] ?? "");
  if (angle === null) return false;
  const stops = angle.given ? parts.slice(1) : parts;
  const turn = (angle.degrees * Math.PI) / 180;
  const line = Math.abs(width * Math.sin(turn)) + Math.abs(height * Math.cos(turn));
  const along = (x - left - width / 2) * Math.sin(turn) - (y - top - height / 2) * Math.cos(turn) + line / 2;
  return alphaAlong(stops, line, along) * opacity >= LEAST_ALPHA;
}

/** Where a gradient leads, clockwise from the top; null where it says so in a way that we do not work out. */
function angleOf(first: string): { degrees: number; given: boolean } | null {
  if (/^-?[\d.]+deg$/.test(first)) return { degrees: Number.parseFloat(first), given: true };
  if (first.startsWith("to ")) return first in SIDES ? { degrees: SIDES[first] ?? 0, given: true } : null;
  return /^(?:rgba?|color|lab|oklab|lch|oklch)\(/.test(first) ? { degrees: 180, given: false } : null;
}

/** The alpha at so many CSS pixels of a line of colours; 0 where they say where they are in a way that we do not work out. */
function alphaAlong(stops: readonly string[], line: number, along: number): number {
  const places: { at: number | null; alpha: number }[] = [];
  for (const stop of stops) {
    const [, colour = "", where = ""] = /^([a-z]+\([^()]*\)|transparent)\s*(.*)$/.exec(stop) ?? [];
    if (colour === "" || where.includes("(")) return 0;
    const alpha = alphaOf(colour);
    for (const each of where === "" ? [""] : where.split(/\s+/)) {
      places.push({ at: each === "" ? null : each.endsWith("%") ? (Number.parseFloat(each) * line) / 100 : Number.parseFloat(each), alpha });
    }
  }
  const known = fillIn(places, line);
  const next = known.findIndex(({ at }) => at >= along);
  const [before, after] = [known[next - 1], known[next]];
  if (next < 0) return known.at(-1)?.alpha ?? 0;
  if (before === undefined || after === undefined || after.at === before.at) return after?.alpha ?? 0;
  return before.alpha + ((after.alpha - before.alpha) * (along - before.at)) / (after.at - before.at);
}

/** Colours that do not say where they are stand at the ends and, between others, at even distances. */
function fillIn(places: readonly { at: number | null; alpha: number }[], line: number): { at: number; alpha: number }[] {
  const known = places.map(({ at, alpha }, n) => ({ at: at ?? (n === 0 ? 0 : n === places.length - 1 ? line : null), alpha }));
  return known.map(({ at, alpha }, n) => {
    if (at !== null) return { at, alpha };
    const from = known.findLastIndex((each, m) => m < n && each.at !== null);
    const to = known.findIndex((each, m) => m > n && each.at !== null);
    const [start, end] = [known[from]?.at ?? 0, known[to]?.at ?? line];
    return { at: start + ((end - start) * (n - from)) / (to - from), alpha };
  });
}
