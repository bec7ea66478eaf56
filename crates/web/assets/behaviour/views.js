// Views are put into another order by dragging; the buttons beside them do the same.
let held = null;
const place = (target) => target.closest?.(".views [data-place]");
document.addEventListener("dragstart", (event) => {
  held = place(event.target);
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  held.querySelector("form").classList.add("held");
});
document.addEventListener("dragover", (event) => {
  const over = held && place(event.target);
  if (!over) return;
  event.preventDefault();
  for (const other of document.querySelectorAll(".views [data-place]")) other.classList.toggle("over", other === over);
});
document.addEventListener("drop", async (event) => {
  const over = held && place(event.target);
  if (!over || over === held) return;
  event.preventDefault();
  const csrf = held.querySelector("input[name=csrf]").value;
  const body = new URLSearchParams({ csrf, before: over.dataset.place });
  await fetch(`/views/${held.dataset.place}/place`, { method: "POST", body, redirect: "manual" });
  htmx.ajax("GET", "/views", { target: "#main", select: "#main", swap: "outerHTML show:none" });
});
document.addEventListener("dragend", () => {
  held?.querySelector("form").classList.remove("held");
  held = null;
  for (const other of document.querySelectorAll(".views .over")) other.classList.remove("over");
});
