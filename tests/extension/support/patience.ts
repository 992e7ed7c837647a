/** For all tests: `vi.waitFor` waits as long as a busy machine may take, instead of one second. What never happens still fails. */

import { vi } from "vitest";

const MOST_MS = 30_000;
const waitFor = vi.waitFor;
vi.waitFor = (callback, options = { timeout: MOST_MS }) => waitFor(callback, options);
