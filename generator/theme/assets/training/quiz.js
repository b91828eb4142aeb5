// The rules of a quiz, without page and without storage. A question is { id, answer, safety, options: [id] };
// a record is what a phone remembers of a module, by question and option id.
export const NEW_RECORD = { attempt: 1, answers: {}, passed: "" };

/** Whether something that was read back is a record. */
export function isRecord(it) {
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
  return isObject(it) && Number.isInteger(it.attempt) && it.attempt > 0 && isObject(it.answers) && typeof it.passed === "string";
}

/** The option that was chosen, or "": an option that is gone from the question counts as not chosen. */
export function chosen(question, record) {
  const id = record.answers[question.id];
  return question.options.includes(id) ? id : "";
}

/** How an attempt stands. Answers to questions that are gone from the module do not count. */
export function judge(questions, record) {
  const open = questions.filter((question) => !chosen(question, record));
  const wrong = questions.filter((question) => ![question.answer, ""].includes(chosen(question, record)));
  const unsafe = wrong.filter((question) => question.safety);
  const right = questions.length - open.length - wrong.length;
  const enough = right * 5 >= questions.length * 4; // 80 %, in whole numbers
  return { open, wrong, unsafe, right, done: !open.length, passed: !open.length && !unsafe.length && enough };
}

/** The record after an answer. The first answer stays, and a module once passed stays passed. */
export function answered(record, questions, question, option, today) {
  if (chosen(question, record)) return record;
  return settled({ ...record, answers: { ...record.answers, [question.id]: option } }, questions, today);
}

/** The record with the day of passing, if it is passed by now: a question that was taken away may have been the last. */
export function settled(record, questions, today) {
  return record.passed || !judge(questions, record).passed ? record : { ...record, passed: today };
}

export function nextAttempt(record) {
  return { ...record, attempt: record.attempt + 1, answers: {} };
}

/** How a module stands on this phone: "passed", "begun" or "new". */
export function standing(record) {
  if (record.passed) return "passed";
  return Object.keys(record.answers).length || record.attempt > 1 ? "begun" : "new";
}

/** The same items in an order that depends on the seed alone. */
export function shuffled(items, seed) {
  const order = [...items];
  const chance = numbers(seed);
  for (let end = order.length - 1; end > 0; end--) {
    const other = Math.floor(chance() * (end + 1));
    [order[end], order[other]] = [order[other], order[end]];
  }
  return order;
}

/** Numbers from 0 to 1 that follow from a text: FNV-1a for the start, mulberry32 for the rest. */
function numbers(text) {
  let state = 0x811c9dc5;
  for (const sign of text) state = Math.imul(state ^ sign.codePointAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
