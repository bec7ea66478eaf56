// The colours: light, dark, as the system. Kept in a cookie so that the server sends the right ones.
const order = ["system", "light", "dark"];
const root = document.documentElement;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-next]");
  if (!button) return;
  const next = order[(order.indexOf(root.dataset.theme) + 1) % order.length];
  root.dataset.theme = next;
  document.cookie = `spoc_theme=${next}; Path=/; Max-Age=31536000; SameSite=Lax`;
  button.querySelector("span").textContent = button.dataset[next];
});
