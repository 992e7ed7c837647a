// The one thing for the person to do next, for each state of the helper.
import type { HelperState, HelperStatus } from "./answers.ts";
import { text } from "./i18n.ts";

export interface NextStep {
  readonly title: string;
  readonly text: string;
  /** To run in a terminal. */
  readonly command: string | null;
  readonly action: "connect" | "allow" | "options" | "try_again" | null;
}

const COMMANDS: Partial<Record<HelperState, string>> = {
  off: "inset serve",
  no_index: "inset build --sample",
};

const ACTIONS: Partial<Record<HelperState, NextStep["action"]>> = {
  not_paired: "connect",
  no_permission: "allow",
  other_program: "options",
  off: "try_again",
  failing: "try_again",
  not_answering: "try_again",
  helper_too_old: "try_again",
  no_index: "try_again",
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
  const command = COMMANDS[state] ?? null;
  return {
    title: text(`${state}_title`),
    text: text(`${state}_text`, ...(details[state] ?? [])),
    command: state === "off" && port !== 46738 ? `inset serve --port ${port}` : command,
    action: ACTIONS[state] ?? null,
  };
}
