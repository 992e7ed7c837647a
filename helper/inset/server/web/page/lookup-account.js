// What the datasets know of one account's photos.
import { make, withCode } from "./dom.js";
import { number, plural } from "./format.js";

/**
 * @param {import("./lookup-run.js").AccountResult} result
 * @returns {HTMLElement}
 */
export function makeAccount({ account, datasets, censuses, withoutAccounts, censusesWithoutAccounts, unavailable, photos, problem }) {
  const card = make("section", "card", make("h2", "", account));
  if (problem !== "") {
    card.append(make("p", "problem", ...withCode(problem)));
    return card;
  }
  const found = datasets.filter((each) => each.photos > 0);
  const words = photos.length === 0
    ? "No list that names accounts names a photo of this one."
    : `${plural(photos.length, "photo")} of this account ${photos.length === 1 ? "is" : "are"} listed.`;
  card.append(make("p", "", words));
  if (found.length > 0) card.append(make("div", "chips", ...found.map((each) => make("span", "chip", `${each.dataset}: ${number(each.photos)}`))));
  for (const census of censuses.filter((each) => each.photos > 0)) {
    card.append(make("p", "quiet", `Apart from that, the census ${census.dataset} names ${plural(census.photos, "photo")} of this account as public, which says nothing about training.`));
  }
  if (withoutAccounts.length > 0) {
    card.append(make("p", "note", `These datasets do not name accounts, so they cannot be asked by account: ${withoutAccounts.join(", ")}. Paste the photos’ addresses to ask them.`));
  }
  if (censusesWithoutAccounts.length > 0) {
    card.append(make("p", "quiet", `Censuses that do not name accounts: ${censusesWithoutAccounts.join(", ")}.`));
  }
  if (unavailable.length > 0) card.append(make("p", "note", `These datasets cannot be opened, so nothing is known of them: ${unavailable.join(", ")}.`));
  if (!account.includes("@")) {
    card.append(make("p", "quiet", "You gave the account’s name in addresses. Lists mostly hold its NSID, such as 12345678@N00: ask by that one, too."));
  }
  return card;
}
