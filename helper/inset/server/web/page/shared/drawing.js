// Draws what the helper was asked for: the newest answer alone, because two answers can arrive in another order than they were asked for.

/**
 * @template Answer
 * @param {object} parts
 * @param {() => Promise<Answer>} parts.ask
 * @param {(answer: Answer) => void} parts.draw is called with each answer, the same ones too (lists: `showEntries`)
 * @param {(error: unknown) => void} parts.fail draws why there is no answer
 * @returns {() => Promise<void>} asks, and draws
 */
export function makeDrawing({ ask, draw, fail }) {
  let last = 0;
  return async () => {
    last += 1;
    const own = last;
    try {
      const answer = await ask();
      if (own === last) draw(answer);
    } catch (error) {
      if (own === last) fail(error);
    }
  };
}
