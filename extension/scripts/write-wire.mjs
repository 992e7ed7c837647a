// Writes what follows from helper/inset/server/openapi.yaml, the description of the helper's API:
//
// - openapi.json beside it, which the helper answers with, so that it needs no library for YAML;
// - the types of what the API answers, for the local page and for the extension.
//
// The written files are committed, because whoever installs the helper has no Node; a test holds them to this script.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import openapiTS, { astToString } from "openapi-typescript";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const source = path.join(top, "helper/inset/server/openapi.yaml");

/** Where the written files lie. */
export const targets = {
  description: path.join(top, "helper/inset/server/openapi.json"),
  pageTypes: path.join(top, "helper/inset/server/web/page/shared/wire.d.ts"),
  extensionTypes: path.join(top, "extension/src/shared/wire.d.ts"),
};

const NOTE = `// Written by extension/scripts/write-wire.mjs from helper/inset/server/openapi.yaml: change that one, not this.
/* eslint-disable */

`;

/** The text of each written file, by its path. */
export async function writtenFiles() {
  const description = load(await readFile(source, "utf8"));
  const types = await wireTypes(description);
  return {
    [targets.description]: `${JSON.stringify(description, null, 1)}\n`,
    [targets.pageTypes]: types,
    [targets.extensionTypes]: types,
  };
}

/** One type for each schema of the description, under the schema's name. */
async function wireTypes({ openapi, info, components: { schemas } }) {
  const nodes = await openapiTS(
    { openapi, info, paths: {}, components: { schemas } },
    {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      // A program that asks may leave out what has a default.
      defaultNonNullable: false,
      emptyObjectsUnknown: true,
      immutable: true,
    },
  );
  const kept = nodes.filter(({ name }) => !["paths", "webhooks", "operations", "$defs"].includes(name?.text));
  return NOTE + astToString(kept);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(await writtenFiles())) await writeFile(file, text);
}
