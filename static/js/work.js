// The work list by keyboard: j and k go from cell to cell, e opens the form, r notes "read again, unchanged".
const rows = [...document.querySelectorAll("[data-work] tbody tr")];

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
  const at = current();
  if (event.key === "j" || event.key === "k") {
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
    rows[next]?.querySelector("td a").focus();
  } else if (event.key === "e" && at >= 0) rows[at].querySelector("td a").click();
  else if (event.key === "r" && at >= 0) rows[at].querySelector("form button")?.click();
});
