// What is meant by words typed, among rows that have a name, a heading and cells: for rows.js, which asks it.
export const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const named = (rows, asked) => rows.filter(({ name }) => asked.every((word) => name.includes(word)));
const begin = (there, asked) => asked.every((word) => there.some((each) => each.startsWith(word)));

// The rows that hold the longest runs of the words, in their order: "mqtt 5 oauth 2" are two.
function runs(rows, asked) {
  const found = [];
  let missed = false;
  for (let at = 0, end; at < asked.length; at = Math.max(end, at + 1)) {
    for (end = asked.length; end > at && !named(rows, asked.slice(at, end)).length; ) end--;
    if (end > at) found.push(...named(rows, asked.slice(at, end)));
    else missed = true;
  }
  return { found, missed };
}

// By name; where names do not hold every word, by dimension, then by what a cell says.
export function matching(rows, asked) {
  const { found, missed } = runs(rows, asked);
  if (!missed) return found;
  const tries = [({ heading }) => begin(heading, asked), ({ cells }) => cells.some((cell) => begin(cell, asked))];
  return tries.map((test) => rows.filter(test)).find((each) => each.length) ?? found;
}
