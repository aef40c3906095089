// When a form of the desk has the page read anew, the focus is at the same cell of its table again.
const cells = () => [...document.querySelectorAll("[data-open] td > a[href]")];
const [page, at] = (sessionStorage.getItem("desk") ?? "").split(" ");
sessionStorage.removeItem("desk");
if (page === location.href) cells()[at]?.focus();

let last = null;
document.addEventListener("focusin", ({ target }) => (last = target.closest("[data-open] td > a[href]") ?? last));
document.addEventListener("submit", ({ target }) => {
  const own = target.closest("[data-work] tr")?.querySelector("td > a");
  if (own || target.matches("[data-desk]")) sessionStorage.setItem("desk", `${location.href} ${cells().indexOf(own ?? last)}`);
}, true);
