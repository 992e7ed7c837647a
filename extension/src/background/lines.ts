// The lines over which content scripts ask about photos; see `content/answers/line.ts`.
import { isLineQuestion, LINE, type LineAnswer, type LineQuestion, type LookupReply } from "../shared/messages.ts";

type Sender = chrome.runtime.MessageSender;

/** Answers what comes over every line. `answer` gives null where nobody waits for the answer any more. */
export function watchLines(answer: (question: LineQuestion, sender: Sender) => Promise<LookupReply | null>): void {
  chrome.runtime.onConnect.addListener((port) => {
    const { name, sender } = port;
    if (name !== LINE || sender?.id !== chrome.runtime.id) return;
    port.onMessage.addListener((message: unknown) => {
      if (!isLineQuestion(message)) return;
      const tell = (reply: LookupReply | null): void => {
        const told: LineAnswer = { number: message.number, reply };
        try {
          port.postMessage(told);
        } catch {
          // The page has gone meanwhile.
        }
      };
      answer(message, sender).then(tell, () => { tell(null); });
    });
  });
}
