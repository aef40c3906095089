// For those who are signed in: forms and links of the desk, [data-desk], stay in the dialog where they were opened, and
// the page behind it is read again when something was sent. Without this script they are pages.
const dialog = document.querySelector("dialog.in-place");
const inPlace = { boost: true, target: "#statement", select: "#statement", swap: "outerMorph show:none", "push-url": false };
let wasSent = false;
let begun = "";

function take() {
  const fresh = dialog.querySelectorAll("[data-desk]:not([hx-boost])");
  for (const element of fresh) for (const [name, value] of Object.entries(inPlace)) element.setAttribute(`hx-${name}`, value);
  if (fresh.length) htmx.process(dialog);
  arrive();
}

// A form begins at its first field, or where something is at fault; what was saved is seen on the page behind.
function arrive() {
  const form = dialog.querySelector(".desk-form");
  dialog.setAttribute("closedby", form ? "closerequest" : "any");
  if (!form && wasSent) return dialog.close();
  const first = dialog.querySelector("[autofocus]");
  const place = form && `${form.getAttribute("action")} ${first?.name}`;
  if (place === begun) return;
  if (!begun) dialog.scrollTop = 0;
  begun = place;
  first?.focus();
}

if (!globalThis.htmx) {
  const script = document.createElement("script");
  script.src = document.querySelector("[data-htmx]").dataset.htmx;
  script.addEventListener("load", take);
  document.head.append(script);
}
new MutationObserver(take).observe(dialog, { childList: true, subtree: true });
dialog.addEventListener("submit", () => (wasSent = true), true);
dialog.addEventListener("close", () => {
  begun = "";
  if (wasSent) location.reload();
});
