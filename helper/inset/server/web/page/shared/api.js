// The only module that asks the helper, but for upload.js. The browser sends the session's cookie; scripts cannot read it.
import { faultWords } from "./faults.js";
import { text } from "./words.js";

/** The helper answered with an error, or did not answer. */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {string} hint
   * @param {number} status of HTTP; 0 where nobody answered
   * @param {Partial<import("./wire.d.ts").Error>} [told] which messages the words are
   */
  constructor(code, message, hint, status, told = {}) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.status = status;
    /** The error as the helper tells it. @type {import("./wire.d.ts").Error} */
    this.told = { ...told, code, message, hint };
  }
}

/** Dispatches `signed-out` when the session has ended, `away` when the helper stops answering, `back` when it answers again. */
export const events = new EventTarget();

let away = false;

/** @param {boolean} now */
function noteAway(now) {
  if (now === away) return;
  away = now;
  events.dispatchEvent(new Event(now ? "away" : "back"));
}

/**
 * Asks, and returns the answer's JSON.
 * @param {string} path
 * @param {{method?: string, body?: unknown, signal?: AbortSignal}} [options]
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function ask(path, { method = "GET", body, signal } = {}) {
  /** @type {RequestInit} */
  const init = { method, cache: "no-store", credentials: "same-origin", redirect: "error" };
  if (signal !== undefined) init.signal = signal;
  if (method === "POST") {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body ?? {});
  }
  let response;
  let content;
  try {
    response = await fetch(path, init);
    content = await response.text();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    noteAway(true);
    throw unreachable();
  }
  noteAway(false);
  return readAnswer(response.status, content);
}

/**
 * A file that the helper makes.
 * @param {string} path
 * @param {unknown} [body] of a POST; without one it is a GET
 * @returns {Promise<Blob>}
 * @throws {ApiError}
 */
export async function askFile(path, body) {
  let response;
  let content;
  try {
    const sent = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    response = await fetch(path, { ...sent, cache: "no-store", credentials: "same-origin", redirect: "error" });
    content = await response.blob();
  } catch {
    noteAway(true);
    throw unreachable();
  }
  noteAway(false);
  if (!response.ok) readAnswer(response.status, await content.text());
  return content;
}

/**
 * Returns the JSON of an answer, or throws the error that it is.
 * @param {number} status
 * @param {string} body
 * @returns {any}
 */
export function readAnswer(status, body) {
  let answer = null;
  try {
    answer = body === "" ? null : JSON.parse(body);
  } catch {
    throw new ApiError("no_json", text("error_no_json"), "", status);
  }
  if (status >= 200 && status < 300) return answer;
  if (status === 401) events.dispatchEvent(new Event("signed-out"));
  throw new ApiError(answer?.code ?? "failure", answer?.message ?? text("error_status", status), answer?.hint ?? "", status, answer ?? {});
}

export function unreachable() {
  return new ApiError("helper_unreachable", text("error_helper_unreachable"), "", 0);
}

/**
 * What went wrong, for a person.
 * @param {unknown} error
 * @param {string} [hint] what to do about it, instead of the helper's own
 * @returns {string}
 */
export function explain(error, hint) {
  if (error instanceof ApiError) return faultWords(error.told, hint);
  return text("error_page", String(error));
}
