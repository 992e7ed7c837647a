// An account's public photos from Flickr's API, with the person's own key: 500 at a time, and no window.
// Sources: https://www.flickr.com/services/api/flickr.people.getPublicPhotos.html and flickr.urls.lookupUser.html
import type { ApiReply, ApiRequest } from "../shared/flickr-requests.ts";
import { ask } from "../shared/messages.ts";
import { addressOfPage } from "../shared/photo-pages.ts";
import { NSID } from "../shared/photo-ref.ts";
import { parsePhotoId } from "../shared/photo-ref.ts";
import { freshOf, type Attempt, type Walk } from "./walk.ts";

const MOST_A_PAGE = "500";

type Json = Readonly<Record<string, unknown>>;

export class FlickrApi {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  async attempt(walk: Walk, known: ReadonlySet<string>): Promise<Attempt> {
    const nsid = walk.nsid ?? (await this.#lookUp(walk));
    if (typeof nsid !== "string") return nsid;
    const reply = await this.#call("flickr.people.getPublicPhotos", { user_id: nsid, per_page: MOST_A_PAGE, page: walk.next.toString() });
    const failure = failureOf(reply);
    if (failure !== null) return failure;
    const list = jsonIn(reply.body, "photos");
    const page = Number(list?.page);
    const pages = Number(list?.pages);
    const total = Number(list?.total);
    if (list === null || !Array.isArray(list.photo) || !Number.isInteger(page) || !Number.isInteger(pages)) return unreadable(reply);
    const photos = list.photo.map((photo: unknown) => readPhoto(photo, nsid)).filter((photo) => photo !== null);
    const reading = {
      address: addressOfPage(walk.pages, Math.max(1, page)),
      status: reply.status,
      photos,
      unlinked: [],
      last: Math.max(1, pages),
      stated: Number.isInteger(total) ? total : null,
      nsid,
      hidden: false,
    };
    return { outcome: "read", reading, fresh: freshOf(reading, known).length };
  }

  /** There is no window to close. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #lookUp(walk: Walk): Promise<string | Attempt> {
    const reply = await this.#call("flickr.urls.lookupUser", { url: addressOfPage(walk.pages, 1) });
    const failure = failureOf(reply);
    if (failure !== null) return failure;
    const id = jsonIn(reply.body, "user")?.id;
    return typeof id === "string" && NSID.test(id) ? id : unreadable(reply);
  }

  #call(method: ApiRequest["method"], args: Readonly<Record<string, string>>): Promise<ApiReply> {
    return ask({ kind: "flickr_api", method, key: this.#key, args });
  }
}

function readPhoto(photo: unknown, nsid: string): string | null {
  if (typeof photo !== "object" || photo === null) return null;
  const { id, owner } = photo as Json;
  return typeof id === "string" && owner === nsid ? parsePhotoId(id) : null;
}

function jsonIn(body: unknown, name: string): Json | null {
  const inner = typeof body === "object" && body !== null ? (body as Json)[name] : null;
  return typeof inner === "object" && inner !== null ? (inner as Json) : null;
}

/** What Flickr says instead of an answer; null where it answers. Its numbers of errors are the same for all methods. */
function failureOf({ status, retryAfter, body }: ApiReply): Attempt | null {
  if (status === null) return { outcome: "failed", trouble: "unreachable", retryAfter };
  if (status === 429 || status >= 500) return { outcome: "failed", trouble: "refused", retryAfter };
  const { stat, code } = (typeof body === "object" && body !== null ? body : {}) as Json;
  if (stat === "ok") return null;
  // 100: "Invalid API Key"; 1: "User not found"; others are of the moment, such as 105: "Service currently unavailable".
  if (code === 100) return { outcome: "ended", trouble: "bad_key" };
  if (code === 1) return { outcome: "ended", trouble: "gone" };
  return { outcome: "failed", trouble: "refused", retryAfter };
}

/** An answer in another form than the API's. */
function unreadable({ retryAfter }: ApiReply): Attempt {
  return { outcome: "failed", trouble: "refused", retryAfter };
}
