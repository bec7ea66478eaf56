// The colours change at once; the server keeps the choice with the person.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches(".themes") || !submitter) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.documentElement.dataset.theme = submitter.value;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button === submitter);
  const body = new URLSearchParams(new FormData(form, submitter));
  fetch(form.action, { method: "post", body, redirect: "manual" });
}, true);
