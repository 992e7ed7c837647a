// Lists that the page asks for again and again: an entry stays while it says the same, and while it asks a person something.
import { beforeEach, describe, expect, it, vi } from "vitest";

import { LocalPage } from "../../support/local-page.ts";

type Shared = typeof import("../../../../helper/inset/server/web/page/shared/entries.js") & typeof import("../../../../helper/inset/server/web/page/shared/dom.js");

let shared: Shared;
let list: HTMLElement;

/** One entry: its words, a button that asks, and a field. */
function draw(id: string, words: string): HTMLElement {
  const asking = shared.makeAskingButton({ words: "Remove", question: "Sure?", yes: "Yes", no: "No", action: () => Promise.resolve() });
  const entry = shared.make("li", "", shared.make("b", "", words), shared.make("input"), asking);
  entry.id = id;
  return entry;
}

/** Shows entries such as "a" and "b: changed". */
function show(...entries: string[]): void {
  shared.showEntries(list, entries.map((each) => {
    const [id = ""] = each.split(":");
    return { id, from: each, draw: () => draw(id, each) };
  }));
}

const shown = (): string[] => [...list.querySelectorAll("b")].map((each) => each.textContent);
const at = (id: string): HTMLElement => {
  const found = list.querySelector<HTMLElement>(`#${id}`);
  if (found === null) throw new Error(`The list has no ${id}.`);
  return found;
};
const press = (id: string, words: string): void => {
  [...at(id).querySelectorAll("button")].find((each) => each.textContent === words)?.click();
};

beforeEach(async () => {
  const page = await LocalPage.open();
  const web = "../../../../helper/inset/server/web/page/shared";
  shared = { ...(await import(`${web}/entries.js`)), ...(await import(`${web}/dom.js`)) } as Shared;
  list = page.document.createElement("ul");
  page.document.body.append(list);
});

describe("a list that is asked for again", () => {
  it.each<[string[], string[]]>([
    [[], ["a"]], [["a"], []], [["a", "b", "c"], ["c", "a", "b"]], [["a", "b"], ["x", "a", "y", "b", "z"]], [["a", "b", "c", "d"], ["d", "b"]],
    [["a", "b"], ["b: new", "a"]], [["a"], ["b"]],
  ])("shows %j and then %j in their order", (first, second) => {
    show(...first);
    show(...second);
    expect(shown()).toEqual(second);
  });

  it("draws anew only what says something new", () => {
    show("a", "b", "c");
    const [a, b, c] = ["a", "b", "c"].map(at);
    show("c", "b: new", "a");
    expect(at("a")).toBe(a);
    expect(at("c")).toBe(c);
    expect(at("b")).not.toBe(b);
  });

  it("keeps the focus of what stays, and moves that of what is drawn anew to the same place", () => {
    show("a", "b");
    at("a").querySelector("input")?.focus();
    show("new", "a", "b: other");
    expect(document.activeElement).toBe(at("a").querySelector("input"));
    show("new", "a: other", "b: other");
    expect(document.activeElement).toBe(at("a").querySelector("input"));
  });

  it("leaves a question open until it is answered, and then says what is new", () => {
    show("a", "b");
    press("a", "Remove");
    show("a: new", "b: new");
    expect(shown()).toEqual(["a", "b: new"]);
    expect(at("a").textContent).toContain("Sure?");
    press("a", "No");
    expect(shown()).toEqual(["a: new", "b: new"]);
    expect(document.activeElement?.textContent).toBe("Remove");
    expect(at("a").contains(document.activeElement)).toBe(true);
  });

  it("draws nothing anew after a question when it says again what it said before", () => {
    show("a");
    const a = at("a");
    press("a", "Remove");
    show("a: new");
    show("a");
    press("a", "No");
    expect(at("a")).toBe(a);
  });

  it("removes what is gone, with its question", () => {
    show("a", "b");
    press("a", "Remove");
    show("b");
    expect(shown()).toEqual(["b"]);
  });

  it("removes what it did not draw, such as why there was no answer", () => {
    list.append(draw("problem", "No answer"));
    show("a");
    expect(shown()).toEqual(["a"]);
  });

  it("tells an entry that is drawn anew what showed it before", () => {
    const again = vi.fn((before: HTMLElement | null) => draw("a", before === null ? "first" : "second"));
    for (const from of [1, 2]) shared.showEntries(list, [{ id: "a", from, draw: again }]);
    expect(shown()).toEqual(["second"]);
  });
});
