// What the helper's API answers, as far as this page reads it; docs/API.md says what it means.

export type Answer = "listed" | "probably_listed" | "not_listed" | "unknown";

export interface Failure { code: string; message: string; hint: string }

export interface Licence {
  id: number | null;
  name: string;
  url?: string;
  commercial?: boolean | null;
  derivatives?: boolean | null;
  attribution?: boolean | null;
}

export interface DatasetAnswer {
  dataset: string;
  answer: "listed" | "probably_listed";
  chance?: number;
  owner?: string | null;
  licence?: Licence | null;
}

export interface LookupAnswer {
  revision: string;
  datasets: string[];
  unavailable?: string[];
  listed: Record<string, DatasetAnswer[]>;
  invalid: string[];
}

export interface PhotoAnswer { revision: string; photo_id: string; answer: Answer; datasets: DatasetAnswer[] }

export interface OwnerAnswer {
  revision: string;
  owner: string;
  datasets: { dataset: string; photos: number }[];
  without_owners: string[];
  unavailable?: string[];
  photos: { photo_id: string; datasets: string[] }[];
  next: string | null;
}

/** What the catalog said of a dataset when it was built; what is not known is null. */
export interface About {
  title: string;
  publisher: string;
  purpose: string;
  year: number | null;
  page: string | null;
  paper: string | null;
  opt_out: { how: string | null; url: string | null; mail: string | null } | null;
  withdrawn: boolean | null;
  withdrawn_when: string | null;
  note: string | null;
  checked: string;
}

export interface Source { name: string; bytes: number; sha256: string; reader: string }

export interface Dataset {
  name: string;
  run: string;
  built_at: string;
  photos: number;
  rows: number;
  rejected: number;
  duplicates: number;
  exact: boolean;
  details: number;
  false_positive_rate: number;
  chance?: number | null;
  bytes: number;
  sources: Source[];
  about: About | null;
}

export interface DatasetsAnswer { revision: string; datasets: Dataset[]; unavailable: (Failure & { name: string })[] }

export interface IdRange { first: number; last: number; width: number; counts: number[] }

export interface LicenceCount { id: number | null; name: string | null; photos: number }

export interface Profile {
  dataset: string;
  run: string;
  ids: IdRange | null;
  licences: LicenceCount[];
  other_licences: number;
  owners: number | null;
}

export interface PassedOver { count: number; reasons: { reason: string; names: string[]; count: number }[] }

export interface RejectedRow { manifest: string; line: number; text: string; reason: string }

export interface Report {
  dataset: string;
  run: string;
  rows: number;
  photos: number;
  rejected: number;
  duplicates: number;
  seconds: number;
  exact: boolean;
  details: number;
  false_positive_rate: number;
  bytes: number;
  rejected_examples: RejectedRow[];
  passed_over: PassedOver;
}

export type Phase = "downloading" | "looking" | "reading" | "writing" | "verifying" | "publishing";

export interface Build {
  id: string;
  dataset: string;
  source: { kind: "upload" | "catalog"; name: string };
  state: "queued" | "running" | "published" | "failed" | "cancelled";
  phase: Phase | null;
  rows: number;
  bytes_read: number;
  bytes_total: number;
  bytes_per_second: number | null;
  seconds_left: number | null;
  queued_at: string;
  started_at: string | null;
  ended_at: string | null;
  report: Report | null;
  error: Failure | null;
}

export interface BuildsAnswer { builds: Build[]; next: string | null }

export interface Upload { id: string; file: string; bytes: number }

export interface ExplainedRow { text: string; photo_ids: string[]; owner: string | null; licence: string | null }

export interface Explanation {
  sources: { name: string; reader: string; why: string[]; rows: ExplainedRow[] }[];
  passed_over: PassedOver;
}

/** An entry of the catalog; what is not known is left out. */
export interface CatalogEntry {
  name: string;
  title: string;
  publisher: string;
  purpose: string;
  year?: number;
  page?: string;
  paper?: string;
  status?: { withdrawn: boolean; when?: string; note?: string };
  opt_out?: { how?: string; page?: string; mail?: string };
  access: "free" | "agreement" | "not_public";
  photos?: number;
  photos_note?: string;
  flickr?: "all" | "part";
  obtain?: string;
  fetchable: boolean;
  published: boolean;
}

export interface CatalogAnswer { entries: CatalogEntry[]; checked: string }

export interface Waiting { id: string; name: string; origin: string | null; expires_in?: number }

export interface Paired { id: string; name: string; origin: string | null; scopes: string[]; created_at: string }

export interface PairingsAnswer { waiting: Waiting[]; paired?: Paired[] }

export interface Check { name: string; state: "good" | "warning" | "bad"; message: string; remedy: string | null }

export interface HealthAnswer { checks: Check[] }

export interface Status {
  version: string;
  pid: number;
  port: number;
  started_at: string;
  datasets: number;
  unavailable: number;
  pairings: number;
  memory_bytes: number | null;
}
