// The helper's JSON, checked before it is believed: any program can listen on a port. The types are the API's, written
// from its description; what is read here becomes one of them, or null.
import type { Changes, DatasetAnswer, Error, Hello, Lookup, PairingAsked, PairingState } from "../shared/wire.d.ts";

/** What a helper says of itself; one of another version of Inset may speak another version of the API. */
export interface CheckedHello extends Pick<Hello, "version" | "ready"> {
  readonly api: number;
}

/** The answers of a lookup, by photo. `unavailable` could not be opened: about them nothing may be claimed. */
export interface CheckedLookup extends Pick<Lookup, "revision" | "unavailable"> {
  readonly listed: ReadonlyMap<string, Lookup["listed"][string]>;
  /** What censuses list; empty where the helper is of before them. */
  readonly public: ReadonlyMap<string, Lookup["public"][string]>;
  /** Whether a training set could be asked. Of what is in neither map, nothing may be claimed where none could. */
  readonly asked: boolean;
  readonly invalid: ReadonlySet<Lookup["invalid"][number]>;
}

/** How a request to be paired stands. `token` is there once it is approved, until it was used. */
export type CheckedPairingState = Pick<PairingState, "state" | "token">;

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** The answer of `/v1/hello`, or null when the program there is not Inset's helper. */
export function readHello(body: unknown): CheckedHello | null {
  if (!isJson(body) || body.name !== "inset" || typeof body.api !== "number") return null;
  return { api: body.api, version: typeof body.version === "string" ? body.version : "", ready: body.ready === true };
}

export function readLookup(body: unknown): CheckedLookup | null {
  if (!isJson(body) || typeof body.revision !== "string" || !isJson(body.listed)) return null;
  const listed = readByPhoto(body.listed);
  const known = readByPhoto(isJson(body.public) ? body.public : {});
  if (listed === null || known === null) return null;
  return {
    revision: body.revision,
    unavailable: isStrings(body.unavailable) ? body.unavailable : [],
    listed,
    public: known,
    asked: !(isStrings(body.datasets) && body.datasets.length === 0),
    invalid: new Set(isStrings(body.invalid) ? body.invalid : []),
  };
}

function readByPhoto(body: Json): Map<string, readonly DatasetAnswer[]> | null {
  const photos = new Map<string, readonly DatasetAnswer[]>();
  for (const [id, answers] of Object.entries(body)) {
    const read = readDatasetAnswers(answers);
    if (read === null) return null;
    photos.set(id, read);
  }
  return photos;
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
  // Refuse kinds of answers that this version does not know, instead of showing them as one that it knows.
  if (value.answer !== "listed" && value.answer !== "probably_listed") return null;
  const { dataset, answer, chance, unvouched } = value;
  return {
    dataset,
    answer,
    ...(typeof chance === "number" && chance >= 0 && chance <= 1 ? { chance } : {}),
    ...(unvouched === true ? { unvouched } : {}),
  };
}

/** The answer of `/v1/changes`, or null when it makes no sense. */
export function readChanges(body: unknown): Changes | null {
  if (!isJson(body)) return null;
  // A helper of before does not say how many are unlikely.
  const { new: found, probably_new: probably, unlikely_new: unlikely = 0, gone } = body;
  if (!isCount(found) || !isCount(probably) || !isCount(unlikely) || !isCount(gone) || unlikely > probably) return null;
  return { new: found, probably_new: probably, unlikely_new: unlikely, gone };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function readPairingRequest(body: unknown): PairingAsked | null {
  if (!isJson(body)) return null;
  const { id, secret, code, expires_in } = body;
  if (typeof id !== "string" || typeof secret !== "string" || typeof code !== "string") return null;
  return { id, secret, code, expires_in: typeof expires_in === "number" ? expires_in : 300 };
}

export function readPairingState(body: unknown): CheckedPairingState | null {
  if (!isJson(body)) return null;
  const { state, token } = body;
  if (state === "waiting" || state === "expired") return { state };
  if (state !== "approved") return null;
  return typeof token === "string" && token !== "" ? { state, token } : { state };
}

/** The helper's own error, `{"code","message","hint"}`; `hint` is empty where there is none. */
export function readError(body: unknown): Pick<Error, "code" | "hint"> | null {
  if (!isJson(body) || typeof body.code !== "string") return null;
  return { code: body.code, hint: typeof body.hint === "string" ? body.hint : "" };
}
