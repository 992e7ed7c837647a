import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { describe as say } from "../../../../extension/src/shared/words/answer-words.ts";
import { Badge, type BadgeEvents } from "../../../../extension/src/content/badges/badge.ts";
import { PALETTES } from "../../../../extension/src/shared/palettes.ts";
import { isOwn, strays } from "../../../../extension/src/content/finding/own.ts";
import { COLOURS } from "../../../../extension/src/shared/preferences.ts";
import { summarise, type DatasetAnswer } from "../../../../extension/src/shared/answers.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";

const listed = (dataset: string): DatasetAnswer => ({ dataset, answer: "listed" });
const probably = (dataset: string, chance?: number): DatasetAnswer =>
  chance === undefined ? { dataset, answer: "probably_listed" } : { dataset, answer: "probably_listed", chance };

let browser: FakeBrowser;

beforeEach(() => {
  new FakeChrome().install();
  browser = new FakeBrowser("<main></main>");
});

const events = (): BadgeEvents => ({ pointed: vi.fn(), focused: vi.fn(), pressed: vi.fn(), changed: vi.fn(), removed: vi.fn() });
const draw = (...datasets: DatasetAnswer[]): Badge => new Badge(browser.document, "911000000001", summarise(datasets), "label", events());

describe("a badge", () => {
  it("says what it is about", () => {
    const { element } = draw(listed("ffhq"), listed("coco"), probably("laion", 0.957));
    expect(element.localName).toBe("inset-badge");
    expect(element.getAttribute("data-photo-id")).toBe("911000000001");
    expect(element.getAttribute("data-answer")).toBe("listed");
  });

  it("keeps its drawing out of the page's reach", () => {
    const { element } = draw(listed("ffhq"));
    expect(element.shadowRoot).toBeNull();
    expect(element.textContent).toBe("");
    expect(element.childNodes.length).toBe(0);
  });

  it("follows another answer", () => {
    const badge = draw(listed("ffhq"));
    badge.show(summarise([probably("laion", 0.5)]));
    expect(badge.element.getAttribute("data-answer")).toBe("probably_listed");
  });

  it("is known as ours, unlike a copy that the page made", () => {
    const badge = draw(listed("ffhq"));
    const main = browser.get("main");
    main.append(badge.element, badge.element.cloneNode());
    expect(isOwn(badge.element)).toBe(true);
    expect(strays(main)).toEqual([main.lastElementChild]);
  });

  it("goes to its picture's corner, or its middle, and to the layer's own corner while it is not drawn", () => {
    const badge = draw(listed("ffhq"));
    const picture = { left: 100, top: 50, width: 300, height: 200 };
    const place = (): string[] => [badge.element.style.getPropertyValue("--left"), badge.element.style.getPropertyValue("--top")];
    badge.place(picture);
    expect(place()).toEqual(["107px", "57px"]);
    badge.place(picture, true);
    expect(place()).toEqual(["243px", "143px"]);
    badge.unplace();
    expect(place()).toEqual(["0px", "0px"]);
  });
});

describe("words", () => {
  const into = (badge: Badge, width: number): string => {
    badge.measure();
    badge.place({ left: 0, top: 0, width, height: 200 });
    return badge.element.style.getPropertyValue("--room");
  };

  beforeEach(() => {
    // Seven pixels a letter; what the badge's own classes change of that is the browser's affair.
    vi.spyOn(browser.window.HTMLElement.prototype, "offsetWidth", "get").mockImplementation(function (this: HTMLElement) {
      return 7 * (this.textContent.length);
    });
  });

  it("that fit are not clipped, so the browser keeps no layer for them", () => {
    expect(into(draw(listed("ffhq")), 300)).toBe("");
  });

  it("that do not fit end within the picture", () => {
    expect(into(draw(listed("a-dataset-of-a-long-name")), 150)).toBe("136px");
  });

  it("are measured anew when they become others", () => {
    const badge = draw(listed("ffhq"));
    expect(into(badge, 150)).toBe("");
    badge.show(summarise([listed("a-dataset-of-a-long-name")]));
    expect(into(badge, 150)).toBe("136px");
  });
});

describe("a likelihood is never worded as a fact", () => {
  it.each([
    [[probably("laion", 0.9999)], "Probably listed in: laion (about 99% likely)."],
    [[probably("laion", 0.018)], "Possibly listed in: laion (about 1% likely)."],
    [[probably("laion", 0.004)], "Possibly listed in: laion (less than 1% likely)."],
    [[probably("laion")], "Probably listed in: laion."],
    [[listed("ffhq"), listed("coco"), probably("laion", 0.957)], "Listed in: ffhq, coco. Probably listed in: laion (about 95% likely)."],
  ])("%j", (datasets, words) => {
    expect(say(summarise(datasets))).toBe(words);
  });
});

describe("the style", () => {
  const source = readFileSync(new URL("../../../../extension/src/content/badges/badge-style.ts", import.meta.url), "utf8");
  const rule = (selector: string): string => new RegExp(`^${selector.replaceAll(".", "\\.")} \\{([^}]*)\\}`, "m").exec(source)?.[1] ?? "";

  it.each(COLOURS.flatMap((colours) => (["listed", "probably"] as const).map((kind) => [colours, kind] as const)))(
    "%s, %s: words of at least 7 to 1 on a ground that no photo shows through, and an edge that stands off it",
    (colours, kind) => {
      const { ground, ink, edge } = PALETTES[colours][kind];
      expect(contrast(ink, ground)).toBeGreaterThanOrEqual(7);
      expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(COLOURS)("%s: certain and probable differ in lightness, which every kind of colour vision sees", (colours) => {
    const { listed: certain, probably: likely } = PALETTES[colours];
    expect(contrast(certain.ground, likely.ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("tells certain from probable without colour", () => {
    expect(rule(".badge")).toContain("solid");
    expect(rule(".probably.badge")).toContain("dashed");
    expect(rule(".probably.around")).toContain("repeating-linear-gradient");
  });

  it("takes clicks with its button alone, heeds forced colours, and never moves", () => {
    expect(rule(":host")).toContain("all: initial !important");
    expect(rule(":host")).toContain("pointer-events: none !important");
    expect(rule(".around")).toContain("pointer-events: none");
    expect(source).toContain("forced-colors: active");
    expect(source).not.toContain("animation");
    expect(source).not.toContain("transition");
  });
});

/** Contrast ratio of two colours. Source: WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour;
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`No colour: "${colour}"`);
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
