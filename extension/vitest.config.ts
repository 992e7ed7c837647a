import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The tests lie at the top of the repository and import from extension/src.
  root: fileURLToPath(new URL("..", import.meta.url)),
  cacheDir: fileURLToPath(new URL("node_modules/.vite", import.meta.url)),
  test: {
    include: ["tests/extension/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 10_000,
  },
});
