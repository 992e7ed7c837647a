// Answers of the helper, whole and typed by its API, for a test to change what it is about.
import type { About, Build, BuildReport, CatalogEntry, Dataset, Profile } from "../../../helper/inset/server/web/page/shared/wire.d.ts";

export const CC_BY = { id: 4, name: "CC BY 2.0", url: "https://creativecommons.org/licenses/by/2.0/", commercial: true, derivatives: true, attribution: true } as const;

export function about(changes: Partial<About> = {}): About {
  return {
    title: "Tidewatch Faces", publisher: "The Ebb Institute", purpose: "face recognition", year: 2019, page: "https://ebb.example/", paper: null,
    opt_out: { how: "Write to the institute.", url: "https://ebb.example/out", mail: "out@ebb.example", way: "mail", tag: null, asks_for: [], accepts: [] },
    withdrawn: null, withdrawn_when: null, note: null, checked: "2026-11-22", contact: null, model_provider: false, ...changes,
  };
}

export function dataset(changes: Partial<Dataset> = {}): Dataset {
  return {
    name: "tidewatch", kind: "training", run: "20261122-1", built_at: "2026-11-22T10:00:00Z", photos: 60, rows: 63, rejected: 1, duplicates: 2, exact: true, details: 30,
    false_positive_rate: 1 / 4096, chance: null, bytes: 12_345, sources: [{ name: "tidewatch.csv", bytes: 999, sha256: "ab".repeat(32), reader: "csv", column: null, obtained: null }],
    about: null, origin: null, ...changes,
  };
}

export function profile(changes: Partial<Profile> = {}): Profile {
  return {
    dataset: "tidewatch", run: "20261122-1", ids: { first: 990_000_000_000, last: 990_000_000_039, width: 10, counts: [1, 0, 50, 9] },
    licences: [{ id: 4, name: "CC BY 2.0", photos: 30 }], other_licences: 0, owners: 2, ...changes,
  };
}

export function build(changes: Partial<Build> = {}): Build {
  return {
    id: "0".repeat(19) + "1", dataset: "tidewatch", source: { kind: "upload", name: "tidewatch.csv" }, state: "running", phase: "reading", rows: 1200,
    bytes_read: 500_000, bytes_total: 2_000_000, bytes_per_second: 250_000, seconds_left: 6, queued_at: "2026-11-22T10:00:00Z",
    started_at: "2026-11-22T10:00:01Z", ended_at: null, report: null, error: null, ...changes,
  };
}

export function report(changes: Partial<BuildReport> = {}): BuildReport {
  return {
    dataset: "tidewatch", run: "20261122-1", rows: 63, photos: 60, rejected: 0, duplicates: 2, seconds: 0.4, exact: true, details: 0, error_rate: 1 / 4096,
    false_positive_rate: 1 / 4096, bytes: 12_345, sources: [], rejected_examples: [], passed_over: { count: 0, reasons: [] }, ...changes,
  };
}

/** A build that was published. */
export function published(changes: Partial<Build> = {}): Build {
  return build({ state: "published", phase: null, seconds_left: null, bytes_per_second: null, ended_at: "2026-11-22T10:01:00Z", report: report(), ...changes });
}

export function entry(changes: Partial<CatalogEntry> = {}): CatalogEntry {
  return { name: "tidewatch", title: "Tidewatch Faces", kind: "training", publisher: "The Ebb Institute", purpose: "face recognition", access: "free", fetchable: true, published: false, ...changes };
}
