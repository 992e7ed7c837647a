/** Wait for something to become true by asking again and again. */

/** How often to ask, in milliseconds. */
const EVERY_MS = 40;

/** How long to ask by default, in milliseconds: what comes within a second here may take most of a minute where two browsers and a helper share one busy processor. */
export const PATIENCE_MS = 90_000;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Ask until the answer is true, and return it.
 *
 * @throws Error naming `what`, and the last error or answer, when it is not true after `timeoutMs`.
 */
export async function until<T>(what: string, ask: () => T | Promise<T>, timeoutMs = PATIENCE_MS): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      last = await ask();
      if (last) return last as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    await pause(EVERY_MS);
  } while (Date.now() < end);
  throw new Error(`Waited ${String(timeoutMs)} ms in vain for ${what}; last: ${String(last)}`);
}
