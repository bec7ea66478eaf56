// A search box that hides what does not fit while one types: `data-sift` names the element whose list items are sifted.
document.addEventListener("input", (event) => {
  const among = document.getElementById(event.target.dataset.sift);
  if (!among) return;
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of among.querySelectorAll("li")) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
  }
  for (const section of among.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
});
