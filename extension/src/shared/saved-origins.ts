// Whose a dataset is, in the files that a person saves. The words are the publisher's, so the column says so; the helper's
// `inset lookup --json` and the files of its page have the same names.
import type { DatasetInfo, Origin } from "./details.ts";
import { visible } from "./words/theirs.ts";

export const ORIGIN_COLUMNS = ["origin", "signed_by", "publisher_says", "fetched_from", "made_at", "added_at"] as const;

/**
 * The cells of one dataset; all of them empty where the helper did not say what it has.
 * @param known the helper's datasets; null where it never named them
 */
export function originCells(dataset: string, known: readonly DatasetInfo[] | null): string[] {
  const info = known?.find(({ name }) => name === dataset);
  if (info === undefined) return ORIGIN_COLUMNS.map(() => "");
  if (info.origin === null) return ["built_here", "", "", "", "", ""];
  const { signed_by: key, publisher, address, built_at: made, unpacked_at: added } = info.origin;
  return [key === null ? "unsigned_pack" : "signed_pack", ...[key, publisher, address, made, added].map((each) => visible(each ?? ""))];
}

/** The facts of those of these datasets that came as packs, by name; null where the helper did not say what it has. */
export function savedOrigins(named: Iterable<string>, known: readonly DatasetInfo[] | null): Record<string, Origin> | null {
  if (known === null) return null;
  const wanted = new Set(named);
  return Object.fromEntries(known.flatMap(({ name, origin }) => (origin === null || !wanted.has(name) ? [] : [[name, origin]])));
}
