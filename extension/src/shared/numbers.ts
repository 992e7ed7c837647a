// Numbers of photos by answer, as the popup and a check show them. "Could not be checked" is its own number: it is not
// "not listed".
import { isUnlikelyAnswer, type Answer, type Counts, type DatasetAnswer, type PhotoAnswer } from "./answers.ts";
import { make } from "./dom.ts";
import { countText, language, text } from "./i18n.ts";
import { nameWithChance } from "./words/answer-words.ts";

const ANSWERS: readonly Answer[] = ["listed", "probably_listed", "not_listed", "unknown"];

/**
 * The headline, or null where there is no answer at all, and so no shares to draw.
 * @param unlikely whether all that is probably listed is `isUnlikelyAnswer`
 */
export function headlineOf(counts: Counts, unlikely: boolean): HTMLElement[] | null {
  const answered = counts.listed + counts.probably_listed + counts.not_listed;
  if (answered === 0) return null;
  // Of the photos that were checked: of the others nothing is known.
  const parts = [make("strong", "", counts.listed.toLocaleString(language())), make("span", "", countText("headline", answered))];
  if (counts.probably_listed > 0) parts.push(make("span", "quiet", text(unlikely ? "headline_possibly" : "headline_probably", counts.probably_listed)));
  return parts;
}

/** Whether all of these photos that are probably listed are more likely not. */
export function areUnlikely(photos: readonly Pick<PhotoAnswer, "answer" | "datasets">[]): boolean {
  const probable = photos.filter(({ answer }) => answer === "probably_listed");
  return probable.length > 0 && probable.every(isUnlikelyAnswer);
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
export function rowsOf(counts: Counts, unlikely: boolean): HTMLElement[] {
  const words = (answer: Answer): string => text(answer === "probably_listed" && unlikely ? "count_possibly_listed" : `count_${answer}`);
  const rows = ANSWERS.map((answer) => rowOf(answer, words(answer), counts[answer]));
  // Apart from the numbers above, which are of training sets: it overlaps each of them.
  if (counts.public > 0) rows.push(rowOf("public", text("count_public"), counts.public));
  return rows;
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
    chips.append(make("span", certain ? "chip" : "chip probably", said));
  }
  return chips;
}
