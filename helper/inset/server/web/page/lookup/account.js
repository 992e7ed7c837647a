// What the datasets know of one account's photos.
import { make, withCode } from "../shared/dom.js";
import { makeOriginLines } from "../shared/origins.js";
import { countText, listed, text } from "../shared/words.js";

/**
 * @param {import("./run.js").AccountResult} result
 * @param {import("../shared/origins.js").Origins | null} origins whose the datasets are; null where that is not known
 * @returns {HTMLElement}
 */
export function makeAccount({ account, datasets, censuses, withoutAccounts, censusesWithoutAccounts, unavailable, photos, problem }, origins) {
  const card = make("section", "card", make("h2", "", account));
  if (problem !== "") {
    card.append(make("p", "problem", ...withCode(problem)));
    return card;
  }
  const found = datasets.filter((each) => each.photos > 0);
  const words = photos.length === 0 ? text("lookup_account_none") : countText("lookup_account_found", photos.length);
  card.append(make("p", "", words));
  if (found.length > 0) card.append(make("div", "chips", ...found.map((each) => make("span", "chip", text("list_told", each.dataset, each.photos)))));
  for (const census of censuses.filter((each) => each.photos > 0)) {
    card.append(make("p", "quiet", text("lookup_account_census", census.dataset, countText("photos", census.photos))));
  }
  card.append(...makeOriginLines(origins, [...found, ...censuses.filter((each) => each.photos > 0)].map(({ dataset }) => dataset)));
  if (withoutAccounts.length > 0) {
    card.append(make("p", "note", text("lookup_account_nameless", listed(withoutAccounts))));
  }
  if (censusesWithoutAccounts.length > 0) {
    card.append(make("p", "quiet", text("lookup_account_censuses", listed(censusesWithoutAccounts))));
  }
  if (unavailable.length > 0) card.append(make("p", "note", text("lookup_account_broken", listed(unavailable))));
  if (!account.includes("@")) {
    card.append(make("p", "quiet", text("lookup_account_by_name")));
  }
  return card;
}
