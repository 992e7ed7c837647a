// Where the helper is downloaded from. The address is in helper/inset/identity.json, with all else that a release must know.
import { downloads } from "../../../helper/inset/identity.json";

export const SYSTEMS = ["Linux", "Windows", "macOS"] as const;
export type System = (typeof SYSTEMS)[number];

const OF_PLATFORM: Readonly<Record<string, System>> = { linux: "Linux", win: "Windows", mac: "macOS" };

/** The page that has the installer for a system. */
export function downloadPage(system: System): string {
  return `${downloads}#${system.toLowerCase()}`;
}

/** The system of this computer, or null where there is no installer for it. */
export async function thisSystem(): Promise<System | null> {
  const { os } = await chrome.runtime.getPlatformInfo();
  return OF_PLATFORM[os] ?? null;
}
