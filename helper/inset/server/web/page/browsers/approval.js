// Approving a browser or a program that asks to be connected: the owner compares its code with the one that it shows.
import { ask, explain } from "../shared/api.js";
import { make, makeButton, say, write } from "../shared/dom.js";
import { text } from "../shared/words.js";

/** @typedef {import("../shared/wire.d.ts").PairingWaiting} PairingWaiting */

/**
 * Milliseconds for which Approve does nothing after the page has come into view. A page that lets a person click twice,
 * and brings this one under the pointer between the clicks, must not get the second click.
 */
const SETTLE_MS = 1000;

/** @param {string | null} origin */
export function kindOf(origin) {
  if (origin === null) return text("browsers_program");
  return text(origin.startsWith("moz-extension:") ? "browsers_firefox" : "browsers_chrome");
}

/**
 * Who asks, the code to compare, Approve and Refuse.
 * @param {PairingWaiting} asker
 * @param {(outcome: "approved" | "refused", pairing: string | null) => void} onDecided is told the ID of what is now paired
 * @returns {HTMLElement}
 */
export function makeApproval({ id, name, origin, code }, onDecided) {
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  const path = `/v1/pairings/${encodeURIComponent(id)}`;
  const run = async (/** @type {() => Promise<any>} */ action, /** @type {"approved" | "refused"} */ outcome) => {
    approve.disabled = refuse.disabled = true;
    try {
      const answer = await action();
      say(text(outcome === "approved" ? "browsers_now_connected" : "browsers_refused", name));
      onDecided(outcome, outcome === "approved" ? answer.id : null);
    } catch (error) {
      write(problem, explain(error));
      approve.disabled = refuse.disabled = false;
    }
  };
  const approve = makeButton(text("browsers_approve"), () => void run(() => ask(`${path}/approval`, { method: "POST", body: { code } }), "approved"), "primary");
  const refuse = makeButton(text("browsers_refuse"), () => void run(() => ask(path, { method: "DELETE" }), "refused"));
  settle(approve);
  const shown = make("p", "code", `${code.slice(0, 3)} ${code.slice(3)}`);
  // For screen readers: digit by digit, not as one large number.
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", `${text("browsers_code")}: ${Array.from(code).join(" ")}`);
  return make("div", "approval",
    make("p", "quiet", text("browsers_caution", kindOf(origin))),
    shown,
    make("div", "actions", approve, refuse),
    problem);
}

/**
 * Keeps a button from working until the page has been in view, and left alone, for a moment.
 * @param {HTMLButtonElement} button
 */
function settle(button) {
  let timer = 0;
  const wait = () => {
    if (!button.isConnected && timer !== 0) {
      for (const kind of ["focus", "blur", "resize"]) removeEventListener(kind, wait);
      document.removeEventListener("visibilitychange", wait);
      return;
    }
    clearTimeout(timer);
    button.dataset.settling = "";
    timer = setTimeout(() => { if (!document.hidden) delete button.dataset.settling; }, SETTLE_MS);
  };
  button.addEventListener("click", (event) => {
    if (button.dataset.settling === undefined) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, { capture: true });
  for (const kind of ["focus", "blur", "resize"]) addEventListener(kind, wait);
  document.addEventListener("visibilitychange", wait);
  wait();
}
