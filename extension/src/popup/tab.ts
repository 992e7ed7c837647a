// The tab whose photos this popup shows.

export interface ShownTab {
  readonly id: number;
  /** Known where Inset has permission, and where the popup was opened over the page. */
  readonly url: string | undefined;
}

/** The tab in the popup's own address (`?tab=12`), else the one behind it. */
export async function shownTab(): Promise<ShownTab | null> {
  const named = new URLSearchParams(location.search).get("tab");
  const tab = named === null ? (await chrome.tabs.query({ active: true, currentWindow: true }))[0] : await chrome.tabs.get(Number(named));
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url };
}
