// Finds rows of a comparison: what is typed into [data-rows] names rows, several between commas or by "and".
// The box is there only where scripts run; without one the browser's own search does it.
import { matching, words } from "./matching.js";

const plain = (text) => words(text).join("");

// Every row with its name, the words of its cells and of its dimension; an option's name begins with its set's.
function rowsNow() {
  return [...document.querySelectorAll(".grid tbody")].flatMap((body) => {
    const [band, ...others] = body.rows;
    const heading = words(`${band.textContent} ${band.dataset.short}`);
    let head = null;
    return others.map((row) => {
      if (row.classList.contains("set")) head = row;
      else if (!row.classList.contains("in")) head = null;
      const [first, ...cells] = row.cells;
      const name = plain((head && head !== row ? head.cells[0].textContent : "") + first.textContent);
      const told = cells.map(({ children }) => [...children].flatMap((each) => words(each.textContent)));
      return { row, body, head, name, heading, cells: told };
    });
  });
}

function find(asked) {
  const rows = rowsNow();
  const parts = asked.split(/,|\band\b/i).map(words).filter((part) => part.length);
  const found = new Set(parts.length ? parts.flatMap((part) => matching(rows, part)) : rows);
  for (const each of rows) each.row.hidden = !found.has(each);
  for (const { head } of found) if (head) head.hidden = false;
  for (const { body } of rows) body.hidden = [...body.rows].slice(1).every((row) => row.hidden);
  document.querySelector("[data-rows-none]").value = found.size ? "" : "No row of this name";
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-rows]")) find(event.target.value);
});
