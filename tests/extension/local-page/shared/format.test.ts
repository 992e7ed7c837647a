// Numbers, sizes, shares and times in words.
import { describe, expect, it } from "vitest";

import "../../support/page-words.ts";
import { chances, percentSigns } from "../../support/vectors.ts";
import { day, duration, minute, number, oneIn, percent, shortId, size } from "../../../../helper/inset/server/web/page/shared/format.js";

it.each([
  [0, "0 bytes"], [1, "1 byte"], [999, "999 bytes"], [1000, "1.0 kB"], [1234, "1.2 kB"], [9949, "9.9 kB"], [9950, "9.95 kB"], [12_345, "12.3 kB"], [99_499, "99.5 kB"],
  [123_456, "123 kB"], [999_499, "999 kB"], [999_500, "1.0 MB"], [5_300_000_000, "5.3 GB"], [2e12, "2.0 TB"], [4.2e15, "4,200 TB"],
])("writes %d bytes as %s", (bytes, words) => {
  expect(size(bytes)).toBe(words);
});

it.each([
  [0.2, "less than a second"], [1, "1 second"], [89, "89 seconds"], [90, "2 minutes"], [600, "10 minutes"], [5400, "1.5 hours"], [36_000, "10.0 hours"],
])("writes %d seconds as %s", (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

describe("a share", () => {
  it.each([[0, "0%"], [0.000001, "<1%"], [0.0099, "<1%"], [0.01, "1%"], [0.95, "95%"], [0.999999, "99%"], [1, "100%"]])("of %d is %s", (share, words) => {
    expect(percent(share)).toBe(words);
  });

  it.each(chances)("that is a chance of %d reads as everywhere: %s", (chance, words) => {
    expect(percent(chance)).toBe(`${words}%`);
  });

  it.each(percentSigns)("has its sign where %s has it: %s", (language, words) => {
    document.documentElement.lang = language;
    try {
      // Older browsers have a narrow blank in French.
      expect(percent(0.95).replace("\u202f", "\u00a0")).toBe(words);
    } finally {
      document.documentElement.lang = "en";
    }
  });

  it("is never rounded to what would be certain", () => {
    for (let share = 0.0005; share < 1; share += 0.0005) expect(["0%", "100%"]).not.toContain(percent(share));
  });

  it.each([[0.00024414, "about 1 in 4,100"], [1e-6, "about 1 in 1,000,000"], [1e-10, "fewer than 1 in a billion"], [0, "fewer than 1 in a billion"]])("of %d is one in so many: %s", (rate, words) => {
    expect(oneIn(rate)).toBe(words);
  });
});

it.each([[999_999, "999,999"], [12_345_678, "12.3 million"], [54_450_000_000, "54.5 billion"], [990_000_000_001, "990 billion"]])("shortens the ID %d to %s", (photo, words) => {
  expect(shortId(photo)).toBe(words);
});

it("groups digits as the page's language does", () => {
  expect(number(1_234_567)).toBe("1,234,567");
});

it("tells day and time", () => {
  expect(minute("2026-11-22T10:05:00Z")).toMatch(/^2[123] Nov 2026, \d\d:\d\d$/);
});

it("calls a day alone the same day in every time zone", () => {
  for (const zone of ["Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati"]) {
    process.env.TZ = zone;
    expect(day("2026-11-22")).toBe("22 Nov 2026");
  }
});
