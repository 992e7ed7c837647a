// The popup: how the helper is, the one next step, and what is known about the photos of the page behind it.
import type { HelperStatus } from "../shared/answers.ts";
import { byId, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { showOrigins } from "../shared/known-datasets.ts";
import { ask, type PageReport, type ReportRequest } from "../shared/messages.ts";
import { prepareOpenPage, showOpenPage } from "../shared/open-page.ts";
import { showStep } from "../shared/step-panel.ts";
import { showAccount } from "./account.ts";
import { showCheck } from "./check.ts";
import { showNews } from "./news.ts";
import { prepareListed } from "./listed.ts";
import { showReport } from "./page-report.ts";
import { findSite, prepareSite, showSite } from "./site.ts";
import { shownTab } from "./tab.ts";

const REFRESH_EVERY = 1_000;

/** The report of the page's content script, or null where there is none. */
async function askPage(tab: number | undefined): Promise<PageReport | null> {
  if (tab === undefined) return null;
  const request: ReportRequest = { kind: "report" };
  try {
    return await chrome.tabs.sendMessage<ReportRequest, PageReport>(tab, request);
  } catch {
    return null;
  }
}

function showState(status: HelperStatus): void {
  const state = byId("state", HTMLElement);
  state.dataset.state = status.state;
  write(state, text(`state_${status.state}`));
}

async function refresh(): Promise<void> {
  const tab = await shownTab();
  const [status, report, site] = await Promise.all([ask({ kind: "status" }), askPage(tab?.id), findSite(tab)]);
  showState(status);
  showStep(status, refresh);
  showSite(site);
  await Promise.all([showCheck(tab), showNews(status.port)]);
  const inactive = site.paused || site.off;
  const shown = inactive ? null : report;
  byId("page", HTMLElement).hidden = shown === null;
  byId("elsewhere", HTMLElement).hidden = report !== null || site.access === "may" || inactive || status.state !== "ready";
  byId("sample", HTMLAnchorElement).href = `http://127.0.0.1:${status.port}/sample`;
  showOpenPage(status);
  if (shown !== null) showReport(shown, tab?.id);
  const account = await showAccount(status.state === "ready" ? (shown?.account ?? null) : null, status.port);
  const answering = [...(shown?.listed ?? []).flatMap(({ datasets }) => datasets), ...(account?.datasets ?? [])];
  await showOrigins(byId("origins", HTMLElement), answering.map(({ dataset }) => dataset));
}

fillTexts(document);
prepareSite(() => void refresh());
prepareOpenPage();
prepareListed();
void refresh();
setInterval(() => void refresh(), REFRESH_EVERY);
