// The welcome page, opened once after installation: get and start the helper, connect, see it work. Each step is ticked off once it is done.
import type { HelperStatus } from "../shared/answers.ts";
import { ConnectPanel } from "../shared/connect-panel.ts";
import { byId, make, makeCommand, write } from "../shared/dom.ts";
import { downloadPage, SYSTEMS, thisSystem } from "../shared/downloads.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { nextStep } from "../shared/next-step.ts";
import { prepareOpenPage, showOpenPage } from "../shared/open-page.ts";
import { requestPermission } from "../shared/permission.ts";
import { StartPanel } from "../shared/start-panel.ts";

const REFRESH_EVERY = 1_500;

let panel: ConnectPanel | null = null;

function show(status: HelperStatus): void {
  const { state, port } = status;
  const running = state === "ready" || state === "not_paired" || state === "no_index";
  const connected = state === "ready" || state === "no_index";
  byId("start", HTMLElement).classList.toggle("over", running);
  byId("connect", HTMLElement).classList.toggle("over", connected);
  byId("connect", HTMLElement).classList.toggle("later", !running);
  byId("see", HTMLElement).classList.toggle("later", !connected);
  const shown = byId("state", HTMLElement);
  shown.dataset.state = state;
  write(shown, text(`state_${state}`));
  write(byId("cause", HTMLElement), state === "off" ? "" : nextStep(status).text);
  byId("start-panel", HTMLElement).hidden = state !== "off";
  byId("allow", HTMLButtonElement).hidden = state !== "no_permission";
  byId("no-index", HTMLElement).hidden = state !== "no_index";
  byId("sample", HTMLAnchorElement).href = `http://127.0.0.1:${port}/sample`;
  showOpenPage(status);
  // The helper gives the code, so connecting is offered only while it runs.
  if (state === "not_paired" && panel === null) {
    panel = new ConnectPanel(() => void refresh());
    byId("panel", HTMLElement).replaceChildren(panel.element);
  } else if (!running && panel !== null) {
    panel = null;
    byId("panel", HTMLElement).replaceChildren();
  }
}

async function refresh(): Promise<void> {
  if (document.visibilityState === "visible") show(await ask({ kind: "status" }));
}

/** One button for each system; that of this computer first and as the one to press. */
async function showDownloads(): Promise<void> {
  const own = await thisSystem();
  const systems = [...SYSTEMS].sort((a, b) => Number(b === own) - Number(a === own));
  byId("downloads", HTMLElement).replaceChildren(...systems.map((system) => {
    const link = make("a", system === own ? "button primary" : "button", text("welcome_get", system));
    link.href = downloadPage(system);
    link.target = "_blank";
    link.rel = "noreferrer";
    return link;
  }));
}

fillTexts(document);
void showDownloads();
document.title = text("welcome_title");
byId("start-panel", HTMLElement).append(new StartPanel(() => void refresh(), false).element);
byId("start-command", HTMLElement).append(makeCommand("inset serve"));
write(byId("example-listed", HTMLElement), text("badge_listed", text("example_dataset")));
write(byId("example-probably", HTMLElement), text("badge_probably", text("example_dataset")));
byId("allow", HTMLButtonElement).addEventListener("click", () => void requestPermission().then(refresh));
prepareOpenPage();
document.addEventListener("visibilitychange", () => void refresh());
void refresh();
setInterval(() => void refresh(), REFRESH_EVERY);
