// The answers of a check as files. The page makes them and the browser saves them; they are sent nowhere.
import type { DatasetAnswer, PhotoAnswer } from "../shared/answers.ts";
import { csvOf } from "../shared/csv.ts";
import type { DatasetInfo } from "../shared/details.ts";
import { addressOfPage } from "../shared/photo-pages.ts";
import { ORIGIN_COLUMNS, originCells, savedOrigins } from "../shared/saved-origins.ts";
import type { Summary } from "./summary.ts";
import { isWhole, photoAddress, type Walk } from "./walk.ts";

const COLUMNS = ["photo_id", "address", "answer", "dataset", "dataset_answer", "chance", "censuses", ...ORIGIN_COLUMNS] as const;
/** Whose the datasets are is known of these; null where the helper never named its datasets. */
type Known = readonly DatasetInfo[] | null;

export type Answered = ReadonlyMap<string, PhotoAnswer>;

/** One line for each photo and dataset; a photo that no dataset lists has one line. RFC 4180. */
export function asCsv(walk: Walk, answers: Answered, known: Known): string {
  const lines = [...answers].flatMap(([photo, { answer, datasets, censuses = [] }]) => {
    const beginning = [photo, photoAddress(walk, photo), answer];
    const names = censuses.map(({ dataset }) => dataset).join(" ");
    if (datasets.length === 0) return [[...beginning, "", "", "", names, ...ORIGIN_COLUMNS.map(() => "")]];
    return datasets.map((each) => [...beginning, each.dataset, each.answer, each.chance?.toString() ?? "", names, ...originCells(each.dataset, known)]);
  });
  return csvOf([COLUMNS, ...lines]);
}

/** The numbers first, by the names that `inset check --json` has for them, then every photo. */
export function asJson(walk: Walk, answers: Answered, summary: Summary, known: Known): string {
  const { checked, listed, probably_listed, not_listed, unknown, datasets, censuses } = summary;
  const report = {
    checked,
    listed,
    probably_listed,
    not_listed,
    unknown,
    datasets: datasets.map(plain),
    censuses: censuses.map(plain),
    origins: savedOrigins([...datasets, ...censuses].map(({ dataset }) => dataset), known),
    of: addressOfPage(walk.pages, 1),
    nsid: walk.nsid,
    read_from: walk.source === "api" ? "api" : "pages",
    whole: isWhole(walk),
    last_page: walk.last,
    photos_by_flickr: walk.stated,
    pages_without_photos: walk.skipped,
    photos_of_unknown_account: walk.unlinked,
    exported_at: new Date().toISOString(),
    photos: [...answers].map(([photo, answer]) => ({ photo_id: photo, address: photoAddress(walk, photo), answer: answer.answer, datasets: answer.datasets, censuses: answer.censuses ?? ([] as DatasetAnswer[]) })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function plain({ dataset, listed, probably_listed }: Summary["datasets"][number]): Record<string, string | number> {
  return { dataset, listed, probably_listed };
}

/** The address of every photo, one a line, as `inset check` reads it. */
export function asAddresses(walk: Walk, answers: Answered): string {
  return [...answers.keys()].map((photo) => `${photoAddress(walk, photo)}\n`).join("");
}

/** The beginning of the files' names: `inset-marlene-tern`. */
export function fileName({ pages }: Walk): string {
  const name = pages.kind === "group" ? pages.group : pages.kind === "album" ? `${pages.user}-${pages.album}` : pages.user;
  return `inset-${name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
}
