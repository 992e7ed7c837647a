// Whether this copy of the content script still has an extension behind it.

/** Whether the extension that this script belongs to is still installed and the same. */
export function isAlive(): boolean {
  try {
    // Typed as always there; it is gone after an update.
    return (chrome.runtime as { id?: string } | undefined)?.id !== undefined;
  } catch {
    return false;
  }
}
