// The helper's JSON, checked before it is believed: anything can be listening on a port.
import type { DatasetAnswer } from "../shared/answers.ts";

export interface Hello {
  readonly api: number;
  readonly version: string;
  readonly ready: boolean;
}

export interface LookupBody {
  readonly revision: string;
  /** Published datasets that could not be opened: about them nothing may be claimed. */
  readonly unavailable: readonly string[];
  readonly listed: ReadonlyMap<string, readonly DatasetAnswer[]>;
  readonly invalid: ReadonlySet<string>;
}

export interface PairingBody {
  readonly id: string;
  readonly secret: string;
  readonly code: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export type PairingState =
  | { readonly state: "waiting" }
  | { readonly state: "expired" }
  | { readonly state: "approved"; readonly token: string | null };

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** The answer of `/v1/hello`, or null when the program there is not Inset's helper. */
export function readHello(body: unknown): Hello | null {
  if (!isJson(body) || body.name !== "inset" || typeof body.api !== "number") return null;
  return { api: body.api, version: typeof body.version === "string" ? body.version : "", ready: body.ready === true };
}

export function readLookup(body: unknown): LookupBody | null {
  if (!isJson(body) || typeof body.revision !== "string" || !isJson(body.listed)) return null;
  const listed = new Map<string, readonly DatasetAnswer[]>();
  for (const [id, answers] of Object.entries(body.listed)) {
    const read = readDatasetAnswers(answers);
    if (read === null) return null;
    listed.set(id, read);
  }
  return {
    revision: body.revision,
    unavailable: isStrings(body.unavailable) ? body.unavailable : [],
    listed,
    invalid: new Set(isStrings(body.invalid) ? body.invalid : []),
  };
}

function readDatasetAnswers(value: unknown): DatasetAnswer[] | null {
  if (!Array.isArray(value)) return null;
  const answers: DatasetAnswer[] = [];
  for (const each of value as unknown[]) {
    const read = readDatasetAnswer(each);
    if (read === null) return null;
    answers.push(read);
  }
  return answers;
}

/** One dataset's answer about a photo, or null when it makes no sense. */
export function readDatasetAnswer(value: unknown): DatasetAnswer | null {
  if (!isJson(value) || typeof value.dataset !== "string") return null;
  // An answer of a kind that this version does not know must not be shown as one that it does.
  if (value.answer !== "listed" && value.answer !== "probably_listed") return null;
  const { dataset, answer, chance } = value;
  return typeof chance === "number" && chance >= 0 && chance <= 1 ? { dataset, answer, chance } : { dataset, answer };
}

export function readPairingRequest(body: unknown): PairingBody | null {
  if (!isJson(body)) return null;
  const { id, secret, code, expires_in: expiresIn } = body;
  if (typeof id !== "string" || typeof secret !== "string" || typeof code !== "string") return null;
  return { id, secret, code, expiresIn: typeof expiresIn === "number" ? expiresIn : 300 };
}

export function readPairingState(body: unknown): PairingState | null {
  if (!isJson(body)) return null;
  if (body.state === "waiting") return { state: "waiting" };
  if (body.state === "expired") return { state: "expired" };
  if (body.state !== "approved") return null;
  return { state: "approved", token: typeof body.token === "string" && body.token !== "" ? body.token : null };
}

/** The helper's own error, `{"code","message","hint"}`. */
export function readError(body: unknown): { code: string; hint: string | null } | null {
  if (!isJson(body) || typeof body.code !== "string") return null;
  return { code: body.code, hint: typeof body.hint === "string" && body.hint !== "" ? body.hint : null };
}
