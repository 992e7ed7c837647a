// Tables for spreadsheets.
import { expect, it } from "vitest";

import { csvOf } from "../../../extension/src/shared/csv.ts";
import { csvCells } from "../support/vectors.ts";

it.each(csvCells)("of %j: begins like a formula: %j", (text, isFormula) => {
  expect(csvOf([[text]]).replace(/^"/, "").startsWith(isFormula ? `'${text}` : text)).toBe(true);
});

it("quotes what needs it", () => {
  expect(csvOf([["a", 'b "c"'], ["d,e", "=\n"]])).toBe('a,"b ""c"""\r\n"d,e","\'=\n"\r\n');
});
