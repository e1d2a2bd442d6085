// Phrases put into an opinion by a click or by Alt with a digit; every page works without it.
"use strict";

function insert(link) {
  const field = document.getElementById(link.dataset.insert);
  if (!field) return;
  const at = field.selectionStart ?? field.value.length;
  field.setRangeText(link.textContent, at, field.selectionEnd ?? at, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-insert]");
  if (!link) return;
  event.preventDefault();
  insert(link);
});

document.addEventListener("keydown", (event) => {
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (!event.altKey || event.ctrlKey || event.metaKey || !digit) return;
  const form = event.target.closest("form");
  const links = form ? form.querySelectorAll("a[data-insert]") : [];
  const link = links[Number(digit[1]) - 1];
  if (!link) return;
  event.preventDefault();
  insert(link);
});

for (const button of document.querySelectorAll("[data-keep-phrase]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.keepPhrase);
    const form = button.closest("form");
    if (!field || !field.value.trim()) return;
    const sent = new FormData();
    sent.set("csrf_token", form.querySelector('[name="csrf_token"]').value);
    sent.set("text", field.value);
    sent.set("quietly", "1");
    const answer = await fetch(button.dataset.to, { method: "POST", body: sent, credentials: "same-origin" });
    if (answer.status === 204) button.textContent = button.dataset.kept;
  });
}
