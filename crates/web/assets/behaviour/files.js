// Files come by choosing, pasting or dropping. In the composer they go to the server at once and wait in the
// draft, pictures shown in the text; elsewhere their names are shown before sending.
const box = (target) => target.closest?.(".composer, form[data-files]");

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
// What does not go along after all; whoever has the keyboard keeps it.
function leaveOut(input, file) {
  const all = new DataTransfer();
  for (const other of input.files) if (other !== file) all.items.add(other);
  input.files = all.files;
  show(input);
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
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  show(input);
  return true;
}
async function keep(input, files) {
  const { form } = input;
  const { ticket } = form.closest(".composer").dataset;
  const body = new FormData();
  for (const name of ["csrf", "owner", "version", "writer"]) body.append(name, form.elements[name].value);
  for (const file of files) body.append("files", file, file.name);
  form.dataset.sending = "";
  try {
    const answer = await fetch(`/tickets/${ticket}/drafts/${form.dataset.compose}/files`, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    for (const file of await answer.json()) waiting(form, file);
    input.value = "";
  } catch {
    // As without drafts: they go along when it is sent.
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    show(input);
  }
  delete form.dataset.sending;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
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
  if (input.form.matches("[data-compose]")) keep(input, [...input.files]);
  else show(input);
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
