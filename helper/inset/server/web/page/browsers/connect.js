// The page at `/connect`, which the extension opens after Connect: one browser that asks, its code, Approve and Refuse.
// The helper answers this address only where the browser itself or the extension opened it: no link on another site leads here.
import { ask, explain } from "../shared/api.js";
import { byId, make, write } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
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
  let decided = false;
  const decide = (/** @type {"approved" | "refused"} */ outcome, /** @type {string | null} */ paired) => {
    // The extension opens this page in its own browser: what is approved here is this browser.
    if (paired !== null) rememberThisBrowser(paired);
    decided = true;
    part.hide?.();
    show(outcome);
    byId(`connect-${outcome}`, HTMLElement).querySelector("h1")?.focus();
  };
  const refresh = makeDrawing({
    // Without the owner's session nothing is asked: null.
    ask: async () => ((await hasSession()) ? /** @type {import("../shared/wire.d.ts").PairingList} */ (await ask("/v1/pairings")).waiting : null),
    draw: (waiting) => {
      // What was asked before the decision, and is answered after it, would call the request gone.
      if (decided) return;
      document.documentElement.dataset.session = waiting === null ? "none" : "owner";
      write(byId("connect-problem", HTMLElement), "");
      const asker = waiting?.find(({ id }) => id === pairing);
      show(waiting === null ? "stranger" : asker === undefined ? "gone" : "asking");
      if (asker === undefined || drawn) return;
      drawn = true;
      byId("connect-asker", HTMLElement).replaceChildren(make("h2", "", asker.name), makeApproval(asker, decide));
    },
    fail: (error) => {
      if (decided) return;
      document.documentElement.dataset.session ??= "none";
      write(byId("connect-problem", HTMLElement), explain(error));
    },
  });
  const part = whileShown(EVERY_MS, refresh);
  // A ticket that was used or is too old leaves a stranger, who is told how to get in.
  if (ticket !== null) await startSession(ticket);
  part.show();
}
