// Requests to Flickr, which a check of a whole account makes and nothing else does: whether Flickr answers again after it
// refused a page, and, with the person's own key, Flickr's API. Neither carries cookies, and no photo's ID is part of them.
import type { ApiReply, ApiRequest, ReadyReply } from "../shared/flickr-requests.ts";
import { addressOfPage, type PhotoPages } from "../shared/photo-pages.ts";

const TIMEOUT = 30_000;
const API = "https://api.flickr.com/services/rest/";
/** The longest that a server may ask to wait, in milliseconds; beyond it, the person decides. */
const LONGEST = 3_600_000;

/**
 * Whether Flickr would answer one of the pages. An extension sees no headers of pages that the browser opens, so this is
 * how it learns how long Flickr asks it to wait.
 */
export async function askReady(pages: PhotoPages, page: number): Promise<ReadyReply> {
  const response = await get(addressOfPage(pages, page), "manual");
  if (response === null) return { status: null, retryAfter: null };
  await response.body?.cancel();
  // Where it leads does not matter: who is led somewhere was not refused.
  return { status: response.type === "opaqueredirect" ? 302 : response.status, retryAfter: retryAfterOf(response) };
}

/** One call of Flickr's API. The key goes into the address, because Flickr takes it nowhere else. */
export async function callApi({ method, key, args }: ApiRequest): Promise<ApiReply> {
  const parameters = new URLSearchParams({ ...args, method, api_key: key, format: "json", nojsoncallback: "1" });
  const response = await get(`${API}?${parameters.toString()}`, "error");
  if (response === null) return { status: null, retryAfter: null, body: null };
  const body = await response.json().catch(() => null) as unknown;
  return { status: response.status, retryAfter: retryAfterOf(response), body };
}

async function get(address: string, redirect: RequestRedirect): Promise<Response | null> {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    return await fetch(address, { cache: "no-store", credentials: "omit", redirect, referrerPolicy: "no-referrer", signal });
  } catch {
    return null;
  }
}

/** Milliseconds until when Flickr wants to be left alone: Retry-After as seconds or as a date (RFC 9110, 10.2.3). */
function retryAfterOf({ headers }: Response): number | null {
  const said = headers.get("Retry-After")?.trim();
  if (said === undefined || said === "") return null;
  const milliseconds = /^[0-9]{1,9}$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Number.isNaN(milliseconds) ? null : Math.min(LONGEST, Math.max(0, milliseconds));
}
