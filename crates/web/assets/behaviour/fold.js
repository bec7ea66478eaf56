// Folders of the sidebar stay as they were left, in this browser.
const kept = "folded";
const folders = () => document.querySelectorAll("details[data-fold]");
function read() {
  try {
    return new Set(JSON.parse(localStorage.getItem(kept)) ?? []);
  } catch {
    return new Set();
  }
}
function apply() {
  const folded = read();
  for (const folder of folders()) {
    const open = !folded.has(folder.dataset.fold) || Boolean(folder.querySelector("[aria-current]"));
    if (folder.open !== open) folder.open = open;
  }
}
document.addEventListener("click", (event) => {
  const folder = event.target.closest?.("details[data-fold] > summary")?.parentElement;
  if (!folder) return;
  const folded = read();
  if (folder.open) folded.add(folder.dataset.fold);
  else folded.delete(folder.dataset.fold);
  localStorage.setItem(kept, JSON.stringify([...folded]));
});
apply();
document.addEventListener("htmx:afterSettle", apply);
