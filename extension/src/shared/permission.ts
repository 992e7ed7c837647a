// Firefox lists host permissions apart and lets a person withdraw them; Chrome grants them at installation.

/** What the extension is installed with; fixed for good, because a wider one would switch it off until it is approved again. */
export const ORIGINS = ["*://*.flickr.com/*", "http://127.0.0.1/*"];

export function hasPermission(): Promise<boolean> {
  return chrome.permissions.contains({ origins: ORIGINS });
}

/** Asks the person. Browsers allow this only while a click is being handled. */
export function requestPermission(): Promise<boolean> {
  return chrome.permissions.request({ origins: ORIGINS });
}
