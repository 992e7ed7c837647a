// What a dataset may be called.
import { beforeEach, expect, it } from "vitest";

import { LocalPage } from "../../support/local-page.ts";
import { datasetNames } from "../../support/vectors.ts";

type Names = typeof import("../../../../helper/inset/server/web/page/add/name.js");
let names: Names;

beforeEach(async () => {
  await LocalPage.open("#add");
  names = await import("../../../../helper/inset/server/web/page/add/name.js");
});

it("is what the helper takes as a name", () => {
  expect(datasetNames.map(([name]) => [name, names.isName(name)])).toEqual(datasetNames);
});

it.each([["Open Images V7.csv.gz", "open-images-v7"], ["-- Ebb (1).txt", "ebb-1"], ["潮.csv", ""]])("is proposed from the name of a file: %s", (file, name) => {
  expect(names.nameFor(file)).toBe(name);
});
