// The popup: how the helper is, the one next step, and what is known about the photos of the page behind it.
import type { HelperStatus } from "../shared/answers.ts";
import { ConnectPanel } from "../shared/connect-panel.ts";
import { byId, make, makeCommand, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask, type PageReport, type ReportRequest } from "../shared/messages.ts";
import { nextStep } from "../shared/next-step.ts";
import { requestPermission } from "../shared/permission.ts";
import { showReport } from "./page-report.ts";
import { findSite, prepareSite, showSite } from "./site.ts";
import { shownTab } from "./tab.ts";

const REFRESH_EVERY = 1_000;

let shownStep = "";

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

function showStep(status: HelperStatus): void {
  const section = byId("step", HTMLElement);
  section.hidden = status.state === "ready" && status.onlyCensuses !== true;
  const step = nextStep(status);
  write(byId("step-title", HTMLElement), step.title);
  write(byId("step-text", HTMLElement), step.text);
  const key = `${status.state} ${step.command ?? ""} ${step.action ?? ""}`;
  // Drawn again only when it is another step: a button must not be replaced while somebody is pressing it.
  if (key === shownStep) return;
  shownStep = key;
  byId("step-command", HTMLElement).replaceChildren(...(step.command === null ? [] : [makeCommand(step.command)]));
  byId("step-action", HTMLElement).replaceChildren(...makeAction(step.action));
}

function makeAction(action: ReturnType<typeof nextStep>["action"]): HTMLElement[] {
  if (action === null) return [];
  if (action === "connect") return [new ConnectPanel(() => void refresh()).element];
  const button = make("button", action === "allow" ? "primary" : "", text(action));
  button.type = "button";
  button.addEventListener("click", () => {
    if (action === "allow") void requestPermission().then(refresh);
    else if (action === "options") void chrome.runtime.openOptionsPage();
    else void refresh();
  });
  return [button];
}

async function refresh(): Promise<void> {
  const tab = await shownTab();
  const [status, report, site] = await Promise.all([ask({ kind: "status" }), askPage(tab?.id), findSite(tab)]);
  showState(status);
  showStep(status);
  showSite(site);
  const inactive = site.paused || site.off;
  const shown = inactive ? null : report;
  byId("page", HTMLElement).hidden = shown === null;
  byId("elsewhere", HTMLElement).hidden = report !== null || site.access === "may" || inactive || status.state !== "ready";
  byId("sample", HTMLAnchorElement).href = `http://127.0.0.1:${status.port}/sample`;
  if (shown !== null) showReport(shown, tab?.id);
}

fillTexts(document);
prepareSite(() => void refresh());
void refresh();
setInterval(() => void refresh(), REFRESH_EVERY);
