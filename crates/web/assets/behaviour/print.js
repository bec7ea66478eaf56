// The button on a page for paper.
document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());
