// Native messaging: with the person's permission the background may start Inset on this computer. docs/EXTENSION.md tells what for.

/** What the helper's side registers with the browsers; see helper/inset/service/native_manifest.py. */
export const HOST = "inset.native_host";
export const NATIVE: chrome.permissions.Permissions = { permissions: ["nativeMessaging"] };

/** What came of starting the helper. `failed` carries the helper's own sentence. */
export type StartReply =
  | { readonly outcome: "started" }
  | { readonly outcome: "not_allowed" }
  | { readonly outcome: "no_host" }
  | { readonly outcome: "failed"; readonly message: string };

export function mayUseHost(): Promise<boolean> {
  return chrome.permissions.contains(NATIVE);
}

/** Asks the person. It must be the first thing that happens after their click: browsers refuse it otherwise. */
export function requestHost(): Promise<boolean> {
  return chrome.permissions.request(NATIVE);
}
