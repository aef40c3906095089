// Narrows the ticks of a form: [data-names] leaves the labels that hold every word typed (or every word between two
// commas), and those that are ticked.
// The box is there only where scripts run; without one all stay in sight.
function narrow(box) {
  const asked = box.value.toLowerCase().split(",").map((part) => part.split(/\s+/).filter(Boolean));
  const parts = asked.filter((words) => words.length);
  const isFound = (text) => !parts.length || parts.some((words) => words.every((word) => text.includes(word)));
  let count = 0;
  for (const group of document.querySelectorAll(".picks")) {
    for (const label of group.querySelectorAll("label")) {
      const found = isFound(`${group.querySelector("legend").textContent} ${label.textContent}`.toLowerCase());
      label.hidden = !found && !label.control.checked;
      if (found) count++;
    }
    group.hidden = !group.querySelector("label:not([hidden])");
  }
  document.querySelector("[data-names-none]").value = count ? "" : "No product of this name";
}

const box = document.querySelector("[data-names]");
box.addEventListener("input", () => narrow(box));
addEventListener("pageshow", () => narrow(box));
