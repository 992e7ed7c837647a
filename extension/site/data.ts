// A dataset's bytes: where they come from (the site, scripts beside a page that was opened from a folder, or files that the reader
// chose), and that none is believed which is not what the publisher says.
import { crc32 } from "./crc32.ts";
import { RangeIndex, type Range } from "./ranges.ts";
import type { DataFile, DatasetFacts } from "./site-facts.ts";
import { Slices } from "./slices.ts";

/** Why bytes could not be had; each has a message, `site_trouble_…`. */
export type Trouble = "unreachable" | "missing" | "damaged" | "parts" | "other_file";

export class DataError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

/** Gives a file's bytes, or those from `start` to before `end` of it. */
export type Source = (file: DataFile, signal: AbortSignal, span: readonly [number, number] | null, onBytes: (bytes: number) => void) => Promise<Uint8Array>;

/** The ranges that are here. */
export interface RangeData {
  readonly index: RangeIndex;
  has(range: number): boolean;
  /**
   * Bytes of a range, once they are what the index says, in slices; null where they are not here.
   * @throws DataError where they are not, or the signal's reason
   */
  bytesOf(range: number, signal: AbortSignal): Promise<Uint8Array | null>;
}

declare global {
  var insetData: Record<string, string> | undefined;
}

const FOLDER = "site/data/";
/** Letters of a script's data that are made bytes at once, four for three bytes; and bytes of which a checksum is computed at once. */
const AT_ONCE_LETTERS = 1 << 18;
const AT_ONCE_BYTES = 1 << 20;

/** From where this page came. Credentials and the page's address are never sent along. */
export const fromSite: Source = async (file, signal, span, onBytes) => {
  const headers: Record<string, string> = span === null ? {} : { Range: `bytes=${String(span[0])}-${String(span[1] - 1)}` };
  const answer = await fetch(`${FOLDER}${file.file}`, { signal, headers, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" }).catch((error: unknown) => { throw signal.aborted ? error : new DataError("unreachable"); });
  if (!answer.ok || answer.body === null) throw new DataError(answer.status === 404 || answer.status === 410 ? "missing" : answer.status === 416 ? "parts" : "unreachable");
  if (span !== null && answer.status !== 206) {
    await answer.body.cancel();
    throw new DataError("parts");
  }
  const bytes = new Uint8Array(span === null ? file.bytes : span[1] - span[0]);
  let at = 0;
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => { throw signal.aborted ? error : new DataError("unreachable"); });
    if (done) break;
    if (at + value.length > bytes.length) {
      await reader.cancel();
      throw new DataError("damaged");
    }
    bytes.set(value, at);
    at += value.length;
    onBytes(value.length);
  }
  if (at !== bytes.length) throw new DataError("damaged");
  return bytes;
};

/** From scripts: the one thing that browsers let a page load which was opened from a folder. */
export const fromScripts: Source = async (file, signal, span, onBytes) => {
  const script = document.createElement("script");
  script.src = `${FOLDER}${file.file}.js`;
  await new Promise<void>((resolve, reject) => {
    script.addEventListener("load", () => { resolve(); });
    script.addEventListener("error", () => { reject(new DataError("missing")); });
    document.head.append(script);
  }).finally(() => { script.remove(); });
  const said = globalThis.insetData?.[file.file];
  if (said === undefined) throw new DataError("damaged");
  if (globalThis.insetData !== undefined) Reflect.deleteProperty(globalThis.insetData, file.file);
  const bytes = await decode(said, file.bytes, signal);
  onBytes(bytes.length);
  return span === null ? bytes : bytes.subarray(...span);
};

/** The bytes that a script holds as Base64, in slices. */
async function decode(said: string, length: number, signal: AbortSignal): Promise<Uint8Array> {
  const slices = new Slices(signal);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let start = 0; start < said.length; start += AT_ONCE_LETTERS) {
    let some: string;
    try {
      some = atob(said.slice(start, start + AT_ONCE_LETTERS));
    } catch {
      throw new DataError("damaged");
    }
    if (at + some.length > length) throw new DataError("damaged");
    for (let letter = 0; letter < some.length; letter += 1) bytes[at + letter] = some.charCodeAt(letter);
    at += some.length;
    if (slices.isOver) await slices.pause();
  }
  if (at !== length) throw new DataError("damaged");
  return bytes;
}

