// One request to the helper on this computer. Beside flickr.ts, which a check of a whole account uses, the only place in the
// extension that calls fetch.

export interface HelperRequest {
  readonly port: number;
  readonly path: `/v1/${string}`;
  readonly method?: "GET" | "POST";
  readonly token?: string;
  readonly body?: unknown;
  /** The revision that is already known: the helper answers 304 where it has not changed. */
  readonly etag?: string;
  /** Milliseconds until the helper counts as not answering. */
  readonly timeout: number;
  /** Ends the request when its answer is no longer needed. */
  readonly signal?: AbortSignal;
}

export interface HelperReply {
  readonly status: number;
  /** The JSON of the answer; null where there was none. */
  readonly body: unknown;
}

/** The status of a reply that sends on to somewhere else; browsers tell no more of it. */
export const REDIRECTS = 0;
/** The status where somebody took the request and did not answer in time. */
export const NO_ANSWER = -1;

/**
 * What came back, or null when nobody listens on the port.
 * The address is always 127.0.0.1: `localhost` may resolve to ::1, where the helper does not listen.
 */
export async function callHelper(request: HelperRequest): Promise<HelperReply | null> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (request.token !== undefined) headers.Authorization = `Bearer ${request.token}`;
  if (request.etag !== undefined) headers["If-None-Match"] = `"${request.etag}"`;
  const init: RequestInit = {
    method: request.method ?? "GET",
    headers,
    cache: "no-store",
    credentials: "omit",
    // The helper never redirects. Another program might: the token must not be sent to where it points, and it is not "off".
    redirect: "manual",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.any([AbortSignal.timeout(request.timeout), ...(request.signal === undefined ? [] : [request.signal])]),
  };
  if (request.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(request.body);
  }
  try {
    const response = await fetch(`http://127.0.0.1:${request.port}${request.path}`, init);
    return { status: response.status, body: await readJson(response) };
  } catch (error) {
    return error instanceof DOMException && error.name === "TimeoutError" ? { status: NO_ANSWER, body: null } : null;
  }
}

async function readJson(response: Response): Promise<unknown> {
  const written = await response.text();
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return null;
  }
}
