// The datasets as the helper last named them: who asks about many answers says with them whose each dataset is.
import type { DatasetInfo } from "./details.ts";
import { ask } from "./messages.ts";
import { originNotes } from "./words/origin-words.ts";

let known: readonly DatasetInfo[] | null = null;
/** What each box shows; it is drawn anew only where that changes. */
const drawn = new WeakMap<HTMLElement, string>();

/** The datasets; where the helper does not answer, those that it named before, and null where it never did. */
export async function askDatasets(): Promise<readonly DatasetInfo[] | null> {
  const said = await ask({ kind: "datasets" }).catch(() => null);
  if (said !== null) known = said;
  return known;
}

/** Says in a box of each of these datasets that somebody else made whose it is; the box is hidden where there is none. */
export async function showOrigins(box: HTMLElement, named: Iterable<string>): Promise<void> {
  const wanted = new Set(named);
  const datasets = wanted.size === 0 ? [] : ((await askDatasets()) ?? []);
  const theirs = datasets.filter(({ name, origin }) => origin !== null && wanted.has(name)).map(({ name, origin }) => ({ name, origin }));
  const key = JSON.stringify(theirs);
  if (drawn.get(box) === key) return;
  drawn.set(box, key);
  box.hidden = theirs.length === 0;
  box.replaceChildren(...originNotes(theirs));
}
