// Sites beyond Flickr on which a person allowed Inset to look for Flickr's photos. Each is an optional permission.

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Hosts of the manifest's own permissions, which are not among the sites that a person adds. */
const OWN = /^(?:127\.0\.0\.1|localhost|(?:[^/]*\.)?flickr\.com)$/;

/** The host that a person means by what they typed, an address or a bare name; else null. */
export function parseSite(typed: string): string | null {
  const text = typed.trim();
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return null;
  if (username !== "" || password !== "" || OWN.test(hostname)) return null;
  return hostname.includes(".") && HOST.test(hostname) ? hostname : null;
}

/** The pages of one host. */
export function patternOf(site: string): string {
  return `*://${site}/*`;
}

/** The host of a pattern, as it is shown; null for a pattern that stands for more than one site. */
function siteOfPattern(pattern: string): string | null {
  const [, host] = /^(?:\*|https?):\/\/([^/]+)\//.exec(pattern) ?? [];
  return host === undefined || OWN.test(host.replace(/^\*\./, "")) ? null : host;
}

/** Granted patterns that are not the manifest's own. */
export async function grantedPatterns(): Promise<string[]> {
  const { origins = [] } = await chrome.permissions.getAll();
  return origins.filter((pattern) => siteOfPattern(pattern) !== null).sort();
}

/** The granted sites, each once, as they are shown. */
export async function grantedSites(): Promise<string[]> {
  const sites = (await grantedPatterns()).map((pattern) => siteOfPattern(pattern) ?? "");
  return [...new Set(sites)];
}

/** Asks the person for the permission. Browsers allow this only while a click is being handled. */
export function requestSite(site: string): Promise<boolean> {
  return requestSites([site]);
}

/** The same for several sites, in one question. */
export function requestSites(sites: readonly string[]): Promise<boolean> {
  return chrome.permissions.request({ origins: sites.map(patternOf) });
}

/** Removes a site's permission, however its pattern was written. */
export async function removeSite(site: string): Promise<void> {
  const origins = (await grantedPatterns()).filter((pattern) => siteOfPattern(pattern) === site);
  if (origins.length > 0) await chrome.permissions.remove({ origins });
}
