// A property saves itself when it is changed. By keyboard one may pass several choices on the way to
// the wanted one, so that waits a moment.
const patience = 700;
let typed = 0;
let timer;
// A date that is typed is a date with each digit of its year ("0002"): it is sent when one leaves it, or by Enter.
const dates = "form[data-auto] :is([type=date], [type=datetime-local])";
let written = null;
let changed = false;

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (target.matches?.("form[data-auto] select") && key !== "Tab") typed = Date.now();
  if (target.matches?.(dates) && !["Tab", "Shift", "Enter"].includes(key)) written = target;
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  clearTimeout(timer);
  if (event.target === written) return (changed = true);
  const wait = Date.now() - typed < patience ? patience : 0;
  timer = setTimeout(() => form.isConnected && form.requestSubmit(), wait);
});
document.addEventListener("focusout", ({ target }) => {
  // Who looks into another window has not left the field.
  if (target !== written || !document.hasFocus()) return;
  const form = changed && target.isConnected && target.form;
  written = null;
  changed = false;
  if (form) form.requestSubmit();
});
// Enter sends the form by itself: what was to come after the change has come with it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-auto]")) return;
  clearTimeout(timer);
  if (written?.form === event.target) changed = false;
}, true);
