// The numbers and the list of one page. "Could not be checked" is its own number: it is not "not listed".
import type { Answer } from "../shared/answers.ts";
import { byId, make, write } from "../shared/dom.ts";
import { countText, text } from "../shared/i18n.ts";
import type { ListedPhoto, PageReport } from "../shared/messages.ts";
import { percentOfChance } from "../shared/words/chance.ts";
import { makePicture } from "./pictures.ts";

const ANSWERS: readonly Answer[] = ["listed", "probably_listed", "not_listed", "unknown"];
/** Photos that are listed one by one; of the others only their number is shown. */
const MOST_SHOWN = 100;

let shown = "";

/** @param tab where the report comes from */
export function showReport(report: PageReport, tab: number | undefined): void {
  const key = JSON.stringify(report);
  if (key === shown) return;
  shown = key;
  showHeadline(report);
  showBar(report);
  showCounts(report);
  const { listed } = report;
  byId("listed-heading", HTMLElement).hidden = listed.length === 0;
  const items = listed.slice(0, MOST_SHOWN).map((photo) => makeItem(photo, tab));
  const more = listed.length - items.length;
  if (more > 0) items.push(make("li", "quiet", countText("listed_more", more)));
  byId("listed", HTMLElement).replaceChildren(...items);
}

function showHeadline({ counts }: PageReport): void {
  const headline = byId("headline", HTMLElement);
  const answered = counts.listed + counts.probably_listed + counts.not_listed;
  // Without any answer there are no shares to draw.
  byId("bar", HTMLElement).hidden = answered === 0;
  byId("counts", HTMLElement).hidden = answered === 0 && counts.public === 0;
  if (answered === 0) {
    write(headline, counts.unknown === 0 ? text("headline_none_shown") : countText("headline_unknown", counts.unknown));
    return;
  }
  // Of the photos that were checked: of the others nothing is known.
  const parts = [make("strong", "", counts.listed.toString()), make("span", "", countText("headline", answered))];
  if (counts.probably_listed > 0) parts.push(make("span", "quiet", text("headline_probably", counts.probably_listed)));
  headline.replaceChildren(...parts);
}

function showBar({ counts }: PageReport): void {
  const parts = ANSWERS.filter((answer) => counts[answer] > 0).map((answer) => {
    const part = make("span");
    part.dataset.answer = answer;
    part.style.flexGrow = counts[answer].toString();
    return part;
  });
  byId("bar", HTMLElement).replaceChildren(...parts);
}

function showCounts({ counts }: PageReport): void {
  const rows = ANSWERS.map((answer) => {
    const row = make("div", counts[answer] === 0 ? "zero" : "");
    row.dataset.answer = answer;
    row.append(make("dt", "", text(`count_${answer}`)), make("dd", "", counts[answer].toString()));
    return row;
  });
  // Apart from the numbers above, which are of training sets: it overlaps each of them.
  if (counts.public > 0) {
    const row = make("div");
    row.dataset.answer = "public";
    row.append(make("dt", "", text("count_public")), make("dd", "", counts.public.toString()));
    rows.push(row);
  }
  byId("counts", HTMLElement).replaceChildren(...rows);
}

function makeItem(photo: ListedPhoto, tab: number | undefined): HTMLElement {
  const item = make("li");
  const words = make("div", "words");
  if (tab !== undefined) item.append(makePicture(tab, photo.id));
  item.append(words);
  const name = text("photo_link", photo.id);
  if (photo.url === null) words.append(make("b", "", name));
  else {
    const link = make("a", "", name);
    link.href = photo.url;
    link.target = "_blank";
    link.rel = "noreferrer";
    words.append(link);
  }
  const chips = make("div", "chips");
  for (const each of photo.datasets) {
    const certain = each.answer === "listed";
    const chance = each.chance === undefined ? "" : percentOfChance(each.chance);
    const said = certain ? each.dataset : chance === "" ? text("badge_probably", each.dataset) : text("dataset_chance", each.dataset, chance);
    chips.append(make("span", certain ? "chip" : "chip probably", said));
  }
  words.append(chips);
  return item;
}
