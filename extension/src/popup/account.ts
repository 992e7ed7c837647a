// What is listed of the account whose page is behind the popup, where that page names it beyond doubt.
import { accountPage, type AccountSummary } from "../shared/account.ts";
import { byId, write } from "../shared/dom.ts";
import { sentences } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { accountLimits, accountLine } from "../shared/words/account-words.ts";

/** The account that was last asked about: an answer about another one comes too late. */
let asked: string | null = null;

/**
 * @param nsid of the page's account; null where the page does not say it
 * @param port the helper's
 * @returns what is shown of it
 */
export async function showAccount(nsid: string | null, port: number): Promise<AccountSummary | null> {
  const section = byId("account", HTMLElement);
  // What is shown is the account before.
  if (nsid !== asked) section.hidden = true;
  asked = nsid;
  const account = nsid === null ? null : await ask({ kind: "account", nsid }).catch(() => null);
  if (asked !== nsid) return null;
  section.hidden = account === null;
  if (account === null) return null;
  write(byId("account-line", HTMLElement), accountLine(account));
  write(byId("account-limits", HTMLElement), sentences(...accountLimits(account)));
  const link = byId("account-link", HTMLAnchorElement);
  link.hidden = account.datasets.length === 0;
  link.href = accountPage(port, account.nsid);
  return account;
}