/** From files that the reader chose. */
export function fromFiles(chosen: readonly File[]): Source {
  return async (file, _signal, span, onBytes) => {
    const found = chosen.find((each) => each.name === file.file);
    if (found === undefined) throw new DataError("other_file");
    if (found.size !== file.bytes) throw new DataError("damaged");
    const bytes = new Uint8Array(await (span === null ? found : found.slice(...span)).arrayBuffer());
    onBytes(bytes.length);
    return bytes;
  };
}

/** A whole file, compared with the checksum that the publisher gives. */
async function wholeFile(source: Source, file: DataFile, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<Uint8Array> {
  const bytes = await source(file, signal, null, onBytes);
  // Browsers compute it only where nobody can have changed the page on its way (https, this computer, a folder). Elsewhere
  // sizes and the CRC-32 of each range remain, which find every accident.
  if (globalThis.isSecureContext) {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
    if (Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("") !== file.sha256) throw new DataError("damaged");
  }
  return bytes;
}

/** The index of a dataset. */
export async function readIndex(facts: DatasetFacts, source: Source, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<RangeIndex> {
  const bytes = await wholeFile(source, facts.index, signal, onBytes);
  let index: RangeIndex;
  try {
    index = new RangeIndex(bytes);
  } catch {
    throw new DataError("damaged");
  }
  const held = facts.files.reduce((sum, each) => sum + each.bytes, 0);
  if (index.bytes !== held || index.form !== facts.form || index.photos !== facts.photos) throw new DataError("damaged");
  return index;
}

/** The whole dataset. */
export async function fetchWhole(facts: DatasetFacts, source: Source, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<RangeData> {
  const index = await readIndex(facts, source, signal, onBytes);
  const files: Uint8Array[] = [];
  for (const file of facts.files) files.push(await wholeFile(source, file, signal, onBytes));
  return {
    index,
    has: () => true,
    bytesOf: (range, stop) => checked(index.range(range), join(facts, index.range(range), (file, start, end) => files[file]?.subarray(start, end)), stop),
  };
}

/** Requests at the same time. */
const AT_ONCE = 6;

/** Some ranges of it. One that fails ends it: a part of an answer would be taken for the whole. */
export async function fetchRanges(facts: DatasetFacts, index: RangeIndex, wanted: readonly number[], source: Source, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<RangeData> {
  const ranges = new Map<number, Uint8Array>();
  const waiting = [...wanted];
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const work = async (): Promise<void> => {
    for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
      const facts_ = index.range(range);
      const parts: Uint8Array[] = [];
      for (const [file, start, end] of spansOf(facts, facts_)) {
        const each = facts.files[file];
        if (each !== undefined) parts.push(await source(each, both, [start, end], onBytes));
      }
      ranges.set(range, await checked(facts_, concatenate(parts), both));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    stop.abort();
    throw error;
  }
  return { index, has: (range) => ranges.has(range), bytesOf: (range) => Promise.resolve(ranges.get(range) ?? null) };
}

/** Which bytes of which files hold a range: files are cut anywhere. */
function* spansOf(facts: DatasetFacts, range: Range): Generator<readonly [number, number, number]> {
  let before = 0;
  for (const [number, file] of facts.files.entries()) {
    const start = Math.max(range.offset - before, 0);
    const end = Math.min(range.offset + range.bytes - before, file.bytes);
    if (start < end) yield [number, start, end];
    before += file.bytes;
  }
}

function join(facts: DatasetFacts, range: Range, part: (file: number, start: number, end: number) => Uint8Array | undefined): Uint8Array {
  return concatenate([...spansOf(facts, range)].map(([file, start, end]) => part(file, start, end) ?? new Uint8Array()));
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

async function checked(range: Range, bytes: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const slices = new Slices(signal);
  let sum = 0;
  for (let start = 0; start < bytes.length; start += AT_ONCE_BYTES) {
    sum = crc32(bytes.subarray(start, start + AT_ONCE_BYTES), sum);
    if (slices.isOver) await slices.pause();
  }
  if (bytes.length !== range.bytes || sum !== range.crc) throw new DataError("damaged");
  return bytes;
}
