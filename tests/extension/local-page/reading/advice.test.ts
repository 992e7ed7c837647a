// What a text seems to be that names no photo and no account.
import { expect, it } from "vitest";

import "../../support/page-words.ts";
import { adviceFor } from "../../../../helper/inset/server/web/page/reading/advice.js";

it.each([
  ["https://www.flickr.com/photos/your-name/albums/72157620000000001/", "This is an album’s address"],
  ["https://www.flickr.com/photos/your-name/sets/72157620000000001", "This is an album’s address"],
  ["https://www.flickr.com/groups/harbours/pool/", "This is a group’s address"],
  ["https://example.org/gallery/12.jpg", "This address is not one of Flickr’s"],
  ["www.flickr.com/explore/2019/05/06", "This address of Flickr’s names no photo"],
  ["jane doe", "This looks like a user name: jane doe"],
  ["@harbour_light", "This looks like a user name"],
  ["j.doe", "This looks like a user name"],
  ["72157620000000001", "This number is too long for a photo’s"],
  ["what on earth is all of this about?", "Paste the addresses of photos"],
  ["", "Paste the addresses of photos"],
])("of %s: %s", (line, words) => {
  const [said, ...more] = adviceFor([line]);
  expect(said).toContain(words);
  expect(more).toEqual([]);
});

it("says each thing once, and no more than three", () => {
  const albums = Array.from({ length: 50 }, (_, n) => `https://www.flickr.com/photos/your-name/albums/${String(n + 1)}/`);
  expect(adviceFor(albums)).toHaveLength(1);
  expect(adviceFor([...albums, "https://example.org/a", "jane doe", "72157620000000001"])).toHaveLength(3);
});
