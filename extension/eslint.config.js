import path from "node:path";
import { fileURLToPath } from "node:url";
import tseslint from "typescript-eslint";

// eslint is run from the repository's top, so that the tests beside this folder are covered too.
const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**"] },
  {
    files: ["extension/**/*.ts", "tests/extension/**/*.ts", "tests/e2e/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: path.join(top, "extension/tsconfig.json"), tsconfigRootDir: path.join(top, "extension") },
    },
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // Browsers let neither a page nor a script in it reach this computer; only the background asks, see docs/EXTENSION.md.
    files: ["extension/src/content/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "WebSocket", "EventSource"],
      "no-restricted-properties": ["error", { object: "navigator", property: "sendBeacon" }, { property: "fetch" }],
    },
  },
  {
    files: ["extension/scripts/*.mjs", "tests/e2e/**/*.mjs", "tests/e2e/**/*.js"],
    extends: [tseslint.configs.recommended],
  },
  {
    // Written by a script, and checked by the compiler alone; named here so that it may be given to eslint by its name.
    files: ["helper/inset/server/web/**/*.d.ts"],
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: "off" },
  },
  {
    // The helper's local page: served as it is, typed by its comments.
    files: ["helper/inset/server/web/**/*.js"],
    ignores: ["**/photo-ref.js"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: path.join(top, "extension/tsconfig.page.json"), tsconfigRootDir: path.join(top, "extension") },
    },
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // What the helper answers has no type until the code that asked for it declares one.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
