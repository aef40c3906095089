// For those who are signed in: forms and links of the desk, [data-desk], stay in the dialog where they were opened, and
// the page behind it is read again when something was sent. Without this script they are pages.
const dialog = document.querySelector("dialog.in-place");
const inPlace = {
  "hx-boost": "true",
  "hx-target": "#statement",
  "hx-select": "#statement",
  "hx-swap": "outerMorph show:none",
  "hx-push-url": "false",
};
let wasSent = false;

function take() {
  const fresh = dialog.querySelectorAll("[data-desk]:not([hx-boost])");
  for (const element of fresh) for (const [name, value] of Object.entries(inPlace)) element.setAttribute(name, value);
  if (fresh.length) htmx.process(dialog);
}

if (!globalThis.htmx) {
  const script = document.createElement("script");
  script.src = document.querySelector("[data-htmx]").dataset.htmx;
  script.addEventListener("load", take);
  document.head.append(script);
}
new MutationObserver(take).observe(dialog, { childList: true, subtree: true });
dialog.addEventListener("submit", () => (wasSent = true), true);
dialog.addEventListener("close", () => wasSent && location.reload());
