import { describe, expect, it } from "vitest";
import { photoOfLink, photoOfPage, photoOfPictureUrl } from "../../../../extension/src/content/finding/photo-url.ts";
import { isSampleAddress } from "../../../../extension/src/content/finding/sample-page.ts";
import { openPage } from "../../support/page.ts";

const SAMPLE = '<meta name="inset-sample" content="1">';

describe("a picture's URL", () => {
  const document = openPage("<p>");
  it.each([
    ["//live.staticflickr.com/65535/911000000001_0a1b2c3d4e_z.jpg", "911000000001"],
    ["https://farm5.staticflickr.com/4745/911000000001_6ec635371e_b.jpg", "911000000001"],
    ["http://farm9.static.flickr.com/8185/911000000001_a22ef257cf_n.jpg", "911000000001"],
    ["//c1.staticflickr.com/3/2222/911000000001_a05f4e8501.jpg", "911000000001"],
    ["https://i0.wp.com/live.staticflickr.com/65535/911000000001_b85341933a_c.jpg", null],
    ["https://live.staticflickr.com.evil.example/65535/911000000001_b85341933a_c.jpg", null],
    ["/photos/somebody/911000000001/", null],
    ["//live.staticflickr.com/5549/coverphoto/71402340@N00_h.jpg?1478371839", null],
    ["//live.staticflickr.com/456/buddyicons/71402340@N00_r.jpg", null],
    ["https://combo.staticflickr.com/pw/images/spaceout.gif", null],
    ["data:image/gif;base64,R0lGOD", null],
    ["http://[", null],
    ["", null],
  ])("%s → %s", (url, photo) => {
    expect(photoOfPictureUrl(url, document)).toBe(photo);
  });
});

describe("the sample page", () => {
  const picture = "/sample/static/65535/990000000001_5a3c7e9b10_z.svg";
  const html = `${SAMPLE}<a href="/sample/photos/inset-sample/990000000001/"></a><a href="/photos/inset-sample/990000000001/"></a>`;

  it("is read as if it were Flickr", () => {
    const document = openPage(html, "http://127.0.0.1:46738/sample");
    const [own, other] = document.querySelectorAll("a");
    expect(photoOfPictureUrl(picture, document)).toBe("990000000001");
    expect(own && photoOfLink(own)).toBe("990000000001");
    expect(other && photoOfLink(other)).toBeNull();
    const page = openPage(SAMPLE, "http://127.0.0.1:46738/sample/photos/inset-sample/990000000001/");
    expect(photoOfPage(page)).toBe("990000000001");
  });

  it.each([
    ["without its mark", "", "http://127.0.0.1:46738/sample"],
    ["under another name", SAMPLE, "http://localhost:46738/sample"],
    ["on Flickr", SAMPLE, "https://www.flickr.com/sample"],
  ])("is nothing %s", (_, head, url) => {
    expect(photoOfPictureUrl(picture, openPage(head, url))).toBeNull();
  });

  it("is looked for at the helper's own port alone", () => {
    const at = (url: string): boolean => isSampleAddress(new URL(url), 46738);
    expect(at("http://127.0.0.1:46738/sample")).toBe(true);
    expect(at("http://127.0.0.1:46738/sample/photos/inset-sample/990000000001/")).toBe(true);
    expect(at("http://127.0.0.1:8080/sample")).toBe(false);
    expect(at("http://127.0.0.1:46738/other")).toBe(false);
    expect(at("https://127.0.0.1:46738/sample")).toBe(false);
  });
});
