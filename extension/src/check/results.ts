// What came of a check: numbers, datasets, links, and what it cannot know.
import type { PhotoAnswer } from "../shared/answers.ts";
import { byId, make, makeCommand, write } from "../shared/dom.ts";
import { countText, language, text } from "../shared/i18n.ts";
import { askDatasets, showOrigins } from "../shared/known-datasets.ts";
import type { DatasetInfo } from "../shared/details.ts";
import { showItems, type Item } from "../shared/kept-items.ts";
import { barOf, chipsOf, headlineOf, rowsOf } from "../shared/numbers.ts";
import { saveFile } from "../shared/csv.ts";
import { asAddresses, asCsv, asJson, fileName } from "./save.ts";
import { listedPhotos, summaryOf, type DatasetSummary, type Summary } from "./summary.ts";
import { isUnlikely } from "../shared/words/chance.ts";
import { isWhole, photoAddress, type Walk } from "./walk.ts";

/** Photos that are shown one by one; all of them are in the files. */
const MOST_SHOWN = 200;

export interface Shown {
  readonly walk: Walk;
  readonly answers: ReadonlyMap<string, PhotoAnswer>;
  /** Photos about which the helper is still being asked. */
  readonly waiting: number;
}

export function prepareResults(now: () => Shown | null): void {
  const save = async (shown: Shown | null, make: (shown: Shown, known: readonly DatasetInfo[] | null) => readonly [string, string, string]): Promise<void> => {
    if (shown !== null) saveFile(...make(shown, await askDatasets()));
  };
  const onClick = (id: string, make: Parameters<typeof save>[1]): void => {
    byId(id, HTMLButtonElement).addEventListener("click", () => void save(now(), make));
  };
  onClick("save-csv", ({ walk, answers }, known) => [`${fileName(walk)}.csv`, "text/csv", asCsv(walk, answers, known)]);
  onClick("save-json", ({ walk, answers }, known) => [`${fileName(walk)}.json`, "application/json", asJson(walk, answers, summaryOf(answers), known)]);
  onClick("save-addresses", ({ walk, answers }) => [`${fileName(walk)}.txt`, "text/plain", asAddresses(walk, answers)]);
}

export function showResults({ walk, answers, waiting }: Shown): void {
  const nothing = answers.size === 0 && walk.unlinked.length === 0;
  byId("results", HTMLElement).hidden = nothing;
  if (nothing) return;
  const summary = summaryOf(answers);
  showNumbers(summary);
  byId("not-whole", HTMLElement).hidden = isWhole(walk);
  write(byId("waiting", HTMLElement), waiting === 0 ? "" : countText("check_waiting", waiting));
  const tables = [tableOf("", summary.datasets, ""), tableOf(text("count_public"), summary.censuses, text("card_public"))];
  byId("datasets", HTMLElement).replaceChildren(...tables.flat());
  showListed(walk, answers);
  byId("not-known", HTMLElement).replaceChildren(...notKnown(walk, summary));
}

/** Whose the datasets are that list something. */
export async function showWhose({ answers }: Pick<Shown, "answers">): Promise<void> {
  const { datasets, censuses } = summaryOf(answers);
  await showOrigins(byId("origins", HTMLElement), [...datasets, ...censuses].map(({ dataset }) => dataset));
}

function showNumbers(summary: Summary): void {
  const headline = byId("headline", HTMLElement);
  const parts = headlineOf(summary);
  byId("bar", HTMLElement).hidden = parts === null;
  byId("counts", HTMLElement).hidden = parts === null && summary.public === 0;
  if (parts === null) write(headline, summary.unknown === 0 ? text("headline_none_shown") : countText("headline_unknown", summary.unknown));
  else headline.replaceChildren(...parts);
  byId("bar", HTMLElement).replaceChildren(...barOf(summary));
  byId("counts", HTMLElement).replaceChildren(...rowsOf(summary));
}

function tableOf(title: string, datasets: readonly DatasetSummary[], note: string): HTMLElement[] {
  if (datasets.length === 0) return [];
  const table = make("table");
  if (title !== "") table.append(make("caption", "", title));
  const head = make("tr");
  for (const words of [text("check_dataset"), text("count_listed"), uncertainName(datasets)]) {
    const cell = make("th", "", words);
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  for (const each of datasets) body.append(rowFor(each));
  table.append(top, body);
  return note === "" ? [table] : [table, make("p", "quiet small", note)];
}

/** What the column is called of what filters alone say: it must be true of each row. */
function uncertainName(datasets: readonly DatasetSummary[]): string {
  const filters = datasets.filter((each) => each.probably_listed > 0);
  const unlikely = filters.filter(({ chance }) => isUnlikely(chance)).length;
  if (unlikely === 0) return text("count_probably_listed");
  return text(unlikely === filters.length ? "count_possibly_listed" : "count_either_listed");
}

function rowFor({ dataset, listed, probably_listed, mistakes }: DatasetSummary): HTMLElement {
  const row = make("tr");
  const probable = make("td", "", numberOf(probably_listed));
  const wrong = Math.round(mistakes ?? 0);
  if (wrong > 0) probable.append(make("span", "quiet", countText("check_mistakes", wrong)));
  row.append(make("td", "", dataset), make("td", "certain", numberOf(listed)), probable);
  return row;
}

function numberOf(count: number): string {
  return count === 0 ? "–" : count.toLocaleString(language());
}

function showListed(walk: Walk, answers: Shown["answers"]): void {
  const listed = listedPhotos(answers);
  byId("listed-heading", HTMLElement).hidden = listed.length === 0;
  const items = listed.slice(0, MOST_SHOWN).map(([photo, { datasets }]): Item => {
    const address = photoAddress(walk, photo);
    return { id: photo, from: [address, datasets], draw: () => makeItem(photo, address, datasets) };
  });
  const more = listed.length - items.length;
  if (more > 0) items.push({ id: "more", from: more, draw: () => make("li", "quiet", countText("listed_more", more)) });
  showItems(byId("listed", HTMLElement), items);
}

function makeItem(photo: string, address: string, datasets: PhotoAnswer["datasets"]): HTMLElement {
  const item = make("li");
  const link = make("a", "", text("photo_link", photo));
  link.href = address;
  link.target = "_blank";
  link.rel = "noreferrer";
  item.append(link, chipsOf(datasets));
  return item;
}

function notKnown(walk: Walk, summary: Summary): HTMLElement[] {
  const { stated, found, skipped, unlinked, nsid } = walk;
  const facts: HTMLElement[] = [];
  const say = (words: string): void => { facts.push(make("li", "", words)); };
  if (walk.state === "finished" && !isWhole(walk) && stated !== null && found < stated) say(text("check_short", stated, found));
  if (skipped.length > 0) say(text("check_skipped", skipped.join(", ")));
  if (unlinked.length > 0) say(countText("check_unlinked", unlinked.length));
  if (summary.partial > 0) say(text("check_partial"));
  say(text("check_not_known_use"));
  say(text("check_not_known_library"));
  say(text("check_not_known_hidden"));
  say(text(nsid === null ? "check_not_known_gone" : "check_not_known_deleted"));
  if (nsid !== null) facts.at(-1)?.append(makeCommand(`inset check ${nsid}`));
  return facts;
}
