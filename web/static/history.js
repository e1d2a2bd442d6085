// The slider shows the case at another entry without a new page; without script its button and links do the same.
"use strict";

{
  const form = document.getElementById("slider");
  const range = document.getElementById("step");
  form.querySelector("button").hidden = true;
  let asked = 0;

  async function show(step, keep = true) {
    const mine = ++asked;
    const url = new URL(location.href);
    url.searchParams.set("step", step);
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked || !page.getElementById("scene")) return;
    document.getElementById("scene").replaceWith(page.getElementById("scene"));
    bringIntoSight();
    for (const rel of ["prev", "next"]) {
      const link = form.querySelector(`[rel=${rel}]`);
      link.replaceWith(page.querySelector(`#slider [rel=${rel}]`));
    }
    const other = page.getElementById("step");
    range.value = other.value;
    range.setAttribute("aria-valuetext", other.getAttribute("aria-valuetext"));
    if (keep) history.replaceState(null, "", url);
  }

  range.addEventListener("input", () => show(range.value));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?step="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.href).searchParams.get("step"));
  });
}
