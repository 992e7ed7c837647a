// What the publisher says in site/datasets.js. It is shown as text, and believed only in the form that is expected.
import type { Form } from "./ranges.ts";

export interface DataFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface DatasetFacts {
  readonly name: string;
  readonly run: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly kind: "training" | "census";
  readonly photos: number;
  /** The day of the build: `2026-11-28`. */
  readonly built: string;
  readonly form: Form;
  /** Of the filters; null for a list. */
  readonly false_positive_rate: number | null;
  readonly index: DataFile;
  readonly files: readonly DataFile[];
  /** Whether the files are there as scripts, too. */
  readonly scripts: boolean;
}

export interface SiteFacts {
  readonly format: number;
  readonly title: string;
  readonly root_key: string | null;
  readonly published: string;
  readonly expires: string | null;
  readonly datasets: readonly DatasetFacts[];
}

declare global {
  var insetSite: unknown;
}

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const FILE = /^[a-z0-9][a-z0-9._-]{0,120}\.bin$/;
const SHA256 = /^[0-9a-f]{64}$/;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isRate = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === "string";
const isFile = (value: unknown): value is DataFile =>
  isObject(value) && typeof value.file === "string" && FILE.test(value.file) && isCount(value.bytes) && typeof value.sha256 === "string" && SHA256.test(value.sha256);

function isDataset(value: unknown): value is DatasetFacts {
  return isObject(value) && typeof value.name === "string" && NAME.test(value.name) && typeof value.run === "string" && typeof value.title === "string" && isTextOrNull(value.publisher)
    && (value.kind === "training" || value.kind === "census") && isCount(value.photos) && value.photos > 0 && typeof value.built === "string"
    && (value.form === "list" ? value.false_positive_rate === null : value.form === "filter" && isRate(value.false_positive_rate))
    && isFile(value.index) && Array.isArray(value.files) && value.files.length > 0 && value.files.every(isFile) && typeof value.scripts === "boolean";
}

/** What `datasets.js` says; null where it is missing or not of this page's format. */
export function readSite(): SiteFacts | null {
  const said = globalThis.insetSite;
  const isSite = isObject(said) && said.format === 1 && typeof said.title === "string" && isTextOrNull(said.root_key) && typeof said.published === "string" && isTextOrNull(said.expires)
    && Array.isArray(said.datasets) && said.datasets.every(isDataset);
  return isSite ? (said as unknown as SiteFacts) : null;
}

/** Bytes of the whole dataset, its index included. */
export const wholeBytes = (facts: DatasetFacts): number => facts.files.reduce((sum, each) => sum + each.bytes, facts.index.bytes);
