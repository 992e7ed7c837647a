// The pairing, kept in storage.local: the helper's port, and the token that it gave this extension.

export const DEFAULT_PORT = 46738;
const KEY = "pairing";

export interface Pairing {
  readonly port: number;
  /** Absent until the person has approved a pairing, and again after they forgot it. */
  readonly token: string | null;
}

/** The TCP port that a person typed, or null where a helper cannot have it. */
export function parsePort(text: string): number | null {
  if (!/^[0-9]{1,5}$/.test(text.trim())) return null;
  const port = Number(text.trim());
  return isPort(port) ? port : null;
}

function isPort(value: unknown): value is number {
  // Ports below 1024 are the system's: a program that an ordinary person starts cannot listen there.
  return typeof value === "number" && Number.isInteger(value) && value >= 1024 && value <= 65535;
}

/** Reads what storage holds under `pairing`; what is not valid counts as absent. */
export function readPairing(stored: unknown): Pairing {
  const record = typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
  return {
    port: isPort(record.port) ? record.port : DEFAULT_PORT,
    token: typeof record.token === "string" && record.token !== "" ? record.token : null,
  };
}

export async function loadPairing(): Promise<Pairing> {
  const stored = await chrome.storage.local.get(KEY);
  return readPairing(stored[KEY]);
}

export async function savePairing(pairing: Pairing): Promise<void> {
  const { port, token } = pairing;
  await chrome.storage.local.set({ [KEY]: token === null ? { port } : { port, token } });
}

/** Whether a change of storage.local touches the pairing. */
export function changesPairing(changes: Record<string, unknown>): boolean {
  return KEY in changes;
}
