// A property saves itself when it is changed. By keyboard one may pass several choices on the way to
// the wanted one, so that waits a moment.
const patience = 700;
let typed = 0;
let timer;

document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("form[data-auto] select") && event.key !== "Tab") typed = Date.now();
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  clearTimeout(timer);
  const wait = Date.now() - typed < patience ? patience : 0;
  timer = setTimeout(() => form.isConnected && form.requestSubmit(), wait);
});
// Enter sends the form by itself: what was to come after the change has come with it.
document.addEventListener("submit", (event) => event.target.matches("form[data-auto]") && clearTimeout(timer), true);
