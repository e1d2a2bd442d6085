// What is nicer with script; every page works without it.
"use strict";

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
// The page may come back from the browser's memory: its forms can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// Menus close by Escape and by a click beside them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A case's number is copied by a click; with the keyboard it can be selected as any text.
document.addEventListener("click", async (event) => {
  const number = event.target.closest("[data-copy]");
  if (!number || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(number.dataset.copy);
  } catch {
    return;
  }
  number.classList.add("copied");
  setTimeout(() => number.classList.remove("copied"), 1500);
});

// On a phone the ways and lists lie in one line: the current one is seen.
for (const line of document.querySelectorAll(".places .frame, .tabs")) {
  const current = line.querySelector("[aria-current]");
  if (current) line.scrollLeft = current.offsetLeft + current.offsetWidth - line.offsetLeft - line.clientWidth * 0.8;
}

// A drawing that is wider than its place shows where the case stands.
function bringIntoSight() {
  for (const drawing of document.querySelectorAll(".drawing")) {
    const box = drawing.querySelector("[aria-current]")?.getBoundingClientRect();
    const place = drawing.getBoundingClientRect();
    if (box) drawing.scrollLeft += box.x + box.width / 2 - place.x - place.width / 2;
  }
}
bringIntoSight();
