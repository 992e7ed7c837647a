// What is listed of an account, in sentences. What no dataset could tell is said as well: it is not "none".
import type { AccountSummary } from "../account.ts";
import { countText, text } from "../i18n.ts";
import { listed } from "./listed.ts";

/** The answer in one line. */
export function accountLine({ photos, more, datasets, asked }: AccountSummary): string {
  if (asked === 0) return text("account_nobody_knows");
  if (datasets.length === 0) return countText("account_none", asked);
  const counted = more ? countText("account_photos_least", photos) : countText("dataset_photos", photos);
  return text("account_listed", counted, countText("account_in", datasets.length));
}

/** What else there is to say: datasets that could not answer. */
export function accountLimits({ without, unavailable, asked }: AccountSummary): string[] {
  const names = (all: readonly string[]): string => listed(all);
  return [
    without.length === 0 || asked === 0 ? "" : text("account_without", names(without)),
    unavailable.length === 0 ? "" : text("card_unavailable", names(unavailable)),
  ].filter((each) => each !== "");
}
