// What the helper's answers mean. The helper is identified before a token is sent: another program may listen on the port.
import type { HelperState } from "../shared/answers.ts";
import type { Pairing } from "../shared/pairing.ts";
import type { Changes, PairingAsked } from "../shared/wire.d.ts";
import type { HelperLine } from "./helper-line.ts";
import { callHelper, NO_ANSWER, REDIRECTS, type HelperReply } from "./http.ts";
import { readAccount, type CheckedAccount } from "./wire-account.ts";
import { readDatasets, readPhoto, type CheckedDatasets, type CheckedPhoto } from "./wire-details.ts";
import {
  readChanges,
  readError,
  readHello,
  readLookup,
  readPairingRequest,
  readPairingState,
  type CheckedLookup,
  type CheckedPairingState,
} from "./wire.ts";

/** The version of the helper's API that this extension speaks. */
const API = 1;

const HELLO_TIMEOUT = 2_000;
const LOOKUP_TIMEOUT = 10_000;

export type Trouble = Exclude<HelperState, "ready" | "no_permission">;
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly state: Trouble };
export type Identity = Result<{ version: string; ready: boolean }> & { readonly version: string | null };

function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

function bad(state: Trouble): { readonly ok: false; readonly state: Trouble } {
  return { ok: false, state };
}

/** Who listens on the port. */
export async function identify(port: number): Promise<Identity> {
  const reply = await callHelper({ port, path: "/v1/hello", timeout: HELLO_TIMEOUT });
  if (reply === null) return { ...bad("off"), version: null };
  if (reply.status === NO_ANSWER) return { ...bad("not_answering"), version: null };
  const hello = reply.status === 200 ? readHello(reply.body) : null;
  if (hello === null) return { ...bad("other_program"), version: null };
  if (hello.api < API) return { ...bad("helper_too_old"), version: hello.version };
  if (hello.api > API) return { ...bad("extension_too_old"), version: hello.version };
  return { ...good({ version: hello.version, ready: hello.ready }), version: hello.version };
}

/** What is published. Returns `known` where the helper answers that nothing has changed since (304). */
export async function askDatasets(pairing: Pairing, known: CheckedDatasets | null): Promise<Result<CheckedDatasets>> {
  const { port, token } = pairing;
  if (token === null) return bad("not_paired");
  const etag = known === null ? {} : { etag: known.revision };
  const reply = await callHelper({ port, path: "/v1/datasets", token, timeout: HELLO_TIMEOUT, ...etag });
  if (reply?.status === 304 && known !== null) return good(known);
  if (reply?.status !== 200) return bad(troubleOf(reply));
  const library = readDatasets(reply.body);
  if (library === null) return bad("failing");
  if (library.datasets.length > 0) return good(library);
  // Where the only dataset is damaged, the advice to build a first one would be wrong.
  return bad(library.unavailable > 0 ? "failing" : "no_index");
}

/** How many of the photos that the person remembers are new or gone; null where the helper does not say. */
export async function askChanges({ port, token }: Pairing): Promise<Changes | null> {
  if (token === null) return null;
  const reply = await callHelper({ port, path: "/v1/changes", token, timeout: LOOKUP_TIMEOUT });
  return reply?.status === 200 ? readChanges(reply.body) : null;
}

/** Everything that the helper knows of one photo. */
export async function askPhoto(pairing: Pairing, photo: string): Promise<Result<CheckedPhoto>> {
  const { port, token } = pairing;
  if (token === null) return bad("not_paired");
  const path = `/v1/photos/${encodeURIComponent(photo)}` as const;
  const reply = await callHelper({ port, path, token, timeout: LOOKUP_TIMEOUT });
  if (reply?.status !== 200) return bad(troubleOf(reply));
  const details = readPhoto(reply.body);
  return details === null ? bad("failing") : good(details);
}

/** One page of the photos that are listed as an account's; `cursor` is what the page before it gave as `next`. */
export async function askAccount(pairing: Pairing, nsid: string, cursor: string | null): Promise<Result<CheckedAccount>> {
  const { port, token } = pairing;
  if (token === null) return bad("not_paired");
  const query = new URLSearchParams(cursor === null ? { limit: "1000" } : { limit: "1000", cursor });
  const path = `/v1/accounts/${encodeURIComponent(nsid)}?${query.toString()}` as const;
  const reply = await callHelper({ port, path, token, timeout: LOOKUP_TIMEOUT });
  if (reply?.status !== 200) return bad(troubleOf(reply));
  const account = readAccount(reply.body);
  return account === null ? bad("failing") : good(account);
}

/**
 * Which of at most 1,000 photos are listed.
 * @param line is asked first, where there is one
 */
export async function askLookup(pairing: Pairing, photos: readonly string[], signal: AbortSignal, line?: HelperLine): Promise<Result<CheckedLookup>> {
  const { port, token } = pairing;
  if (token === null) return bad("not_paired");
  const told = readLookup(await line?.ask(pairing, photos, signal));
  if (told !== null) return good(told);
  const body = { photos };
  const reply = await callHelper({ port, path: "/v1/lookup", method: "POST", token, body, timeout: LOOKUP_TIMEOUT, signal });
  if (reply?.status !== 200) return bad(troubleOf(reply));
  const lookup = readLookup(reply.body);
  if (lookup === null) return bad("failing");
  line?.open(pairing);
  return good(lookup);
}

export type PairingStart =
  | { readonly ok: true; readonly value: PairingAsked }
  | { readonly ok: false; readonly state: Trouble; readonly hint: string | null };

/** Asks for a pairing under a name that the person will recognise. */
export async function startPairing(port: number, name: string): Promise<PairingStart> {
  const body = { name };
  const reply = await callHelper({ port, path: "/v1/pairings", method: "POST", body, timeout: HELLO_TIMEOUT });
  const started = reply?.status === 201 ? readPairingRequest(reply.body) : null;
  if (started !== null) return { ok: true, value: started };
  const hint = reply === null ? "" : (readError(reply.body)?.hint ?? "");
  return { ok: false, state: reply === null ? "off" : reply.status === NO_ANSWER ? "not_answering" : "failing", hint: hint === "" ? null : hint };
}

/** Whether the person has approved; null where the helper does not answer. */
export async function pollPairing(port: number, id: string, secret: string): Promise<CheckedPairingState | null> {
  const path = `/v1/pairings/${encodeURIComponent(id)}` as const;
  const reply = await callHelper({ port, path, token: secret, timeout: HELLO_TIMEOUT });
  // A helper that was restarted no longer knows the request.
  if (reply?.status === 404 || reply?.status === 401) return { state: "expired" };
  return reply?.status === 200 ? readPairingState(reply.body) : null;
}

/** Tells the helper that nobody waits for this pairing any more, so that nobody approves it in vain. Where it does not answer, the request expires by itself. */
export async function withdrawPairing(port: number, id: string, secret: string): Promise<void> {
  const path = `/v1/pairings/${encodeURIComponent(id)}/withdrawal` as const;
  await callHelper({ port, path, method: "POST", body: {}, token: secret, timeout: HELLO_TIMEOUT });
}

function troubleOf(reply: HelperReply | null): Trouble {
  if (reply === null) return "off";
  if (reply.status === NO_ANSWER) return "not_answering";
  if (reply.status === REDIRECTS) return "other_program";
  const code = readError(reply.body)?.code ?? "";
  if (reply.status === 401) return "not_paired";
  // The token was given to another extension, or to an earlier installation of this one.
  if (reply.status === 403 && code === "forbidden_origin") return "not_paired";
  if (reply.status === 503 && code === "index_missing") return "no_index";
  return "failing";
}
