// The types of the helper's API, and its description as JSON, are written from openapi.yaml, and never by hand.
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { targets, writtenFiles } from "../../../extension/scripts/write-wire.mjs";

describe("what is written from openapi.yaml (npm run write in extension/)", async () => {
  const written = await writtenFiles();

  it.each(Object.values(targets).map((file) => [path.basename(path.dirname(file)), path.basename(file), file] as const))(
    "is what the script writes: %s/%s",
    (_, __, file) => {
      expect(readFileSync(file, "utf8")).toBe(written[file]);
    },
  );

  it("has a type of its name for every schema", () => {
    const { components } = JSON.parse(readFileSync(targets.description, "utf8")) as { components: { schemas: Record<string, unknown> } };
    const types = readFileSync(targets.pageTypes, "utf8");
    const names = [...types.matchAll(/^export type (\w+) = components\['schemas'\]\['\1'\];$/gm)].map((match) => match[1]);
    expect(names).toEqual(Object.keys(components.schemas));
  });
});
