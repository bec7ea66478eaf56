// Telling by the browser: switched on in this browser by its button on the settings page. Whoever signs in again in
// a browser that told them before goes on being told.
const offers = () => document.querySelector("form[data-push]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const worker = () => navigator.serviceWorker.register("/service-worker.js").then(() => navigator.serviceWorker.ready);

function bytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}
function words(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
function says(form, which) {
  for (const words of form.querySelectorAll("[data-says]")) words.hidden = words.dataset.says !== which;
}
async function show() {
  const form = offers();
  if (!form) return;
  if (!able) return says(form, "unable");
  if (Notification.permission === "denied") return says(form, "denied");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const known = await registration?.pushManager.getSubscription();
  says(form, known && form.dataset.push === "on" ? "on" : "off");
}
async function switchOn(form) {
  if ((await Notification.requestPermission()) !== "granted") return says(form, "denied");
  const { pushManager } = await worker();
  // What was made for another key is of no use here.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
  form.elements.endpoint.value = made.endpoint;
  form.elements.point.value = words(made.getKey("p256dh"));
  form.elements.auth.value = words(made.getKey("auth"));
  form.requestSubmit();
}
document.addEventListener("click", async (event) => {
  const form = event.target.closest("[data-push-on]")?.form;
  if (!form) return;
  event.preventDefault();
  try {
    await switchOn(form);
  } catch {
    says(form, "failed");
  }
});
// Once in a session: the server knows a browser by the session in which it was switched on.
async function goOn() {
  const csrf = document.querySelector("input[name=csrf]")?.value;
  if (!able || !csrf || Notification.permission !== "granted" || sessionStorage.pushed === csrf) return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  const known = await registration?.pushManager.getSubscription();
  sessionStorage.pushed = csrf;
  if (known) await fetch("/notifications/browsers/going-on", { method: "POST", body: new URLSearchParams({ csrf, endpoint: known.endpoint }) });
}
document.addEventListener("htmx:afterSettle", show);
show().catch(() => {});
goOn().catch(() => {});
