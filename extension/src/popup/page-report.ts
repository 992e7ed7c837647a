// The numbers of one page, and above which list they stand.
import { byId, write } from "../shared/dom.ts";
import { countText, text } from "../shared/i18n.ts";
import type { PageReport } from "../shared/messages.ts";
import { barOf, headlineOf, rowsOf } from "../shared/numbers.ts";
import { showListed } from "./listed.ts";

let shown = "";

/** @param tab where the report comes from */
export function showReport(report: PageReport, tab: number | undefined): void {
  const key = JSON.stringify(report);
  if (key === shown) return;
  shown = key;
  showNumbers(report);
  showListed(report.listed, tab);
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
