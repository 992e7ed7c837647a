// The answers of all datasets: counts, the photos that were found, and the file that the reader saves. Censuses are counted apart,
// and what nobody could answer is "unknown", never "not listed".
import { csvOf } from "../src/shared/csv.ts";
import { make } from "../src/shared/elements.ts";
import { isUnlikely, percentOfChance } from "../src/shared/words/chance.ts";
import type { Answer } from "./asking.ts";
import { chanceListed } from "./chance.ts";
import type { AskedPhoto } from "./photos.ts";
import type { DatasetFacts } from "./site-facts.ts";
import { Slices } from "./slices.ts";
import { theirs } from "./theirs.ts";
import { countText, languageTag, text } from "./words.ts";

/** One dataset's answers, in the order of the photos; null where it was not fetched, so that nothing is known. */
export interface Answered {
  readonly facts: DatasetFacts;
  readonly answers: readonly Answer[] | null;
}

/** Characters of a title beside each photo: it stands whole in the table. */
const SHORT = 40;
/** Photos whose lines of the saved file are encoded at once. */
const LINES_AT_ONCE = 1000;

const ANSWERS: readonly Answer[] = ["listed", "probably_listed", "not_listed", "unknown"];

const answerOf = ({ answers }: Answered, at: number): Answer => answers?.[at] ?? "unknown";

/** The chance that a dataset's "probably" is true; null for one that carries its list. */
export function chanceOf({ photos, false_positive_rate: rate }: DatasetFacts): number | null {
  return rate === null ? null : chanceListed(photos, rate);
}

/** Whether all filters that let the photo by are more often wrong than right of one. */
const isUnlikelyAt = (sets: readonly Answered[], at: number): boolean => sets.every((each) => answerOf(each, at) !== "probably_listed" || isUnlikely(chanceOf(each.facts)));

/** What all training sets together say of one photo: unknown only where none says more and one could not be asked. */
function together(sets: readonly Answered[], at: number): Answer {
  let best: Answer = "not_listed";
  for (const each of sets) {
    const answer = answerOf(each, at);
    if (STRENGTH[answer] > STRENGTH[best]) best = answer;
  }
  return best;
}

/** Which answer of several stands for them all: the strongest. */
const STRENGTH: Readonly<Record<Answer, number>> = { listed: 3, probably_listed: 2, unknown: 1, not_listed: 0 };

/** The sentence above all: how many of the photos are in a training set. */
export function headline(photos: readonly AskedPhoto[], all: readonly Answered[]): string {
  const training = all.filter(({ facts }) => facts.kind === "training");
  const asked = training.filter(({ answers }) => answers !== null);
  if (photos.length === 0) return text("report_none");
  if (asked.length === 0) return training.length === 0 ? countText("report_nobody", photos.length) : text("site_no_training");
  const count = new Map<Answer, number>(ANSWERS.map((answer) => [answer, 0]));
  let unlikely = 0;
  for (const at of photos.keys()) {
    const answer = together(asked, at);
    count.set(answer, (count.get(answer) ?? 0) + 1);
    if (answer === "probably_listed" && isUnlikelyAt(asked, at)) unlikely += 1;
  }
  const of = (answer: Answer): number => count.get(answer) ?? 0;
  const isAll = asked.length === training.length && of("unknown") === 0;
  const none = countText(isAll ? "report_not_listed" : "report_not_listed_part", photos.length);
  const found = countText("listed_of", of("listed"), countText("photos", photos.length));
  if (of("listed") + of("probably_listed") === 0) return of("unknown") === photos.length ? countText("report_nobody", photos.length) : of("unknown") > 0 ? text("and_unknown", found, of("unknown")) : none;
  const both = withUncertain(found, of("probably_listed") - unlikely, unlikely);
  return of("unknown") > 0 ? text("and_unknown", both, of("unknown")) : both;
}

/** How many more filters alone name: those that probably are listed, and those that possibly are. */
function withUncertain(found: string, likely: number, unlikely: number): string {
  if (likely > 0 && unlikely > 0) return text("and_either", found, likely, unlikely);
  if (likely > 0) return text("and_probably", found, likely);
  return unlikely > 0 ? text("and_possibly", found, unlikely) : found;
}

/** In a narrow window the table is laid out as a list, of which not all browsers would say that it is a table. */
function withRole<T extends HTMLElement>(element: T, role: string): T {
  element.setAttribute("role", role);
  return element;
}

