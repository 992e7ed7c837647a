// Opening Inset's own page, at the helper. Only a person's click in one of the extension's own pages leads here: neither a
// web page nor a content script may ask for it.
import { loadPairing } from "../shared/pairing.ts";
import { approvalAddress } from "./pairing.ts";

/** Opens the page in a new tab: where a pairing waits for the person's approval, right there. */
export async function openLocalPage(): Promise<void> {
  const { port } = await loadPairing();
  await chrome.tabs.create({ url: (await approvalAddress()) ?? `http://127.0.0.1:${port}/` });
}
