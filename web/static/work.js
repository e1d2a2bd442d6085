// The keys of a list, and choosing many cases at once; every key has its button, and every page works without script.
"use strict";

const rowsOfList = () => [...document.querySelectorAll("[data-row] .rows-title")];
const here = () => document.activeElement && document.activeElement.closest("[data-row]");
let last = null; // the row that was looked at last, for the buttons, which take the focus away

function step(by) {
  const titles = rowsOfList();
  const at = titles.findIndex((title) => title.closest("[data-row]") === (here() || last));
  const next = titles[Math.min(Math.max(at + by, 0), titles.length - 1)];
  if (!next) return;
  next.focus();
  last = next.closest("[data-row]");
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => {
    const box = (here() || last)?.querySelector(".rows-pick input");
    if (box) box.click();
  },
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => {
    const help = document.querySelector("[data-keys-help]");
    if (help) help.open = !help.open;
  },
  n: () => document.querySelector("[data-next-case]")?.click(),
  Enter: () => (here() || last)?.querySelector(".rows-title").click(),
};

const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[method=post]");
    if (form) form.requestSubmit();
    return;
  }
  if (!document.querySelector("[data-keys]") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" || typing(event.target) || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
document.addEventListener("focusin", (event) => {
  last = event.target.closest("[data-row]") || last;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-key]");
  if (!button) return;
  const menu = button.closest("details");
  if (menu) menu.open = false;
  KEYS[button.dataset.key]();
});

function counted() {
  const boxes = [...document.querySelectorAll(".rows-pick input")];
  const chosen = boxes.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-chosen-count]")) {
    place.textContent = chosen ? `${chosen}` : "";
  }
  const all = document.querySelector("[data-choose-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of document.querySelectorAll(".rows-pick input")) box.checked = event.target.checked;
  }
  counted();
});
window.addEventListener("pageshow", counted);
