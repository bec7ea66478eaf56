// The message after an action goes by itself, but not while it is looked at.
const seconds = 10;

function watch() {
  for (const toast of document.querySelectorAll(".toast:not([data-watched])")) {
    toast.dataset.watched = "";
    let left = seconds;
    const timer = setInterval(() => {
      if (!toast.isConnected) clearInterval(timer);
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
