// A small window with the answer about one photo, for pages on which the extension does not run.
import { answerOf, UNKNOWN, type HelperStatus } from "../shared/answers.ts";
import { bodyOf, bodyOfDetails, headingOf } from "../shared/words/answer-content.ts";
import type { PhotoDetails } from "../shared/details.ts";
import { byId, make, makeCommand, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { nextStep } from "../shared/next-step.ts";
import { parsePhotoId } from "../shared/photo-ref.ts";
import { loadPreferences } from "../shared/preferences.ts";

const REFRESH_EVERY = 2_000;

const photo = parsePhotoId(new URLSearchParams(location.search).get("photo") ?? "");

/** What the helper says of the photo, without the censuses that the person has not switched on. */
async function detailsOf(id: string): Promise<PhotoDetails | null> {
  const details = await ask({ kind: "details", photo: id });
  if (details === null) return null;
  const { shownCensuses } = await loadPreferences();
  return { ...details, censuses: details.censuses.filter(({ dataset }) => shownCensuses.includes(dataset)) };
}

function show(heading: string, body: readonly HTMLElement[], state: string): void {
  const shown = byId("heading", HTMLElement);
  write(shown, heading);
  shown.dataset.answer = state;
  byId("body", HTMLElement).replaceChildren(...body);
}

function showStep(status: HelperStatus): void {
  const { command } = nextStep(status);
  byId("command", HTMLElement).replaceChildren(...(command === null ? [] : [makeCommand(command)]));
  byId("again", HTMLElement).hidden = status.state === "ready";
}

/** Asks until there is an answer, and then no more: the window does not change while it is read. */
async function refresh(id: string): Promise<void> {
  const status = await ask({ kind: "status" });
  const details = status.state === "ready" ? await detailsOf(id) : null;
  showStep(status);
  if (details === null) {
    show(headingOf(UNKNOWN), bodyOf(UNKNOWN, status), "unknown");
    return;
  }
  clearInterval(timer);
  const answer = answerOf(details);
  show(headingOf(answer), details.datasets.length + details.censuses.length === 0 ? bodyOf(answer, status) : bodyOfDetails(details), answer.answer);
}

fillTexts(document);
let timer: ReturnType<typeof setInterval> | undefined;
if (photo === null) show(text("answer_none"), [make("p", "", text("answer_none_text"))], "unknown");
else {
  const name = text("photo_link", photo);
  document.title = name;
  write(byId("photo", HTMLElement), name);
  const page = byId("page", HTMLAnchorElement);
  // Flickr leads from this old address to the photo's page, whatever its account is.
  page.href = `https://www.flickr.com/photo.gne?id=${photo}`;
  page.hidden = false;
  byId("again", HTMLElement).addEventListener("click", () => void refresh(photo));
  timer = setInterval(() => void refresh(photo), REFRESH_EVERY);
  void refresh(photo);
}
