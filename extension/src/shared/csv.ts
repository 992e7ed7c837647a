// Tables for spreadsheets (RFC 4180), and files that a person saves. The page makes them; they are sent nowhere.

/** With these a spreadsheet begins a formula, which may call programs; the wide ones are those of East Asian keyboards. */
const FORMULA = /^[ \n]*[=+\-@\t\r＝＋－＠]/;

export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A cell. Text that a spreadsheet would take for a formula gets an apostrophe in front: names and titles are anybody's. */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param content a text, or the parts of one: of a long text, which a browser takes its time to encode */
export function saveFile(name: string, type: string, content: string | Blob[]): void {
  const address = URL.createObjectURL(new Blob(typeof content === "string" ? [content] : content, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => { URL.revokeObjectURL(address); }, 10_000);
}
