// Draws what the helper was asked for: the newest answer alone, and only where it differs from what is there.

/**
 * Two answers can arrive in another order than they were asked for; and a list that is drawn anew loses the focus and closes a question
 * that a person is about to answer.
 * @template Answer what the helper answers, of which all that is shown can be told
 * @param {object} parts
 * @param {() => Promise<Answer>} parts.ask
 * @param {(answer: Answer) => void} parts.draw
 * @param {(error: unknown) => void} parts.fail draws why there is no answer
 * @returns {() => Promise<void>} asks, and draws
 */
export function makeDrawing({ ask, draw, fail }) {
  let last = 0;
  let drawn = "";
  return async () => {
    last += 1;
    const own = last;
    try {
      const answer = await ask();
      if (own !== last) return;
      const key = JSON.stringify(answer);
      if (key === drawn) return;
      drawn = key;
      draw(answer);
    } catch (error) {
      if (own !== last) return;
      drawn = "";
      fail(error);
    }
  };
}
