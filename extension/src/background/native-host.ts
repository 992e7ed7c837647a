// Asking the native messaging host: two verbs, no arguments. Only clicks in the extension's own pages lead here, and only
// where the person has given the permission; neither a web page nor a content script can.
import { HOST, mayUseHost, type StartReply } from "../shared/native-host.ts";
import { loadPairing, savePairing } from "../shared/pairing.ts";

type Answer =
  | { readonly ok: true; readonly port: number; readonly ticket?: string }
  | { readonly ok: false; readonly error: { readonly message: string } };

/** What the host answers; null where the person has not allowed it or the browser finds no host. */
async function call(verb: "start" | "ticket"): Promise<Answer | null> {
  if (!(await mayUseHost())) return null;
  try {
    const answer: unknown = await chrome.runtime.sendNativeMessage(HOST, { verb });
    return isAnswer(answer) ? answer : null;
  } catch {
    return null;
  }
}

export async function startHelper(): Promise<StartReply> {
  if (!(await mayUseHost())) return { outcome: "not_allowed" };
  const answer = await call("start");
  if (answer === null) return { outcome: "no_host" };
  if (!answer.ok) return { outcome: "failed", message: answer.error.message };
  await listenAt(answer.port);
  return { outcome: "started" };
}

/** A ticket that opens Inset's page as its owner, once and within a minute, and the port to use it at; null where there is none. */
export async function getTicket(): Promise<{ readonly port: number; readonly ticket: string } | null> {
  const answer = await call("ticket");
  if (answer?.ok !== true || answer.ticket === undefined) return null;
  return { port: answer.port, ticket: answer.ticket };
}

/** The host knows the helper's port better than somebody who typed one. */
async function listenAt(port: number): Promise<void> {
  const pairing = await loadPairing();
  if (pairing.port !== port) await savePairing({ ...pairing, port });
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null || !("ok" in value)) return false;
  const { ok, port, ticket, error } = value as Record<string, unknown>;
  if (ok === true) return Number.isInteger(port) && (ticket === undefined || (typeof ticket === "string" && /^[\w.~-]+$/.test(ticket)));
  return ok === false && typeof error === "object" && error !== null && typeof (error as { message?: unknown }).message === "string";
}
