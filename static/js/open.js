// Opens a cell in place: a click in a cell of a table marked [data-open] fetches the page of its statement, or its
// own where nothing is stated, and shows the #statement part in a dialog. Without this script the cell's link leads to that page.
const dialog = document.createElement("dialog");
dialog.className = "in-place";
dialog.setAttribute("closedby", "any");
dialog.setAttribute("aria-labelledby", "statement-title");
document.body.append(dialog);

function place({ left, top, bottom }) {
  const width = Math.min(460, innerWidth - 24);
  const below = innerHeight - bottom;
  const isBelow = below > 300 || below > top;
  dialog.style.left = `${Math.max(12, Math.min(left, innerWidth - width - 12))}px`;
  dialog.style.top = isBelow ? `${Math.max(8, bottom - 4)}px` : "auto";
  dialog.style.bottom = isBelow ? "auto" : `${innerHeight - top}px`;
  dialog.style.maxHeight = `${Math.max(below, top) - 16}px`;
}

async function open(address, cell) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.replaceChildren(page.getElementById("statement"));
  place(cell.getBoundingClientRect());
  dialog.showModal();
  dialog.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  // A click beside a form does not throw away what was typed into it.
  const isBeside = event.target === dialog && !dialog.querySelector("form");
  if (isBeside || event.target.closest("[data-close]")) return dialog.close();
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const cell = event.target.closest("[data-open] td");
  const link = cell?.querySelector(":scope > a[href]");
  const other = event.target.closest("a, button, input, label, summary");
  if (!link || (other && other !== link) || getSelection().toString()) return;
  event.preventDefault();
  link.focus(); // where the focus returns when the dialog closes
  open(link.href, cell).catch(() => location.assign(link.href));
});
