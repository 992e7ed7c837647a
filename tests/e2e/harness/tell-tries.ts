/** Says why a test needed its second chance: Vitest's own report says only that it did. */
import process from "node:process";

import { afterEach } from "vitest";

/** Failures of a test that were told already. */
const told = new WeakMap<object, number>();

afterEach(({ task }) => {
  const errors = task.result?.errors ?? [];
  for (const error of errors.slice(told.get(task) ?? 0)) {
    const own = (error.stack ?? error.message).split("\n").filter((line) => !/node_modules|<anonymous>/.test(line));
    process.stderr.write(`A try of “${task.name}” failed: ${own.join("\n")}\n`);
  }
  told.set(task, errors.length);
});
