import { afterEach, expect, it, vi } from "vitest";

import { paintedPart } from "../../../../extension/src/content/badges/fitted-image.ts";

/** A file of 400 × 200 in a box of 300 × 300. */
const image = (size: Partial<HTMLImageElement> = {}): HTMLImageElement =>
  ({ naturalWidth: 400, naturalHeight: 200, offsetWidth: 300, offsetHeight: 300, ...size }) as HTMLImageElement;

const EDGES = {
  paddingBottom: "0px", paddingLeft: "0px", paddingRight: "0px", paddingTop: "0px",
  borderBottomWidth: "0px", borderLeftWidth: "0px", borderRightWidth: "0px", borderTopWidth: "0px",
};

type Style = Readonly<Record<string, string>>;

function painted(style: Style, of = image()): readonly number[] | null {
  vi.stubGlobal("getComputedStyle", () => ({ objectFit: "fill", objectPosition: "50% 50%", ...EDGES, ...style }));
  const part = paintedPart(of);
  return part === null ? null : [part.left, part.top, part.width, part.height];
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each<[string, Style, readonly number[] | null]>([
  ["stretched", {}, null],
  ["within it", { objectFit: "contain" }, [0, 75, 300, 150]],
  ["over it", { objectFit: "cover" }, [0, 0, 300, 300]],
  ["as large as it is", { objectFit: "none" }, [0, 50, 300, 200]],
  ["as large as it is, at most", { objectFit: "scale-down" }, [0, 75, 300, 150]],
  ["at the end", { objectFit: "contain", objectPosition: "100% 100%" }, [0, 150, 300, 150]],
  ["moved out of it", { objectFit: "none", objectPosition: "-1000px 0px" }, [0, 0, 0, 200]],
  ["stretched, and moved", { objectPosition: "500px 0px" }, [500, 0, 0, 300]],
  ["by a sum that we do not work out", { objectFit: "contain", objectPosition: "calc(50% + 1px) 50%" }, [0, 0, 300, 300]],
  ["in a padded box", { objectFit: "contain", paddingLeft: "100px", borderTopWidth: "100px" }, [100, 150, 200, 100]],
  ["in a box of padding alone", { paddingLeft: "300px" }, [300, 0, 0, 0]],
])("a file that is fitted %s is painted there", (_, style, expected) => {
  expect(painted(style)).toEqual(expected);
});

it("is all of the box where nobody knows the file, and nothing where there is no box", () => {
  expect(painted({ objectFit: "contain" }, image({ naturalWidth: 0 }))).toBeNull();
  expect(painted({ objectFit: "contain" }, image({ offsetWidth: 0 }))).toBeNull();
});
