// Opening Inset's own page, at the helper. Only a person's click in one of the extension's own pages leads here: neither a
// web page nor a content script may ask for it.
import { loadPairing } from "../shared/pairing.ts";
import { getTicket } from "./native-host.ts";
import { waitingRequest } from "./pairing.ts";

/**
 * Opens the page in a new tab: where a pairing waits for the person's approval, right there. Where the native messaging host
 * may be used the page gets a ticket from it, behind `#`, and the person is its owner there; the token for look-ups never is.
 */
export async function openLocalPage(): Promise<void> {
  const [{ port }, request, owner] = await Promise.all([loadPairing(), waitingRequest(), getTicket()]);
  // A ticket is for the helper of the very port that it came from.
  const ticket = owner?.port === (request?.port ?? port) ? owner.ticket : null;
  const home = `http://127.0.0.1:${request?.port ?? port}/`;
  const behind = new URLSearchParams({ ...(request === null ? {} : { pairing: request.id }), ...(ticket === null ? {} : { ticket }) }).toString();
  await chrome.tabs.create({ url: `${home}${request === null ? "" : "connect"}${behind === "" ? "" : `#${behind}`}` });
}

/** A small window with the code: where it stays to be compared, while the popup closes as soon as a tab opens. Not on Android. */
export async function openCodeWindow(): Promise<void> {
  const { windows } = chrome as { windows?: typeof chrome.windows };
  await windows?.create({ url: chrome.runtime.getURL("code.html"), type: "popup", width: 400, height: 420 });
}
