import { mergeConfig } from "vitest/config";

import tests from "./vitest.config.mts";

export default { ...mergeConfig(tests, {}), test: { ...tests.test, include: ["screenshots.ts", "local-page-screenshots.ts"] } };
