// What the background asks Flickr for a check: without cookies, and no sooner than Flickr wants.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { askReady, callApi } from "../../../extension/src/background/flickr.ts";
import type { PhotoPages } from "../../../extension/src/shared/photo-pages.ts";

const ACCOUNT: PhotoPages = { kind: "account", user: "marlene-tern" };
let asked: { address: string; init: RequestInit }[];
let answer: () => Promise<Response>;

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    asked.push({ address, init });
    return answer();
  });
});

const says = (status: number, headers: Record<string, string> = {}, body: unknown = ""): void => {
  answer = () => Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers }));
};

describe("whether Flickr answers again", () => {
  it("is asked of the very page, without cookies and without following where it leads", async () => {
    says(200);
    expect(await askReady(ACCOUNT, 12)).toEqual({ status: 200, retryAfter: null });
    expect(asked).toMatchObject([{ address: "https://www.flickr.com/photos/marlene-tern/page12", init: { credentials: "omit", redirect: "manual", cache: "no-store", referrerPolicy: "no-referrer" } }]);
  });

  it.each<[string, number | null]>([
    ["120", 120_000],
    ["0", 0],
    ["99999", 3_600_000],
    ["soon", null],
    ["", null],
  ])("comes with the time that Flickr asks to wait: %j", async (header, retryAfter) => {
    says(429, { "Retry-After": header });
    expect(await askReady(ACCOUNT, 1)).toEqual({ status: 429, retryAfter });
  });

  it("comes with a date, too", async () => {
    says(503, { "Retry-After": new Date(Date.now() + 90_000).toUTCString() });
    const { retryAfter } = await askReady(ACCOUNT, 1);
    expect(retryAfter).toBeGreaterThan(80_000);
    expect(retryAfter).toBeLessThanOrEqual(90_000);
    says(503, { "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" });
    expect(await askReady(ACCOUNT, 1)).toEqual({ status: 503, retryAfter: 0 });
  });

  it("is yes where Flickr leads elsewhere, and unknown where nobody answers", async () => {
    answer = () => Promise.resolve({ type: "opaqueredirect", status: 0, headers: new Headers(), body: null } as unknown as Response);
    expect(await askReady(ACCOUNT, 1)).toEqual({ status: 302, retryAfter: null });
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await askReady(ACCOUNT, 1)).toEqual({ status: null, retryAfter: null });
  });
});

describe("a call of the API", () => {
  const request = { kind: "flickr_api", method: "flickr.people.getPublicPhotos", key: "f".repeat(32), args: { user_id: "900000701@N07", page: "2" } } as const;

  it("goes to Flickr's API with the person's key, without cookies", async () => {
    says(200, {}, { stat: "ok" });
    expect(await callApi(request)).toEqual({ status: 200, retryAfter: null, body: { stat: "ok" } });
    const address = new URL(asked[0]?.address ?? "");
    expect(address.origin + address.pathname).toBe("https://api.flickr.com/services/rest/");
    expect(Object.fromEntries(address.searchParams)).toEqual({ user_id: "900000701@N07", page: "2", method: request.method, api_key: request.key, format: "json", nojsoncallback: "1" });
    expect(asked[0]?.init).toMatchObject({ credentials: "omit", redirect: "error" });
  });

  it("brings nothing where the answer is no JSON or nobody answers", async () => {
    says(200, {}, "<html>");
    expect(await callApi(request)).toEqual({ status: 200, retryAfter: null, body: null });
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await callApi(request)).toEqual({ status: null, retryAfter: null, body: null });
  });
});
