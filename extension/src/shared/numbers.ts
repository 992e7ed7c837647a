// Numbers of photos by answer, as the popup and a check show them. "Could not be checked" is its own number: it is not
// "not listed".
import type { Answer, Counts, DatasetAnswer } from "./answers.ts";
import { make } from "./dom.ts";
import { countText, language, text } from "./i18n.ts";
import { markUnvouched } from "./known-datasets.ts";
import { nameWithChance } from "./words/answer-words.ts";

const ANSWERS: readonly Answer[] = ["listed", "probably_listed", "not_listed", "unknown"];

/** The headline, or null where there is no answer at all, and so no shares to draw. */
export function headlineOf(counts: Counts): HTMLElement[] | null {
  const answered = counts.listed + counts.probably_listed + counts.not_listed;
  if (answered === 0) return null;
  // Of the photos that were checked: of the others nothing is known.
  const parts = [make("strong", "", counts.listed.toLocaleString(language())), make("span", "", countText("headline", answered))];
  const likely = counts.probably_listed - counts.unlikely;
  if (likely > 0) parts.push(make("span", "quiet", text("headline_probably", likely)));
  if (counts.unlikely > 0) parts.push(make("span", "quiet", text("headline_possibly", counts.unlikely)));
  return parts;
}

/** Shares of a bar. */
export function barOf(counts: Counts): HTMLElement[] {
  return ANSWERS.filter((answer) => counts[answer] > 0).map((answer) => {
    const part = make("span");
    part.dataset.answer = answer;
    part.style.flexGrow = counts[answer].toString();
    return part;
  });
}

/** Rows of a list of terms. */
export function rowsOf(counts: Counts): HTMLElement[] {
  const rows = ANSWERS.flatMap((answer) => (answer === "probably_listed" ? uncertainRows(counts) : [rowOf(answer, text(`count_${answer}`), counts[answer])]));
  // Apart from the numbers above, which are of training sets: it overlaps each of them.
  if (counts.public > 0) rows.push(rowOf("public", text("count_public"), counts.public));
  return rows;
}

/** What filters alone say: what is more likely true apart from what is more likely not. */
function uncertainRows({ probably_listed: all, unlikely }: Counts): HTMLElement[] {
  const likely = rowOf("probably_listed", text("count_probably_listed"), all - unlikely);
  if (unlikely === 0) return [likely];
  const possible = rowOf("probably_listed", text("count_possibly_listed"), unlikely);
  return all === unlikely ? [possible] : [likely, possible];
}

function rowOf(answer: string, words: string, count: number): HTMLElement {
  const row = make("div", count === 0 ? "zero" : "");
  row.dataset.answer = answer;
  row.append(make("dt", "", words), make("dd", "", count.toLocaleString(language())));
  return row;
}

/** One mark for each dataset that lists a photo; a likelihood is never worded as a fact. */
export function chipsOf(datasets: readonly DatasetAnswer[]): HTMLElement {
  const chips = make("div", "chips");
  for (const each of datasets) {
    const certain = each.answer === "listed";
    const said = !certain && each.chance === undefined ? text("badge_probably", each.dataset) : nameWithChance(each);
    const chip = make("span", certain ? "chip" : "chip probably", said);
    chip.dataset.dataset = each.dataset;
    chips.append(chip);
  }
  markUnvouched(chips);
  return chips;
}
