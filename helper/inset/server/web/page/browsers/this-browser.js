// Which of the pairings is the browser that shows this page. The page cannot ask: the extension's token is not its own. It
// knows by itself only where it was the approval's page that the extension opened in its own browser, and keeps that there.
const KEY = "this_browser";

/** @param {string} pairing the ID of this browser's pairing */
export function rememberThisBrowser(pairing) {
  try {
    localStorage.setItem(KEY, pairing);
  } catch {
    // The browser keeps nothing for pages: nothing is then said to be this browser.
  }
}

/** The ID of this browser's pairing; null where that is not known. */
export function thisBrowser() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
