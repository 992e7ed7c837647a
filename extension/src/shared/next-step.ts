// The one thing for the person to do next, for each state of the helper.
import type { HelperState, HelperStatus } from "./answers.ts";
import { text } from "./i18n.ts";
import { DEFAULT_PORT } from "./pairing.ts";

export interface NextStep {
  readonly title: string;
  readonly text: string;
  /** To run in a terminal. */
  readonly command: string | null;
  readonly action: "start" | "connect" | "allow" | "options" | "open_page" | "try_again" | null;
}

const ACTIONS: Partial<Record<HelperState, NextStep["action"]>> = {
  not_paired: "connect",
  no_permission: "allow",
  other_program: "options",
  off: "start",
  failing: "try_again",
  not_answering: "try_again",
  helper_too_old: "try_again",
  no_index: "open_page",
};

export function nextStep(status: HelperStatus): NextStep {
  const { state, port } = status;
  const version = status.version ?? "?";
  if (status.onlyCensuses === true) return { title: text("no_index_title"), text: text("only_censuses_text"), command: null, action: null };
  const details: Partial<Record<HelperState, readonly string[]>> = {
    ready: [version, port.toString()],
    other_program: [port.toString()],
    not_answering: [port.toString()],
    helper_too_old: [version],
    extension_too_old: [version],
  };
  return {
    title: text(`${state}_title`),
    text: text(`${state}_text`, ...(details[state] ?? [])),
    command: state !== "off" ? null : port === DEFAULT_PORT ? "inset serve" : `inset serve --port ${port}`,
    action: ACTIONS[state] ?? null,
  };
}
