// Files that are dropped on a field.
import { JSDOM } from "jsdom";
import { expect, it, vi } from "vitest";

import { takeDrops } from "../../../../helper/inset/server/web/page/shared/drop.js";

const { window } = new JSDOM("<p></p>");

function drag(kind: string, dropped: object | null = null): Event {
  return Object.assign(new window.Event(kind, { cancelable: true }), { dataTransfer: dropped });
}

it("shows that it takes them, and hands them on", () => {
  const field = window.document.querySelector("p") as HTMLElement;
  const take = vi.fn();
  takeDrops(field, take);
  for (const kind of ["dragenter", "dragover"]) {
    const event = drag(kind);
    field.dispatchEvent(event);
    expect([event.defaultPrevented, field.dataset.over]).toEqual([true, "yes"]);
  }
  field.dispatchEvent(drag("dragleave"));
  expect(field.dataset.over).toBeUndefined();
  field.dispatchEvent(drag("dragover"));
  const [dropped, event] = [{ files: [] }, drag("drop")];
  field.dispatchEvent(event);
  expect(take).not.toHaveBeenCalled();
  field.dispatchEvent(drag("drop", dropped));
  expect([event.defaultPrevented, field.dataset.over]).toEqual([true, undefined]);
  expect(take.mock.calls).toEqual([[dropped]]);
});
