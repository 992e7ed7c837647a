// Which account a page is of: by its NSID, and never that of the page before, whose pieces may still stand there.
import { describe, expect, it } from "vitest";
import { PageAccount } from "../../../../extension/src/content/reading/page-account.ts";
import { openPage } from "../../support/page.ts";

const MARLENE = "900000701@N07";
const OTHER = "900000702@N03";
const STREAM = "https://www.flickr.com/photos/marlene-tern/";
const icon = (nsid: string): string => `<div class="avatar" style="background-image: url(//live.staticflickr.com/1/buddyicons/${nsid}_r.jpg#${nsid})"></div>`;
const cover = (nsid: string): string => `<div style="background-image: url(//live.staticflickr.com/1/coverphoto/${nsid}_h.jpg)"></div>`;
/** The attribution on albums and photo pages, as Flickr writes it; with Flickr's own picture where the person has none. */
const author = (user: string, nsid: string, picture = `live.staticflickr.com/1/buddyicons/${nsid}_l.jpg`): string =>
  `<a class="avatar person medium" rel="author" href="/photos/${user}/" data-person-nsid="${nsid}" style="background-image: url(//${picture}#${nsid});"></a>`;

interface Moving {
  readonly account: PageAccount;
  /** As Flickr's script does: another address, without loading the page anew. */
  readonly go: (address: string, html?: string) => void;
}

function open(html: string, address = STREAM): Moving {
  const document = openPage(html, address);
  return {
    account: new PageAccount(document),
    go: (to, now) => {
      document.defaultView?.history.pushState(null, "", to);
      if (now !== undefined) document.body.innerHTML = now;
    },
  };
}

describe("a page that was loaded", () => {
  it.each<[string, string, string, string | null]>([
    ["a photostream whose icon and cover agree", `${icon(MARLENE)}${cover(MARLENE)}`, STREAM, MARLENE],
    ["a page of a photostream", `${icon(MARLENE)}${cover(MARLENE)}`, `${STREAM}page7`, MARLENE],
    ["a profile", `${icon(MARLENE)}${cover(MARLENE)}`, "https://www.flickr.com/people/marlene-tern/", MARLENE],
    ["an album with its author's link", author("marlene-tern", MARLENE), `${STREAM}albums/72157650686499888`, MARLENE],
    ["a photo with its author's link", author("marlene-tern", MARLENE), `${STREAM}911000000001/in/dateposted-public/`, MARLENE],
    ["an author without a picture", author("marlene-tern", MARLENE, "combo.staticflickr.com/pw/images/buddyicon08_l.png"), `${STREAM}911000000001/`, MARLENE],
    ["an address with the NSID", "", `https://www.flickr.com/photos/${MARLENE}/`, MARLENE],
    ["a photo with comments of others", `${author("marlene-tern", MARLENE)}${author("somebody-else", OTHER)}`, `${STREAM}911000000001/`, MARLENE],
    ["an icon alone", icon(MARLENE), STREAM, null],
    ["icon and cover of two accounts", `${icon(OTHER)}${cover(MARLENE)}`, STREAM, null],
    ["a name with two NSIDs", `${author("marlene-tern", MARLENE)}${author("marlene-tern", OTHER)}`, STREAM, null],
    ["a link of another's to the account", `<a href="/photos/marlene-tern/" data-person-nsid="${OTHER}"></a>${icon(MARLENE)}`, STREAM, null],
    ["favourites, which are other people's photos", `${icon(MARLENE)}${cover(MARLENE)}`, `${STREAM}favorites`, null],
    ["galleries", author("marlene-tern", MARLENE), `${STREAM}galleries/72157650686499888/`, null],
    ["a group", icon(MARLENE), "https://www.flickr.com/groups/tidal-flats/pool/", null],
    ["Explore", icon(MARLENE), "https://www.flickr.com/explore", null],
    ["another site", author("marlene-tern", MARLENE), "https://example.org/photos/marlene-tern/", null],
  ])("that is %s", (_, html, address, nsid) => {
    expect(open(html, address).account.nsid).toBe(nsid);
  });
});

describe("a page that changes without loading anew", () => {
  it("is never said to be of the account before, while its pieces still stand there", () => {
    const { account, go } = open(`${icon(OTHER)}${cover(OTHER)}`, "https://www.flickr.com/photos/somebody-else/");
    expect(account.nsid).toBe(OTHER);
    go(STREAM);
    expect(account.nsid).toBeNull();
  });

  it("is of the new account as soon as a link names both", () => {
    const { account, go } = open(`${icon(OTHER)}${cover(OTHER)}`, "https://www.flickr.com/photos/somebody-else/");
    go(`${STREAM}911000000001/`, `${icon(OTHER)}${author("marlene-tern", MARLENE)}`);
    expect(account.nsid).toBe(MARLENE);
  });

  it("says nothing on the way back by what stands there from another account, but knows whom it has met", () => {
    const met = open(`${icon(MARLENE)}${cover(MARLENE)}`);
    expect(met.account.nsid).toBe(MARLENE);
    met.go("https://www.flickr.com/photos/somebody-else/", `${icon(OTHER)}${cover(OTHER)}`);
    expect(met.account.nsid).toBeNull();
    met.go(STREAM);
    expect(met.account.nsid).toBe(MARLENE);

    const unmet = open("");
    unmet.go("https://www.flickr.com/photos/somebody-else/", `${icon(OTHER)}${cover(OTHER)}`);
    unmet.account.look();
    unmet.go(STREAM);
    expect(unmet.account.nsid).toBeNull();
  });

  it("stays what it is from page to page of one account", () => {
    const { account, go } = open(`${icon(MARLENE)}${cover(MARLENE)}`);
    go(`${STREAM}page2`);
    go(`${STREAM}albums/72157650686499888`);
    expect(account.nsid).toBe(MARLENE);
  });
});

it("a name is the account's by the page's word or by being its NSID", () => {
  const { account } = open(author("marlene-tern", MARLENE));
  expect([account.nsid, account.isOf("marlene-tern", MARLENE), account.isOf(MARLENE.toLowerCase(), MARLENE), account.isOf("somebody-else", MARLENE)]).toEqual([MARLENE, true, true, false]);
});
