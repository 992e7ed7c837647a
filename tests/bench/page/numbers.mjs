// Medians, percentiles, and how they are written.

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values) => percentile(values, 0.5);
export const ms = (value) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
export const percent = (share) => `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;
export const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

/** One row of the table. */
export const row = (what, figure, goal, reached) => ({ what, figure, goal, reached });