/** What a column of answers is called where these datasets were asked. */
function columnName(answer: Answer, all: readonly Answered[]): string {
  const filters = all.map(({ facts }) => chanceOf(facts)).filter((chance) => chance !== null);
  if (answer !== "probably_listed" || !filters.some(isUnlikely)) return text(`answer_${answer}`);
  return text(filters.every(isUnlikely) ? "answer_possibly_listed" : "answer_either_listed");
}

export function drawHead(all: readonly Answered[]): HTMLElement {
  const row = withRole(make("tr"), "row");
  const words = [text("site_dataset"), ...ANSWERS.map((answer) => columnName(answer, all))];
  row.append(...words.map((each) => {
    const cell = withRole(make("th", "", each), "columnheader");
    cell.scope = "col";
    return cell;
  }));
  return row;
}

/** One row: how many photos a dataset lists, probably lists, does not list, and could not be asked about. */
export function drawRow(each: Answered, photos: readonly AskedPhoto[]): HTMLElement {
  const row = withRole(make("tr"), "row");
  row.dataset.dataset = each.facts.name;
  const name = withRole(make("th", "", theirs(each.facts.title)), "rowheader");
  name.scope = "row";
  name.dir = "auto";
  const counts = new Map<Answer, number>();
  for (const at of photos.keys()) {
    const answer = answerOf(each, at);
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  row.append(name, ...ANSWERS.map((answer) => {
    const cell = withRole(make("td", "", (counts.get(answer) ?? 0).toLocaleString(languageTag())), "cell");
    cell.dataset.answer = answer;
    cell.dataset.label = columnName(answer, [each]);
    return cell;
  }));
  const chance = chanceOf(each.facts);
  if (each.facts.kind === "census") name.append(make("div", "quiet", text("dataset_census")));
  if (chance !== null) name.append(make("div", "quiet", text("report_thing", text(isUnlikely(chance) ? "answer_possibly_listed" : "answer_probably_listed"), text("likely", percentText(chance)))));
  return row;
}

const percentText = (chance: number): string => percentOfChance(chance, languageTag());

/** The photos that a dataset lists or probably lists: their places. */
export function foundOnes(photos: readonly AskedPhoto[], all: readonly Answered[]): number[] {
  return [...photos.keys()].filter((at) => all.some((each) => STRENGTH[answerOf(each, at)] >= STRENGTH.probably_listed));
}

/** One photo that was found, with the datasets that have it. */
export function drawFound(photo: AskedPhoto, at: number, all: readonly Answered[]): HTMLElement {
  const item = make("li");
  const link = make("a", "", String(photo.id));
  link.href = `https://www.flickr.com/photo.gne?id=${String(photo.id)}`;
  link.rel = "noreferrer noopener";
  link.target = "_blank";
  item.append(link);
  for (const each of all) {
    const answer = answerOf(each, at);
    if (answer !== "listed" && answer !== "probably_listed") continue;
    const chance = chanceOf(each.facts);
    const title = theirs(each.facts.title, SHORT);
    const chip = make("span", "chip", chance === null ? title : `${title}: ${text("likely", percentText(chance))}`);
    chip.classList.toggle("probably", answer === "probably_listed");
    chip.classList.toggle("census", each.facts.kind === "census");
    chip.dir = "auto";
    item.append(chip);
  }
  return item;
}

/**
 * One line for each photo and dataset, in English words that programs know; made in slices.
 * @returns the file's parts
 * @throws the signal's reason, if it was stopped
 */
export async function asCsv(photos: readonly AskedPhoto[], all: readonly Answered[], signal: AbortSignal): Promise<Blob[]> {
  const slices = new Slices(signal);
  const parts: Blob[] = [];
  const lines = [csvOf([["photo_id", "ref", "dataset", "kind", "answer", "chance"]])];
  for (const [at, photo] of photos.entries()) {
    lines.push(csvOf(all.map((each) => {
      const answer = answerOf(each, at);
      const chance = answer === "probably_listed" ? chanceOf(each.facts) : null;
      return [String(photo.id), photo.ref, each.facts.name, each.facts.kind, answer, chance === null ? "" : String(chance)];
    })));
    if (lines.length >= LINES_AT_ONCE) parts.push(new Blob(lines.splice(0)));
    if (slices.isOver) await slices.pause();
  }
  parts.push(new Blob(lines));
  return parts;
}
