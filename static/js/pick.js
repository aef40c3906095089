// Forms marked [data-pick="6"]: counts the ticked products and stops at the most that a comparison takes.
function count(form) {
  const most = Number(form.dataset.pick);
  const boxes = [...form.elements].filter((each) => each.type === "checkbox");
  const ticked = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.disabled = !box.checked && ticked >= most;
  for (const output of form.querySelectorAll("[data-picked]")) {
    output.value = ticked === 0 ? "" : ticked === 1 ? "1 product: tick another" : `${ticked} of at most ${most} products`;
  }
}

const countAll = () => document.querySelectorAll("[data-pick]").forEach(count);

document.addEventListener("change", (event) => {
  if (event.target.form?.matches("[data-pick]")) count(event.target.form);
});
addEventListener("pageshow", countAll);
countAll();
