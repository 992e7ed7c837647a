import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  // Beside the packages, which git ignores already.
  cacheDir: "../../extension/node_modules/.vite/e2e",
  test: {
    include: ["*/*.test.ts"],
    // Browsers and a daemon are heavy; two files at a time suit two cores, because tests mostly wait.
    maxWorkers: 2,
    // Of one file, the tests that say so run beside each other: while one waits whether what it sees stays, others load their pages.
    maxConcurrency: 4,
    // Two browsers and a daemon share few processors with whatever else runs: one wait may run out for no fault of ours.
    // The report says which test needed its second chance, and the setup file why.
    retry: 1,
    setupFiles: ["harness/tell-tries.ts"],
    // Longer than several of the harness's waits: what hangs should say what it waited for.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
  },
});
