// What a text seems to be that names no photo and no account.
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import "../../support/page-words.ts";
import { text } from "../../../../helper/inset/server/web/page/shared/words.js";
import { adviceFor } from "../../../../helper/inset/server/web/page/reading/advice.js";

interface Vectors {
  readonly cases: readonly (readonly [string, string])[];
}

const VECTORS = JSON.parse(readFileSync(new URL("../../../vectors/ref_advice.json", import.meta.url), "utf8")) as Vectors;

// The same table as the command line's, of which each message ends with another remedy.
it.each(VECTORS.cases)("of %s: %s", (line, name) => {
  expect(adviceFor([line])).toEqual([text(name, line)]);
});

it("says each thing once, and no more than three", () => {
  const albums = Array.from({ length: 50 }, (_, n) => `https://www.flickr.com/photos/your-name/albums/${String(n + 1)}/`);
  expect(adviceFor(albums)).toHaveLength(1);
  expect(adviceFor([...albums, "https://example.org/a", "jane doe", "72157620000000001"])).toHaveLength(3);
});
