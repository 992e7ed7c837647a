// Presses on badges that the browser does not hand to them: a modal dialog of the page's makes everything outside itself
// inert, our layers too, and nothing of ours is put into other people's dialogs. So a press is compared with where badges lie.
import type { Badge } from "./badge.ts";
import { isInert } from "./layers.ts";

export interface InertPressesNeeds {
  /** All badges, drawn or not. */
  readonly badges: () => Iterable<Badge>;
  readonly pressed: (badge: Badge) => void;
}

const EVENTS = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"] as const;

export class InertPresses {
  readonly #needs: InertPressesNeeds;

  constructor(needs: InertPressesNeeds) {
    this.#needs = needs;
    for (const event of EVENTS) addEventListener(event, this.#press, { capture: true });
  }

  stop(): void {
    for (const event of EVENTS) removeEventListener(event, this.#press, { capture: true });
  }

  readonly #press = (event: MouseEvent): void => {
    const { target, clientX, clientY, button, isTrusted } = event;
    if (button !== 0 || !isTrusted || !isElement(target)) return;
    for (const badge of this.#needs.badges()) {
      if (!badge.placed || !isIn(badge, clientX, clientY) || !isInert(badge.element, target)) continue;
      event.stopPropagation();
      event.preventDefault();
      if (event.type === "click") this.#needs.pressed(badge);
      return;
    }
  };
}

function isElement(target: EventTarget | null): target is Element {
  return target !== null && "closest" in target;
}

function isIn({ box: { left, top, width, height } }: Badge, x: number, y: number): boolean {
  return left <= x && x <= left + width && top <= y && y <= top + height;
}
