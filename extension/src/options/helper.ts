// Where the helper listens, whether it answers, and forgetting it.
import { byId, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { mayUseHost, NATIVE, requestHost } from "../shared/native-host.ts";
import { nextStep } from "../shared/next-step.ts";
import { DEFAULT_PORT, loadPairing, parsePort, savePairing } from "../shared/pairing.ts";
import { StartPanel } from "../shared/start-panel.ts";

const port = byId("port", HTMLInputElement);
const note = byId("port-note", HTMLElement);
const forget = byId("forget", HTMLButtonElement);
const native = byId("native", HTMLInputElement);

/** What this page last wrote into the port's field. If the field holds anything else, a person has typed and not saved yet. */
let given = "";

/** Asks for the helper's state and shows it. Where the browser stopped the background meanwhile, the last state stays. */
export async function showStatus(): Promise<void> {
  const status = await ask({ kind: "status" }).catch(() => null);
  if (status === null) return;
  const state = byId("state", HTMLElement);
  state.dataset.state = status.state;
  write(state, text(`state_${status.state}`));
  write(byId("cause", HTMLElement), nextStep(status).text);
  byId("start-panel", HTMLElement).hidden = status.state !== "off";
  native.checked = await mayUseHost();
}

/** Whether the buttons may start the helper: the browser's permission, which is asked for and given back here. */
async function chooseNative(wanted: boolean): Promise<void> {
  if (wanted) await requestHost();
  else await chrome.permissions.remove(NATIVE);
  native.checked = await mayUseHost();
}

async function test(): Promise<void> {
  const button = byId("test", HTMLButtonElement);
  button.disabled = true;
  try {
    await showStatus();
  } finally {
    button.disabled = false;
  }
}

export async function showPairing(): Promise<void> {
  const pairing = await loadPairing();
  if (document.activeElement !== port && port.value === given) givePort(pairing.port);
  forget.disabled = pairing.token === null;
  write(byId("paired", HTMLElement), text(pairing.token === null ? "options_not_paired" : "options_paired"));
}

function givePort(value: number): void {
  given = value.toString();
  if (port.value !== given) port.value = given;
}

async function save(): Promise<void> {
  const chosen = parsePort(port.value);
  port.setAttribute("aria-invalid", String(chosen === null));
  if (chosen === null) {
    write(note, text("options_port_wrong"));
    port.focus();
    return;
  }
  await savePairing({ ...(await loadPairing()), port: chosen });
  givePort(chosen);
  write(note, text("options_saved"));
  await test();
}

/** The first click asks for confirmation, the second forgets the pairing. */
async function forgetPairing(): Promise<void> {
  if (forget.dataset.sure !== "yes") {
    forget.dataset.sure = "yes";
    write(forget, text("options_forget_sure"));
    return;
  }
  cancelForget();
  const { port: kept } = await loadPairing();
  await savePairing({ port: kept, token: null });
  await test();
}

/** The second click must follow the first: leaving the button takes the question back. */
function cancelForget(): void {
  delete forget.dataset.sure;
  write(forget, text("options_forget"));
}

/** @param changed called when the helper may have other datasets now */
export function prepareHelper(changed: () => void): void {
  write(byId("port-help", HTMLElement), text("options_port_help", DEFAULT_PORT.toString()));
  byId("start-panel", HTMLElement).append(new StartPanel(() => void test().then(changed)).element);
  native.addEventListener("change", () => void chooseNative(native.checked));
  byId("form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void save().then(changed);
  });
  port.addEventListener("input", () => {
    port.setAttribute("aria-invalid", "false");
    write(note, "");
  });
  byId("test", HTMLButtonElement).addEventListener("click", () => void test().then(changed));
  forget.addEventListener("click", () => void forgetPairing().then(changed));
  forget.addEventListener("blur", cancelForget);
}
