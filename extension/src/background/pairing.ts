// Pairing: how this extension gets its token, once. Everything lives in storage.session, because browsers close the popup
// as soon as the person turns to Inset's page to approve, and because the worker may die meanwhile.
import type { Connecting, ConnectReply } from "../shared/messages.ts";
import { loadPairing, savePairing } from "../shared/pairing.ts";
import { pollPairing, startPairing, withdrawPairing } from "./client.ts";
import type { Connection } from "./connection.ts";

const KEY = "pairing_request";

interface Asked {
  readonly port: number;
  readonly id: string;
  readonly secret: string;
  readonly connecting: Connecting;
}

/** Starts a pairing, or continues the one that is waiting. */
export async function connect(connection: Connection): Promise<ConnectReply> {
  const waiting = await follow();
  if (waiting.outcome === "waiting" || waiting.outcome === "approved") return waiting;
  // Ask only a program that says it is the helper, and whose API this version knows.
  const status = await connection.check(true);
  if (status.state !== "not_paired" && status.state !== "ready" && status.state !== "no_index") {
    return { outcome: "refused", status, hint: null };
  }
  const started = await startPairing(status.port, await browserName());
  if (!started.ok) return { outcome: "refused", status: { ...status, state: started.state }, hint: started.hint };
  const { id, secret, code, expires_in } = started.value;
  const lifetime = expires_in * 1000;
  const connecting: Connecting = { code, lifetime, expiresAt: Date.now() + lifetime };
  const asked: Asked = { port: status.port, id, secret, connecting };
  await chrome.storage.session.set({ [KEY]: asked });
  return { outcome: "waiting", connecting };
}

let following: Promise<ConnectReply> | null = null;

/**
 * The state of the pairing that was asked for; stores the token once it is approved. The helper gives the token once, so pages of
 * ours that ask together share one answer.
 */
export function follow(): Promise<ConnectReply> {
  following ??= askOnce().finally(() => {
    following = null;
  });
  return following;
}

async function askOnce(): Promise<ConnectReply> {
  const asked = await load();
  if (asked === null) return { outcome: "idle" };
  if (Date.now() >= asked.connecting.expiresAt) return end("expired");
  const decided = await pollPairing(asked.port, asked.id, asked.secret);
  // The person may have given it up meanwhile, or asked anew: the answer says nothing about what is there now.
  const now = await load();
  if (now?.id !== asked.id) return now === null ? { outcome: "idle" } : { outcome: "waiting", connecting: now.connecting };
  if (decided === null || decided.state === "waiting") return { outcome: "waiting", connecting: asked.connecting };
  if (decided.state !== "approved") return end("expired");
  // If the background was stopped after it had stored the token, the pairing is complete.
  if (decided.token !== undefined) await savePairing({ port: asked.port, token: decided.token });
  else if ((await loadPairing()).token === null) return end("expired");
  return end("approved");
}

/** The pairing that waits for its owner's approval, and at which port; null where none does. */
export async function waitingRequest(): Promise<{ readonly port: number; readonly id: string } | null> {
  const asked = await load();
  return asked === null ? null : { port: asked.port, id: asked.id };
}

/** Gives up the pairing that was asked for, here and at the helper. */
export async function cancel(): Promise<ConnectReply> {
  const asked = await load();
  const reply = await end("idle");
  if (asked !== null) await withdrawPairing(asked.port, asked.id, asked.secret);
  return reply;
}

async function end(outcome: "approved" | "expired" | "idle"): Promise<ConnectReply> {
  await chrome.storage.session.remove(KEY);
  return { outcome };
}

async function load(): Promise<Asked | null> {
  const found = await chrome.storage.session.get(KEY);
  return (found[KEY] as Asked | undefined) ?? null;
}

/** The name that the person reads when they approve, such as "Chrome on Linux". */
export async function browserName(): Promise<string> {
  const systems: Record<string, string> = { mac: "macOS", win: "Windows", linux: "Linux", cros: "ChromeOS", android: "Android" };
  const { os } = await chrome.runtime.getPlatformInfo();
  const system = systems[os] ?? os;
  const agent = navigator.userAgent;
  // In this order, because Edge and Opera name Chrome too.
  const names = [["Firefox/", "Firefox"], ["Edg/", "Edge"], ["OPR/", "Opera"], ["Chrome/", "Chrome"]] as const;
  const browser = names.find(([mark]) => agent.includes(mark))?.[1] ?? "Browser";
  return `${browser} on ${system}`;
}
