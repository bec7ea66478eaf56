// The message after an action goes by itself, but not while it is looked at.
const seconds = 10;
const gap = 8;

// It stands above the buttons of whoever writes, and does not cover them.
function clear(toast) {
  toast.style.insetBlockEnd = "";
  const box = toast.getBoundingClientRect();
  for (const row of document.querySelectorAll("form .send, .drop[open] > :not(summary)")) {
    const { top, bottom, left, right, height } = row.getBoundingClientRect();
    if (!height || top > box.bottom || bottom < box.top || left > box.right || right < box.left) continue;
    const area = row.closest(".composer")?.getBoundingClientRect().top ?? top;
    const above = area > box.height + gap ? area : top;
    toast.style.insetBlockEnd = `${innerHeight - above + gap}px`;
    return;
  }
}
function watch() {
  for (const toast of document.querySelectorAll(".toast:not([data-watched])")) {
    toast.dataset.watched = "";
    clear(toast);
    let left = seconds;
    const timer = setInterval(() => {
      if (!toast.isConnected) clearInterval(timer);
      clear(toast);
      if (toast.matches(":hover, :focus-within") || document.hidden || toast.matches(".bad")) return;
      if (--left <= 0) {
        clearInterval(timer);
        toast.remove();
      }
    }, 1000);
  }
}
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast").remove());
document.addEventListener("htmx:afterSettle", watch);
watch();
