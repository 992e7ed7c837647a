// The numbers and the list of one page.
import { byId, make, write } from "../shared/dom.ts";
import { countText, text } from "../shared/i18n.ts";
import type { ListedPhoto, PageReport } from "../shared/messages.ts";
import { barOf, chipsOf, headlineOf, rowsOf } from "../shared/numbers.ts";
import { makePicture } from "./pictures.ts";

/** Photos that are listed one by one; of the others only their number is shown. */
const MOST_SHOWN = 100;

let shown = "";

/** @param tab where the report comes from */
export function showReport(report: PageReport, tab: number | undefined): void {
  const key = JSON.stringify(report);
  if (key === shown) return;
  shown = key;
  showNumbers(report);
  const { listed } = report;
  byId("listed-heading", HTMLElement).hidden = listed.length === 0;
  const items = listed.slice(0, MOST_SHOWN).map((photo) => makeItem(photo, tab));
  const more = listed.length - items.length;
  if (more > 0) items.push(make("li", "quiet", countText("listed_more", more)));
  byId("listed", HTMLElement).replaceChildren(...items);
}

function showNumbers({ counts }: PageReport): void {
  const headline = byId("headline", HTMLElement);
  const parts = headlineOf(counts);
  byId("bar", HTMLElement).hidden = parts === null;
  byId("counts", HTMLElement).hidden = parts === null && counts.public === 0;
  if (parts === null) write(headline, counts.unknown === 0 ? text("headline_none_shown") : countText("headline_unknown", counts.unknown));
  else headline.replaceChildren(...parts);
  byId("bar", HTMLElement).replaceChildren(...barOf(counts));
  byId("counts", HTMLElement).replaceChildren(...rowsOf(counts));
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
  words.append(chipsOf(photo.datasets));
  return item;
}
