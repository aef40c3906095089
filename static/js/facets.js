// Filters: on a wide screen the fold around them ([data-wide-open]) stands open; on a narrow one it waits for a click.
const wide = matchMedia("(width >= 900px)");

function unfold() {
  for (const fold of document.querySelectorAll("[data-wide-open]")) fold.open = wide.matches;
}

wide.addEventListener("change", unfold);
unfold();
