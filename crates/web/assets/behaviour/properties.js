// A property saves itself when it is changed. By keyboard one may pass several choices on the way to
// the wanted one, so that waits a moment, or until one leaves it.
const patience = 700;
let typed = 0;
const timers = new WeakMap();
// A date that is typed is a date with each digit of its year ("0002"): it is sent when one leaves it, or by Enter.
const dates = "form[data-auto] :is([type=date], [type=datetime-local])";
let written = null;
let changed = false;

function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}
function send(form) {
  stop(form);
  if (form.isConnected) form.requestSubmit();
}
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (target.matches?.("form[data-auto] select") && key !== "Tab") typed = Date.now();
  if (target.matches?.(dates) && !["Tab", "Shift", "Enter"].includes(key)) written = target;
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  stop(form);
  if (event.target === written) return (changed = true);
  const wait = Date.now() - typed < patience ? patience : 0;
  timers.set(form, setTimeout(() => send(form), wait));
});
document.addEventListener("focusout", ({ target }) => {
  // Who looks into another window has not left the field.
  if (!document.hasFocus()) return;
  if (timers.has(target.form)) return send(target.form);
  if (target !== written) return;
  const form = changed && target.isConnected && target.form;
  written = null;
  changed = false;
  if (form) form.requestSubmit();
});
// Enter sends the form by itself: what was to come after the change has come with it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-auto]")) return;
  stop(event.target);
  if (written?.form === event.target) changed = false;
}, true);
