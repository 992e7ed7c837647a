import { expect, it } from "vitest";

import { groundsSeen } from "../../../../extension/src/content/badges/grounds-seen.ts";

const PHOTO = 'url("https://live.staticflickr.com/65535/911000000001_0123456789_b.jpg")';
const OTHER = 'url("https://images.example/a,b(c).png")';
const WALL = "linear-gradient(rgb(0, 0, 0), rgb(9, 9, 9))";
const HAZE = "linear-gradient(rgba(0, 0, 0, 0.2), rgba(9, 9, 9, 0.1))";

type Style = Readonly<Record<string, string>>;

const seen = (style: Style): string[] =>
  groundsSeen(
    { backgroundBlendMode: "normal", backgroundClip: "border-box", backgroundPosition: "0% 0%", backgroundRepeat: "repeat", backgroundSize: "auto", boxShadow: "none", ...style } as unknown as CSSStyleDeclaration,
    { clientWidth: 400, clientHeight: 300 } as Element,
  );

it.each<[string, Style, string[]]>([
  ["a file alone", { backgroundImage: PHOTO }, [PHOTO]],
  ["no file", { backgroundImage: WALL }, []],
  ["several, commas and brackets in their names", { backgroundImage: `${OTHER}, ${PHOTO}` }, [OTHER, PHOTO]],
  ["below an opaque gradient", { backgroundImage: `${WALL}, ${PHOTO}` }, [WALL]],
  ["below a gradient of another size", { backgroundImage: `${WALL}, ${PHOTO}`, backgroundSize: "20px 20px, auto" }, [WALL, PHOTO]],
  ["below a clear gradient", { backgroundImage: `${HAZE}, ${PHOTO}` }, [HAZE, PHOTO]],
  ["without a size", { backgroundImage: PHOTO, backgroundSize: "0px 0px" }, []],
  ["cut to letters", { backgroundImage: PHOTO, backgroundClip: "text" }, []],
  ["below a shadow that fills the box", { backgroundImage: PHOTO, boxShadow: "rgb(1, 2, 3) 0px 0px 0px 300px inset" }, []],
  ["once, beyond the box", { backgroundImage: PHOTO, backgroundRepeat: "no-repeat", backgroundPosition: "400px 0px" }, []],
  ["once, far above it", { backgroundImage: PHOTO, backgroundRepeat: "no-repeat", backgroundPosition: "0px -9999px" }, []],
  ["once, within it", { backgroundImage: PHOTO, backgroundRepeat: "no-repeat", backgroundPosition: "50% 20px" }, [PHOTO]],
  ["again and again, from beyond the box on", { backgroundImage: PHOTO, backgroundPosition: "400px 0px" }, [PHOTO]],
])("of a box that has %s, this is seen", (_, style, expected) => {
  expect(seen(style)).toEqual(expected);
});
