// Without a connection: says so, keeps what was written where it is, and offers to send it once it is back.
// [data-connection] holds a text for each of both, and the button.
let unsent = null;

function show(state) {
  const box = document.querySelector("[data-connection]");
  if (!box) return;
  box.hidden = !state;
  for (const text of box.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== state;
  box.querySelector("[data-send-again]").hidden = !(state === "online" && unsent?.isConnected);
}
function back() {
  show(unsent?.isConnected ? "online" : "");
}
document.addEventListener("htmx:sendError", (event) => {
  const form = event.target.closest?.("form");
  if (event.detail.requestConfig?.verb === "post" && form) unsent = form;
  show("offline");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  if (event.target === unsent) unsent = null;
  back();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-send-again]")) unsent?.requestSubmit();
});
addEventListener("offline", () => show("offline"));
addEventListener("online", back);
if (!navigator.onLine) show("offline");
