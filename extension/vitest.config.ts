import { availableParallelism } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Pages tell days and times of the person's own zone: the tests' person is in this one, wherever the tests run.
process.env.TZ = "UTC";

export default defineConfig({
  // The tests lie at the top of the repository and import from extension/src.
  root: fileURLToPath(new URL("..", import.meta.url)),
  cacheDir: fileURLToPath(new URL("node_modules/.vite", import.meta.url)),
  test: {
    include: ["tests/extension/**/*.test.ts"],
    environment: "node",
    setupFiles: ["tests/extension/support/patience.ts", "tests/e2e/harness/tell-tries.ts"],
    // As in browsers: what failed by chance is told, with its reason, and does not fail everything.
    retry: 1,
    // Vitest would leave one processor alone, which is half of a machine that has two.
    maxWorkers: availableParallelism(),
    restoreMocks: true,
    unstubGlobals: true,
    // Generous: a busy machine is slow, and a test waits for what must happen, not for a time.
    testTimeout: 60_000,
    coverage: {
      provider: "v8",
      // What puts the static page together, and its cards, are used in both browsers alone (tests/e2e/site/site.test.ts).
      include: ["extension/src/**/*.ts", "extension/site/**/*.ts"],
      exclude: ["extension/site/{main,dataset-card}.ts"],
      // The files' list names those that are not covered whole; everything else is in the last line.
      reporter: [["text", { skipFull: true }]],
      // A little below what it is, so that it never falls unnoticed. Pages and pictures are also tested in browsers, which is not counted.
      thresholds: { statements: 89, branches: 82, functions: 87, lines: 92 },
      reportsDirectory: fileURLToPath(new URL("node_modules/.vite/coverage", import.meta.url)),
    },
  },
});
