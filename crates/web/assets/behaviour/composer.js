// Ctrl+Enter sends; a textarea grows with its text where the browser does not do so by itself.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.preventDefault();
    if (!event.repeat) event.target.form?.requestSubmit();
  }
});
// Sent once, however often it is pressed: htmx, too, must not hear of it, or it sends again what the answer left. What
// saves itself (properties.js) goes one after the other.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[data-auto]")) return;
  const under = form.matches(".htmx-request") || Date.now() - (form.dataset.sent ?? 0) < 4000;
  if (!under) return (form.dataset.sent = Date.now());
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target instanceof HTMLFormElement) delete event.target.dataset.sent;
});
// Choosing the tab puts the cursor where one writes.
document.addEventListener("change", (event) => {
  if (event.target.matches(".composer .tabs input")) {
    const area = [...event.target.closest(".composer").querySelectorAll("textarea")].find((area) => area.offsetParent);
    area?.focus();
  }
});
// The button says whom it goes to.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-all]");
  if (!form || !event.target.matches("[name=whom], [name=cc]")) return;
  const copies = form.elements.cc.value.split(/[,;]/).filter((one) => one.trim()).length;
  const label = form.elements.whom.value ? form.dataset.alone : form.dataset.all;
  form.querySelector(".to-whom").textContent = copies ? `${label} + ${copies}` : label;
});
// A conversation that goes on has its subject and its people already.
function known() {
  for (const select of document.querySelectorAll(".composer select[name=conversation]")) {
    select.form.querySelector(".new").hidden = select.value !== "";
  }
}
document.addEventListener("change", (event) => event.target.matches("select[name=conversation]") && known());
// What does not go along after all.
document.addEventListener("click", (event) => {
  const drop = event.target.closest(".composer [data-drop]");
  if (!drop) return;
  const form = drop.closest("form");
  drop.closest(".tag").remove();
  form.dispatchEvent(new Event("input", { bubbles: true }));
});
// Somebody answered while one writes: told before sending. Who writes nothing yet has simply seen it. A form that is half
// written has not seen what came since (setup.js); the page has.
function meanwhile() {
  const seen = Math.max(0, ...[...document.querySelectorAll(":is(#head, #props) input[name=seen]")].map((one) => Number(one.value)));
  const answers = document.querySelectorAll("#timeline .msg:is(.in, .out)").length;
  for (const form of document.querySelectorAll("form[data-compose=reply]")) {
    const before = Number(form.dataset.answers ?? answers);
    if (answers > before && form.elements.body.value.trim()) form.querySelector(".meanwhile").hidden = false;
    form.dataset.answers = answers;
    if (seen) form.elements.seen.value = seen;
  }
}
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (form.matches?.("form[data-compose]")) form.querySelector(".meanwhile").hidden = true;
});
document.addEventListener("htmx:afterSettle", () => {
  known();
  meanwhile();
});
known();
meanwhile();
// How it will look.
document.addEventListener("click", async (event) => {
  const button = event.target.closest(".composer [data-preview]");
  if (!button) return;
  const form = button.form ?? button.closest("form");
  const shown = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!shown));
  const preview = form.querySelector(".preview");
  form.elements.body.hidden = !shown;
  preview.hidden = shown;
  if (shown) return form.elements.body.focus();
  const sent = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const answer = await fetch(`/tickets/${form.closest(".composer").dataset.ticket}/preview`, { method: "POST", body: sent });
  // The server's own sanitised HTML, as it will stand on the timeline.
  if (answer.ok) preview.innerHTML = await answer.text();
});
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches(".composer textarea")) return;
    area.rows = Math.min(20, Math.max(3, area.value.split("\n").length + 1));
  });
}
