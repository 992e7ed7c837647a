// Sends a question to the helper in parts, so that neither the browser nor the helper ever holds all of a large export.
import { ask, readAnswer, unreachable } from "../shared/api.js";

/**
 * @typedef {import("../shared/wire.d.ts").Check} Check
 * @typedef {import("../shared/wire.d.ts").CheckLine} CheckLine
 */

/** Characters of a part. */
const PART = 4_000_000;

/**
 * Asks a question, and returns the check with its report.
 * @param {AsyncIterable<CheckLine> | Iterable<CheckLine>} lines
 * @param {AbortSignal} signal when aborted, what was sent is forgotten
 * @returns {Promise<Check>}
 * @throws {import("../shared/api.js").ApiError}
 */
export async function askCheck(lines, signal) {
  /** @type {Check | null} */
  let check = null;
  /** @type {Promise<Check> | null} */
  let sending = null;
  /** @type {string[]} */
  let part = [];
  let length = 0;
  try {
    for await (const line of lines) {
      const text = JSON.stringify(line);
      part.push(text);
      length += text.length;
      if (length < PART) continue;
      // The next part is read while this one is on its way.
      check = (await sending) ?? check;
      sending = send(check, part, true, signal);
      // So that an error is not unhandled while the next part is read; it shows when this is awaited.
      sending.catch(() => undefined);
      [part, length] = [[], 0];
    }
    check = (await sending) ?? check;
    return await send(check, part, false, signal);
  } catch (error) {
    check = await (sending ?? Promise.resolve(check)).catch(() => check);
    if (check !== null) void ask(`/v1/checks/${check.id}`, { method: "DELETE" }).catch(() => undefined);
    throw error;
  }
}

/**
 * @param {Check | null} check null begins one
 * @param {string[]} part
 * @param {boolean} open whether more parts follow
 * @param {AbortSignal} signal
 * @returns {Promise<Check>}
 */
async function send(check, part, open, signal) {
  const path = check === null ? "/v1/checks" : `/v1/checks/${check.id}/lines`;
  const init = { method: "POST", headers: { "Content-Type": "application/x-ndjson" }, body: `${part.join("\n")}\n`, signal };
  let response;
  let text;
  try {
    response = await fetch(open ? `${path}?open=true` : path, { ...init, cache: "no-store", credentials: "same-origin", redirect: "error" });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable();
  }
  return readAnswer(response.status, text);
}
