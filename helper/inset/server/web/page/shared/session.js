// The owner's session: a ticket that works once, handed over in the address by `inset open`, becomes a cookie.
import { ask } from "./api.js";

const TICKET = /^#ticket=([\w.~-]+)$/;

/**
 * Takes the ticket out of the address and the history entry, so that nothing else reads it there.
 * @returns {string | null}
 */
export function takeTicket() {
  if (!location.hash.startsWith("#ticket=")) return null;
  const ticket = TICKET.exec(location.hash)?.[1] ?? "";
  history.replaceState(null, "", location.pathname);
  return ticket;
}

/**
 * @param {string} ticket
 * @returns {Promise<boolean>} whether it was taken
 */
export async function startSession(ticket) {
  try {
    return (await ask("/v1/session", { method: "POST", body: { ticket } })).owner === true;
  } catch {
    return false;
  }
}

/** @returns {Promise<boolean>} whether this browser has a session that still holds */
export async function hasSession() {
  return (await ask("/v1/session")).owner === true;
}

export async function endSession() {
  await ask("/v1/session", { method: "DELETE" });
}
