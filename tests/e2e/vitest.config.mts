import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  // Not beside the tests: a cache is no source.
  cacheDir: "../../extension/node_modules/.vite-e2e",
  // Beside the packages, which git ignores already.
  cacheDir: "../../extension/node_modules/.vite/e2e",
  test: {
    include: ["*.test.ts"],
    // Browsers and a daemon are heavy; two files at a time suit two cores, because tests mostly wait.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
