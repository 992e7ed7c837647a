// The page at `/connect`, which the extension opens after Connect: one browser that asks, its code, Approve and Refuse.
// The helper answers this address only where the browser itself or the extension opened it: no link on another site leads here.
import { ask, explain } from "../shared/api.js";
import { byId, make, write } from "../shared/dom.js";
import { whileShown } from "../shared/parts.js";
import { hasSession, startSession } from "../shared/session.js";
import { text } from "../shared/words.js";
import { makeApproval } from "./approval.js";
import { rememberThisBrowser } from "./this-browser.js";

const EVERY_MS = 1500;
const STATES = /** @type {const} */ (["asking", "stranger", "gone", "approved", "refused"]);

/** @typedef {(typeof STATES)[number]} State */

/** Whether the address is that of this page. */
export const asksToConnect = () => location.pathname === "/connect";

/**
 * What the address holds behind `#`: which request, and perhaps a ticket, which is taken out of the address at once.
 * @returns {{pairing: string, ticket: string | null}}
 */
export function takeRequest() {
  const given = new URLSearchParams(location.hash.slice(1));
  const pairing = given.get("pairing") ?? "";
  const ticket = given.get("ticket");
  if (ticket !== null) history.replaceState(null, "", `${location.pathname}#pairing=${encodeURIComponent(pairing)}`);
  return { pairing, ticket };
}

/** @param {State} state */
function show(state) {
  document.documentElement.dataset.connect = state;
  for (const each of STATES) byId(`connect-${each}`, HTMLElement).hidden = each !== state;
}

export async function connectPage() {
  const { pairing, ticket } = takeRequest();
  byId("welcome", HTMLElement).hidden = true;
  byId("connecting", HTMLElement).hidden = false;
  document.title = `${text("connect_title")} - Inset`;
  let drawn = false;
  const decide = (/** @type {"approved" | "refused"} */ outcome, /** @type {string | null} */ paired) => {
    // The extension opens this page in its own browser: what is approved here is this browser.
    if (paired !== null) rememberThisBrowser(paired);
    part.hide?.();
    show(outcome);
    byId(`connect-${outcome}`, HTMLElement).querySelector("h1")?.focus();
  };
  const refresh = async () => {
    const problem = byId("connect-problem", HTMLElement);
    try {
      const owner = await hasSession();
      document.documentElement.dataset.session = owner ? "owner" : "none";
      if (!owner) {
        show("stranger");
        return;
      }
      /** @type {import("../shared/wire.d.ts").PairingList} */
      const { waiting } = await ask("/v1/pairings");
      const asker = waiting.find(({ id }) => id === pairing);
      write(problem, "");
      show(asker === undefined ? "gone" : "asking");
      if (asker === undefined || drawn) return;
      drawn = true;
      byId("connect-asker", HTMLElement).replaceChildren(make("h2", "", asker.name), makeApproval(asker, decide));
    } catch (error) {
      document.documentElement.dataset.session ??= "none";
      write(problem, explain(error));
    }
  };
  const part = whileShown(EVERY_MS, refresh);
  // A ticket that was used or is too old leaves a stranger, who is told how to get in.
  if (ticket !== null) await startSession(ticket);
  part.show();
}
