// The portal as an app: the worker that keeps style and script, the hint that it can be installed, and what was
// written and not sent, on the page that is shown without a connection.
if (document.querySelector(".portal")) navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

let install = null;
function offer() {
  for (const button of document.querySelectorAll("[data-install]")) button.hidden = !install;
}
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  install = event;
  offer();
});
addEventListener("appinstalled", () => {
  install = null;
  offer();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-install]")) install?.prompt();
});
document.addEventListener("htmx:afterSettle", offer);

const kept = document.getElementById("kept");
if (kept) {
  // The page is the same for everybody; what stands on it is of whoever was here last (drafts.js).
  const theirs = `draft:${localStorage.getItem("person") ?? ""}:`;
  const texts = Object.keys(localStorage)
    .filter((key) => key.startsWith(theirs))
    .map((key) => {
      try {
        const { text, chosen } = JSON.parse(localStorage.getItem(key));
        return chosen ? "" : text;
      } catch {
        return "";
      }
    })
    .filter(Boolean);
  kept.hidden = !texts.length;
  kept.querySelector("ul").replaceChildren(
    ...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}
