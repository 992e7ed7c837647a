// The answers of a look-up as a file. The page makes it and the browser saves it; it is sent nowhere.

import { ORIGIN_COLUMNS, originCells, savedOrigins } from "../shared/origins.js";

/**
 * @typedef {import("./run.js").Row} Row
 * @typedef {import("../shared/origins.js").Origins} Origins
 */

const COLUMNS = ["ref", "photo_id", "answer", "dataset", "dataset_answer", "chance", "owner", "licence", "licence_url", "commercial_use", "changes", "attribution", "censuses", ...ORIGIN_COLUMNS];

/** With these a spreadsheet begins a formula, which may call programs; the wide ones are those of East Asian keyboards. */
const FORMULA = /^[ \n]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * The datasets that list a photo of these, or say that it was public.
 * @param {readonly Row[]} rows
 */
export const namedIn = (rows) => rows.flatMap((row) => [...row.datasets, ...row.censuses].map(({ dataset }) => dataset));

/**
 * One line for each photo and dataset. A photo that no dataset lists has one line, and so has each line of the text that names no
 * photo, with the answer `invalid`.
 * @param {Row[]} rows
 * @param {string[]} others
 * @param {Origins | null} origins whose the datasets are; null where that is not known
 * @returns {string} RFC 4180
 */
export function asCsv(rows, others, origins) {
  const lines = rows.flatMap((row) => {
    const beginning = [row.ref, row.photo, row.answer];
    const censuses = row.censuses.map((each) => each.dataset).join(" ");
    if (row.datasets.length === 0) return [[...beginning, ...Array(COLUMNS.length - ORIGIN_COLUMNS.length - beginning.length - 1).fill(""), censuses]];
    return row.datasets.map((each) => [...beginning, each.dataset, each.answer, each.chance, each.owner, each.licence?.name, each.licence?.url, each.licence?.commercial, each.licence?.derivatives, each.licence?.attribution, censuses, ...originCells(each.dataset, origins)]);
  });
  const wrong = others.map((line) => [line, "", "invalid"]);
  return [COLUMNS, ...lines, ...wrong].map((line) => COLUMNS.map((_, at) => cell(line[at])).join(",")).join("\r\n") + "\r\n";
}

/**
 * A cell. Text that a spreadsheet would take for a formula gets an apostrophe in front: accounts and licences come from
 * manifests, and publishers' words from packs, which anybody may have written.
 * @param {string | number | boolean | null | undefined} value
 */
function cell(value) {
  if (value === null || value === undefined) return "";
  let text = String(value);
  if (typeof value === "string" && FORMULA.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The form of `inset lookup --json`.
 * @param {{rows: Row[], references: {others: string[]}, coverage: import("./run.js").Coverage}} result
 * @param {Origins | null} origins whose the datasets are; null where that is not known
 */
export function asJson({ rows, references, coverage }, origins) {
  const results = [
    ...rows.map((row) => ({ ref: row.ref, photo_id: row.photo, answer: row.answer, datasets: row.datasets, censuses: row.censuses })),
    ...references.others.map((ref) => ({ ref, photo_id: null, answer: "invalid", datasets: [], censuses: [] })),
  ];
  const asked = { datasets: [...coverage.datasets], censuses: [...coverage.censuses], unavailable: [...coverage.unavailable], origins: savedOrigins(origins, namedIn(rows)) };
  return `${JSON.stringify({ exported_at: new Date().toISOString(), ...asked, results }, null, 2)}\n`;
}
