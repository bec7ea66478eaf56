// Files come into the composer by choosing, pasting or dropping; their names are shown before sending.
const box = (target) => target.closest?.(".composer, form[data-files]");

function show(input) {
  const list = input.form.querySelector(".picked");
  if (!list) return;
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const item = document.createElement("span");
      item.className = "tag";
      item.textContent = file.name;
      return item;
    }),
  );
}
function take(target, files) {
  const inputs = [...target.querySelectorAll("input[type=file]")];
  const input = inputs.find((input) => input.form.offsetParent) ?? inputs[0];
  if (!input || !files.length) return false;
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  show(input);
  return true;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file]")) show(event.target);
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
