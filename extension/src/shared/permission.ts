// Firefox lists host permissions apart and lets a person withdraw them; Chrome grants them at installation.

/** The permissions of the manifest. They must not grow: the browser would disable the extension until the person approves them. */
export const ORIGINS = ["*://*.flickr.com/*", "http://127.0.0.1/*"];

export function hasPermission(): Promise<boolean> {
  return chrome.permissions.contains({ origins: ORIGINS });
}

/** Asks the person for the permissions. Browsers allow this only while a click is being handled. */
export function requestPermission(): Promise<boolean> {
  return chrome.permissions.request({ origins: ORIGINS });
}
