// The datasets as the helper last named them: who asks about many answers says with them whose each dataset is.
import type { DatasetInfo } from "./details.ts";
import { sentences, text } from "./i18n.ts";
import { ask } from "./messages.ts";
import { isUnvouched, originNotes } from "./words/origin-words.ts";

let known: readonly DatasetInfo[] | null = null;
/** What each box shows; it is drawn anew only where that changes. */
const drawn = new WeakMap<HTMLElement, string>();

/** The datasets; where the helper does not answer, those that it named before, and null where it never did. */
export async function askDatasets(): Promise<readonly DatasetInfo[] | null> {
  const said = await ask({ kind: "datasets" }).catch(() => null);
  if (said !== null) known = said;
  return known;
}

/** What an unvouched list says may be anybody's word: its chip has not the edge of what is certain, and says why. */
export function markUnvouched(within: ParentNode): void {
  const names = new Set(known?.filter(({ origin }) => isUnvouched(origin)).map(({ name }) => name));
  for (const chip of within.querySelectorAll<HTMLElement>(".chip[data-dataset]")) {
    const is = names.has(chip.dataset.dataset ?? "");
    if (is === chip.classList.contains("unvouched")) continue;
    chip.classList.toggle("unvouched", is);
    chip.title = is ? sentences(text("origin_unsigned"), text("origin_unsigned_tip")) : "";
  }
}

/** Says in a box of each of these datasets that somebody else made whose it is; the box is hidden where there is none. */
export async function showOrigins(box: HTMLElement, named: Iterable<string>): Promise<void> {
  const wanted = new Set(named);
  const datasets = wanted.size === 0 ? [] : ((await askDatasets()) ?? []);
  markUnvouched(document);
  const theirs = datasets.filter(({ name, origin }) => origin !== null && wanted.has(name)).map(({ name, origin }) => ({ name, origin }));
  const key = JSON.stringify(theirs);
  if (drawn.get(box) === key) return;
  drawn.set(box, key);
  box.hidden = theirs.length === 0;
  box.replaceChildren(...originNotes(theirs));
}
