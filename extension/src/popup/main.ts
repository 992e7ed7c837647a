// The popup: how the helper is, the one next step, and what is known about the photos of the page behind it.
import type { HelperStatus } from "../shared/answers.ts";
import { ConnectPanel } from "../shared/connect-panel.ts";
import { byId, make, makeCommand, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask, type PageReport, type ReportRequest } from "../shared/messages.ts";
import { nextStep } from "../shared/next-step.ts";
import { requestPermission } from "../shared/permission.ts";
import { showReport } from "./page-report.ts";

const REFRESH_EVERY = 1_000;

let shownStep = "";

/** What the page's own content script says, or null where there is none. */
async function askPage(): Promise<PageReport | null> {
  const tab = await shownTab();
  if (tab === null) return null;
  const request: ReportRequest = { kind: "report" };
  try {
    return await chrome.tabs.sendMessage<ReportRequest, PageReport>(tab, request);
  } catch {
    return null;
  }
}

/** The tab that this popup speaks about: the one in its own address (`?tab=12`), else the one behind it. */
async function shownTab(): Promise<number | null> {
  const named = new URLSearchParams(location.search).get("tab");
  if (named !== null) return Number(named);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

function showState(status: HelperStatus): void {
  const state = byId("state", HTMLElement);
  state.dataset.state = status.state;
  write(state, text(`state_${status.state}`));
}

function showStep(status: HelperStatus): void {
  const section = byId("step", HTMLElement);
  section.hidden = status.state === "ready";
  const step = nextStep(status);
  write(byId("step-title", HTMLElement), step.title);
  write(byId("step-text", HTMLElement), step.text);
  const key = `${status.state} ${step.command ?? ""}`;
  // Drawn anew only when it is another step: a button must not be replaced under the finger.
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
  const [status, report] = await Promise.all([ask({ kind: "status" }), askPage()]);
  showState(status);
  showStep(status);
  byId("page", HTMLElement).hidden = report === null;
  byId("elsewhere", HTMLElement).hidden = report !== null || status.state !== "ready";
  byId("sample", HTMLAnchorElement).href = `http://127.0.0.1:${status.port}/sample`;
  if (report !== null) showReport(report);
}

fillTexts(document);
void refresh();
setInterval(() => void refresh(), REFRESH_EVERY);
