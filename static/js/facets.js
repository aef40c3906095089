// Filters: on a wide screen the fold around them ([data-wide-open]) stands open; on a narrow one it waits for a click.
// After a filter was changed in place, what it finds comes back into view if the page was scrolled beyond its head.
const wide = matchMedia("(width >= 900px)");

function unfold() {
  for (const fold of document.querySelectorAll("[data-wide-open]")) fold.open = wide.matches;
}

function show() {
  const found = document.getElementById("found");
  if (wide.matches && found && found.getBoundingClientRect().top < 0) found.scrollIntoView({ behavior: "instant" });
}

wide.addEventListener("change", unfold);
document.addEventListener("htmx:after:swap", show);
unfold();
