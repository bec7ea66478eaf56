// Files come by choosing, pasting or dropping. In the composer they go to the server at once and wait in the
// draft, pictures shown in the text; elsewhere their names are shown before sending.
const box = (target) => target.closest?.(".composer, form[data-files]");
// What goes along with each input: the browser forgets it where somebody chooses once more.
const laid = new WeakMap();
// How many uploads of a form are on their way, and by which button it is sent when the last one is there.
const coming = new WeakMap();
const awaited = new WeakMap();

function show(input) {
  const list = input.form.querySelector(".picked");
  if (!list) return;
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const item = Object.assign(document.createElement("span"), { className: "tag" });
      const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      drop.setAttribute("aria-label", `× ${file.name}`);
      drop.addEventListener("click", () => leaveOut(input, file));
      item.append(file.name, drop);
      return item;
    }),
  );
}
function lay(input, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  laid.set(input, files);
  show(input);
}
// What does not go along after all; whoever has the keyboard keeps it.
function leaveOut(input, file) {
  lay(input, [...input.files].filter((other) => other !== file));
  (input.form.querySelector(".picked button") ?? input).focus();
}
function take(target, files) {
  const inputs = [...target.querySelectorAll("input[type=file]")];
  const input = inputs.find((input) => input.form.offsetParent) ?? inputs[0];
  if (!input || !files.length) return false;
  if (input.form.matches("[data-compose]")) {
    keep(input, [...files]);
    return true;
  }
  lay(input, [...input.files, ...files]);
  return true;
}
async function keep(input, files) {
  const { form } = input;
  const { ticket } = form.closest(".composer").dataset;
  const body = new FormData();
  for (const name of ["csrf", "owner", "version", "writer"]) body.append(name, form.elements[name].value);
  for (const file of files) body.append("files", file, file.name);
  coming.set(form, (coming.get(form) ?? 0) + 1);
  try {
    const answer = await fetch(`/tickets/${ticket}/drafts/${form.dataset.compose}/files`, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    for (const file of await answer.json()) waiting(form, file);
  } catch {
    // As without drafts: they go along when it is sent.
    lay(input, [...input.files, ...files]);
  }
  coming.set(form, coming.get(form) - 1);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  if (coming.get(form) || !awaited.has(form)) return;
  const submitter = awaited.get(form);
  awaited.delete(form);
  if (form.isConnected) form.requestSubmit(submitter?.form === form ? submitter : null);
}
// Before anything else hears that it is sent.
addEventListener("submit", (event) => {
  const form = event.target;
  if (!coming.get(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  awaited.set(form, event.submitter);
}, true);
function waiting(form, { hash, name, href, image }) {
  const goes = form.querySelector(".goes");
  if ([...goes.querySelectorAll("input[name=file]")].some((input) => input.value === hash)) return;
  const tag = Object.assign(document.createElement("span"), { className: "tag" });
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: hash });
  const link = Object.assign(document.createElement("a"), { href, textContent: name, target: "_blank", rel: "noopener" });
  const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  drop.dataset.drop = "";
  drop.setAttribute("aria-label", `× ${name}`);
  tag.append(input, link, drop);
  goes.append(tag);
  if (!image) return;
  const area = form.elements.body;
  const at = area.selectionEnd;
  const gap = at > 0 && area.value[at - 1] !== "\n" ? "\n" : "";
  area.setRangeText(`${gap}![${name.replace(/[[\]\\]/g, " ")}](${href})\n`, at, at, "end");
}
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file]")) return;
  const files = [...input.files];
  if (!input.form.matches("[data-compose]")) return lay(input, files);
  lay(input, laid.get(input) ?? []);
  keep(input, files);
});
document.addEventListener("spoc:taken", ({ detail: form }) => {
  for (const input of form.querySelectorAll("input[type=file]")) lay(input, []);
});
// A page that was changed knows nothing of what goes along.
document.addEventListener("htmx:afterSettle", () => {
  for (const input of document.querySelectorAll("form:has(.picked:empty) input[type=file]")) show(input);
});
document.addEventListener("paste", (event) => {
  const target = box(event.target);
  if (target && event.clipboardData?.files.length && take(target, event.clipboardData.files)) event.preventDefault();
});
document.addEventListener("dragover", (event) => {
  const target = box(event.target);
  if (!target || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  target.classList.add("over");
});
document.addEventListener("dragleave", (event) => box(event.target)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const target = box(event.target);
  target?.classList.remove("over");
  if (target && event.dataTransfer.files.length && take(target, event.dataTransfer.files)) event.preventDefault();
});
