// The one next step for the person, where the helper cannot answer: in the popup, in the window with an answer and on
// the page of a check, which all have the places `step`, `step-title`, `step-text`, `step-command` and `step-action`.
import type { HelperStatus } from "./answers.ts";
import { ConnectPanel } from "./connect-panel.ts";
import { byId, make, makeCommand, write } from "./dom.ts";
import { text } from "./i18n.ts";
import { ask } from "./messages.ts";
import { nextStep } from "./next-step.ts";
import { requestPermission } from "./permission.ts";
import { StartPanel } from "./start-panel.ts";

let shownStep = "";

/** @param refresh called when the person has done something that may have changed the state */
export function showStep(status: HelperStatus, refresh: () => Promise<void>): void {
  const section = byId("step", HTMLElement);
  section.hidden = status.state === "ready" && status.onlyCensuses !== true;
  const step = nextStep(status);
  write(byId("step-title", HTMLElement), step.title);
  write(byId("step-text", HTMLElement), step.text);
  const key = `${status.state} ${step.command ?? ""} ${step.action ?? ""}`;
  // Drawn again only when it is another step: a button must not be replaced while somebody is pressing it.
  if (key === shownStep) return;
  shownStep = key;
  byId("step-action", HTMLElement).replaceChildren(...makeAction(step.action, refresh));
  byId("step-command", HTMLElement).replaceChildren(...(step.command === null ? [] : [makeTerminal(step.command)]));
}

/** The way of those who installed the helper with pipx: folded, because everybody else needs no terminal. */
function makeTerminal(command: string): HTMLElement {
  const fold = make("details", "");
  fold.append(make("summary", "", text("welcome_get_terminal")), makeCommand(command));
  return fold;
}

function makeAction(action: ReturnType<typeof nextStep>["action"], refresh: () => Promise<void>): HTMLElement[] {
  if (action === null) return [];
  if (action === "start") return [new StartPanel(() => void refresh()).element];
  if (action === "connect") return [new ConnectPanel(() => void refresh()).element];
  const button = make("button", action === "allow" || action === "open_page" ? "primary" : "", text(action));
  button.type = "button";
  button.addEventListener("click", () => {
    if (action === "allow") void requestPermission().then(refresh);
    else if (action === "options") void chrome.runtime.openOptionsPage();
    else if (action === "open_page") void ask({ kind: "open_page" });
    else void refresh();
  });
  return [button];
}
