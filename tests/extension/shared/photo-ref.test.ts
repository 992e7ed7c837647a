import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { base58Decode, MAX_URL_LENGTH, parseNsid, parsePhotoId, photoIdFromUrl } from "../../../extension/src/shared/photo-ref.ts";
import { nsids } from "../support/vectors.ts";

interface Case {
  readonly url: string;
  readonly photo_id: string | null;
  readonly why: string;
}

const cases = JSON.parse(
  readFileSync(new URL("../../vectors/photo_refs.json", import.meta.url), "utf8"),
) as readonly Case[];

const found = JSON.parse(
  readFileSync(new URL("../../vectors/photo_ref_corpus.json", import.meta.url), "utf8"),
) as readonly Omit<Case, "why">[];

const PATH = "/photos/sample-user/990000000001/";

describe("the shared cases", () => {
  it.each(cases)("$why: $url", ({ url, photo_id }) => {
    expect(photoIdFromUrl(url)).toBe(photo_id);
  });

  it("are many", () => {
    expect(cases.length).toBeGreaterThanOrEqual(160);
  });
});

it("reads what a fuzzer found as the helper's reader does", () => {
  expect(found.length).toBeGreaterThan(50);
  for (const { url, photo_id } of found) expect(photoIdFromUrl(url), url).toBe(photo_id);
});

it.each(nsids)("the account that %j is: %j", (text, nsid) => {
  expect(parseNsid(text)).toBe(nsid);
});

describe("a path", () => {
  it.each(["https://www.flickr.com", "https://www.flickr.com/photos/somebody/", "http://flickr.com:80/x", "//m.flickr.com"])(
    "counts on %s",
    (base) => {
      expect(photoIdFromUrl(PATH, base)).toBe("990000000001");
    },
  );

  it.each(["https://evil.example/", "https://www.flickr.com@evil.example/", "https://live.staticflickr.com/", ""])(
    "does not count on %s",
    (base) => {
      expect(photoIdFromUrl(PATH, base)).toBeNull();
    },
  );

  it("does not hold back a whole URL", () => {
    expect(photoIdFromUrl(`https://www.flickr.com${PATH}`, "https://evil.example/")).toBe("990000000001");
  });
});

describe("a bare ID", () => {
  it.each(["1", "105", "999999999999"])("is %s", (text) => {
    expect(parsePhotoId(text)).toBe(text);
  });

  it.each(["", "0", "007", "1234567890123", "-1", "1.0", "1e3", " 1", "1\n", "\u2460", "\uff11", "\u0663"])(
    "is not %j",
    (text) => {
      expect(parsePhotoId(text)).toBeNull();
    },
  );
});

describe("a short code", () => {
  it("gives the photo of a published example", () => {
    expect(base58Decode("2p4QbKN")).toBe("53208249252");
  });

  it("never leaves the numbers that are exact", () => {
    expect(base58Decode("ZZZZZZZZZZZZ")).toBeNull();
  });
});

describe("length", () => {
  const url = `https://www.flickr.com${PATH}?x=`;

  it("is bounded", () => {
    expect(photoIdFromUrl(url.padEnd(MAX_URL_LENGTH, "x"))).toBe("990000000001");
    expect(photoIdFromUrl(url.padEnd(MAX_URL_LENGTH + 1, "x"))).toBeNull();
  });

  it.each(["/", "@", "_", "%2F", "?src=", "&id=", "..", ":", "#", " "])("of hostile repetition of %j costs little", (run) => {
    const start = performance.now();
    for (const prefix of ["https://www.flickr.com/photos/", "//a/?src=", "", "http://"]) {
      photoIdFromUrl((prefix + run.repeat(4096)).slice(0, MAX_URL_LENGTH));
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
