// Words of whoever made a pack, on the local page.
import { beforeEach, expect, it } from "vitest";

import { ORIGIN_COLUMNS as OF_THE_EXTENSION } from "../../../../extension/src/shared/saved-origins.ts";
import { LocalPage } from "../../support/local-page.ts";
import { quotedWords } from "../../support/vectors.ts";

beforeEach(async () => { await LocalPage.open(); });

it("never end the quotation in which they stand", async () => {
  const { theirs } = await import("../../../../helper/inset/server/web/page/shared/origin.js");
  expect(quotedWords.map(([words]) => [words, theirs(words)])).toEqual(quotedWords.map(([words, within]) => [words, `“${within}”`]));
});

it("stand in the same columns of what the page and the extension save", async () => {
  const { ORIGIN_COLUMNS } = await import("../../../../helper/inset/server/web/page/shared/origins.js");
  expect(ORIGIN_COLUMNS).toEqual([...OF_THE_EXTENSION]);
});
