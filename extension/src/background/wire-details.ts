// The helper's JSON about one photo and about the datasets themselves, checked before it is believed.
import type { DatasetAbout, DatasetDetails, DatasetInfo, Licence, OptOut, Origin } from "../shared/details.ts";
import type { Answer, DatasetList, Photo } from "../shared/wire.d.ts";
import { isJson, isStrings, readDatasetAnswer, type Json } from "./wire.ts";

/** What the helper says of one photo. */
export interface CheckedPhoto extends Pick<Photo, "revision" | "answer" | "unavailable"> {
  readonly datasets: readonly Omit<DatasetDetails, "about" | "origin">[];
  readonly censuses: readonly Omit<DatasetDetails, "about" | "origin">[];
}

/** What is published. */
export interface CheckedDatasets extends Pick<DatasetList, "revision"> {
  readonly datasets: readonly DatasetInfo[];
  /** How many are published but cannot be opened. */
  readonly unavailable: number;
}

const ANSWERS: readonly Answer[] = ["listed", "probably_listed", "not_listed", "unknown"];

/** The answer of `/v1/photos/{id}`, or null when it makes no sense. */
export function readPhoto(body: unknown): CheckedPhoto | null {
  if (!isJson(body) || typeof body.revision !== "string" || !Array.isArray(body.datasets)) return null;
  const answer = ANSWERS.find((known) => known === body.answer);
  if (answer === undefined) return null;
  const datasets = readInDatasets(body.datasets);
  // A helper of before there were censuses names none.
  const censuses = readInDatasets(Array.isArray(body.censuses) ? body.censuses : []);
  if (datasets === null || censuses === null) return null;
  return { revision: body.revision, answer, datasets, censuses, unavailable: isStrings(body.unavailable) ? body.unavailable : [] };
}

function readInDatasets(value: readonly unknown[]): CheckedPhoto["datasets"] | null {
  const datasets: CheckedPhoto["datasets"][number][] = [];
  for (const each of value) {
    const read = readDatasetAnswer(each);
    if (read === null || !isJson(each)) return null;
    datasets.push({
      ...read,
      false_positive_rate: share(each.false_positive_rate),
      owner: words(each.owner),
      owner_names: isStrings(each.owner_names) ? each.owner_names : [],
      licence: readLicence(each.licence),
    });
  }
  return datasets;
}

/** The published datasets with what is known of them, or null when the answer makes no sense. */
export function readDatasets(body: unknown): CheckedDatasets | null {
  if (!isJson(body) || typeof body.revision !== "string" || !Array.isArray(body.datasets)) return null;
  const datasets: DatasetInfo[] = [];
  for (const each of body.datasets as unknown[]) {
    if (!isJson(each) || typeof each.name !== "string") return null;
    datasets.push({
      name: each.name,
      kind: each.kind === "census" ? "census" : "training",
      photos: typeof each.photos === "number" ? each.photos : null,
      exact: each.exact === true,
      about: readAbout(each.about),
      origin: readOrigin(each.origin, each.built_at),
    });
  }
  return { revision: body.revision, datasets, unavailable: Array.isArray(body.unavailable) ? body.unavailable.length : 0 };
}

/** Where it came from. A helper from before there were packs says nothing of it: its datasets were all built on its computer. */
function readOrigin(value: unknown, builtAt: unknown): Origin | null {
  if (!isJson(value)) return null;
  return {
    signed_by: words(value.signed_by),
    publisher: words(value.publisher),
    address: webAddress(value.address),
    unpacked_at: time(value.unpacked_at),
    built_at: time(builtAt),
  };
}

function time(value: unknown): string | null {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : null;
}

function readAbout(value: unknown): DatasetAbout | null {
  if (!isJson(value)) return null;
  return {
    title: words(value.title),
    publisher: words(value.publisher),
    year: typeof value.year === "number" ? value.year : null,
    purpose: words(value.purpose),
    page: webAddress(value.page),
    opt_out: readOptOut(value.opt_out),
    withdrawn: value.withdrawn === true,
  };
}

function readOptOut(value: unknown): OptOut | null {
  if (!isJson(value)) return null;
  const how = words(value.how);
  return how === null ? null : { how, url: webAddress(value.url), mail: words(value.mail) };
}

function readLicence(value: unknown): Licence | null {
  if (!isJson(value) || typeof value.id !== "number" || typeof value.name !== "string") return null;
  return {
    id: value.id,
    name: value.name,
    url: webAddress(value.url) ?? "",
    commercial: allows(value, "commercial"),
    derivatives: allows(value, "derivatives"),
    attribution: allows(value, "attribution"),
  };
}

function allows(licence: Json, what: string): boolean | null {
  const said = licence[what];
  return typeof said === "boolean" ? said : null;
}

function words(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function share(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : null;
}

/** Only http and https addresses: these come from manifests, which anybody may have written. */
function webAddress(value: unknown): string | null {
  return typeof value === "string" && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : null;
}
