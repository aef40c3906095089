// The advisor's forms ([data-advisor]): "not sure" and other answers put each other out, and on the page with all
// questions progress and the approach so far follow each answer. Without this script a button works them out.
const form = document.querySelector("[data-advisor]");
const LIVE = ["progress", "so-far"];
let asked = 0;

function settle(box) {
  if (box.type !== "checkbox" || !box.checked || box.closest(".switch")) return;
  for (const other of form.elements[box.name]) {
    if (other !== box && (box.value === "not-sure" || other.value === "not-sure")) other.checked = false;
  }
}

async function follow() {
  const number = ++asked;
  const address = `/advisor?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address);
  if (!answer.ok || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  history.replaceState(null, "", address);
  for (const id of LIVE) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
}

form.addEventListener("change", (event) => {
  settle(event.target);
  if (form.matches(".asking")) follow().catch(() => {}); // the button is still there
});
