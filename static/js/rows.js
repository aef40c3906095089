// Finds rows of a comparison: what is typed into [data-rows] names rows, several between commas or by "and".
// The box is there only where scripts run; without one the browser's own search does it.
const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function find(asked) {
  const parts = asked.split(/,|\band\b/i).map((part) => part.split(/\s+/).map(plain).filter(Boolean)).filter((words) => words.length);
  const isFound = (text) => !parts.length || parts.some((words) => words.every((word) => text.includes(word)));
  for (const body of document.querySelectorAll(".grid tbody")) {
    let head = null; // the row that names a set of options
    for (const row of [...body.rows].slice(1)) {
      const name = plain(row.cells[0].textContent);
      if (row.classList.contains("set")) head = row;
      else if (!row.classList.contains("in")) head = null;
      row.hidden = !isFound(head && head !== row ? plain(head.cells[0].textContent) + name : name);
      if (head && !row.hidden) head.hidden = false;
    }
    body.hidden = [...body.rows].slice(1).every((row) => row.hidden);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-rows]")) find(event.target.value);
});
