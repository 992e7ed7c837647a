// The page reads addresses by the extension's rules: its module is written from the extension's, and never by hand.
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { pageModule, target } from "../../../../extension/scripts/write-photo-ref.mjs";
import { parsePhotoId, photoIdFromUrl } from "../../../../helper/inset/server/web/page/reading/photo-ref.js";

interface Case {
  readonly url: string;
  readonly photo_id: string | null;
  readonly why: string;
}

const cases = JSON.parse(readFileSync(new URL("../../../vectors/photo_refs.json", import.meta.url), "utf8")) as Case[];

describe("the page's module for photo references", () => {
  it("is what the script writes (node scripts/write-photo-ref.mjs in extension/)", async () => {
    expect(readFileSync(target, "utf8")).toBe(await pageModule());
  });

  it.each(cases)("$why: $url", ({ url, photo_id }) => {
    expect(photoIdFromUrl(url)).toBe(photo_id);
  });

  it("knows a bare ID", () => {
    expect(parsePhotoId("990000000001")).toBe("990000000001");
    expect(parsePhotoId("0990000000001")).toBeNull();
  });
});
