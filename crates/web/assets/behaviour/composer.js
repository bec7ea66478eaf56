// Ctrl+Enter sends; a textarea grows with its text where the browser does not do so by itself.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.preventDefault();
    event.target.form?.requestSubmit();
  }
});
// Sent once, however often it is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent && Date.now() - form.dataset.sent < 4000) event.preventDefault();
  else form.dataset.sent = Date.now();
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target instanceof HTMLFormElement) delete event.target.dataset.sent;
});
// Choosing the tab puts the cursor where one writes.
document.addEventListener("change", (event) => {
  if (event.target.matches(".composer fieldset input")) {
    const area = [...event.target.closest(".composer").querySelectorAll("textarea")].find((area) => area.offsetParent);
    area?.focus();
  }
});
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches(".composer textarea")) return;
    area.rows = Math.min(20, Math.max(3, area.value.split("\n").length + 1));
  });
}
