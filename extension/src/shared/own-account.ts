// Accounts that a person calls their own, as they are typed and kept.
import { accountKey, parsePhotoPages } from "./photo-pages.ts";
import { parseNsid } from "./photo-ref.ts";

/**
 * The account that a person means by an NSID or by the address of a profile, a photostream, an album or a photo: its NSID, else
 * its name in addresses in lower case, which is what is kept. Null for anything else: a screen name is no account.
 */
export function parseOwnAccount(typed: string): string | null {
  const text = typed.trim();
  const nsid = parseNsid(text);
  if (nsid !== null) return nsid;
  const address = /^(?:https?:)?\/\//i.test(text) ? text.replace(/^\/\//, "https://") : text.includes("/") ? `https://${text}` : `https://www.flickr.com/people/${text}/`;
  const pages = parsePhotoPages(address);
  return pages === null || pages.kind === "group" ? null : accountKey(pages.user);
}
