// Forms that keep what is typed, and files that show how far they have come; every page works without it.
"use strict";

// A page's token may be older than the session: a fresh one comes with the page itself.
async function freshToken(form) {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('main input[name="csrf_token"]');
  if (!answer.ok || answer.redirected || !token) return false;
  for (const own of document.querySelectorAll('input[name="csrf_token"]')) own.value = token.value;
  return form.isConnected;
}

// What is typed is saved after a pause, as the button does.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const note = form.querySelector(".keep-note");
  let waiting = 0;
  async function send() {
    const data = new FormData(form);
    data.set("quietly", "1");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name); // files go with the button
    return fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
  }
  async function keep() {
    let answer = null;
    try {
      answer = await send();
      if (answer.status === 400 && (await freshToken(form))) answer = await send();
    } catch {
      answer = null;
    }
    const kept = answer !== null && answer.status === 204;
    const wrong = answer !== null && answer.status === 422; // said when the button is pressed
    note.classList.toggle("keep-lost", !kept && !wrong);
    const hour = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    note.textContent = kept ? `${form.dataset.keep} ${hour}` : wrong ? "" : form.dataset.lost;
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// A chosen file sets out at once; one that broke off is sent again by a button, and nothing else is touched.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const note = document.createElement("p");
  note.className = "ask-reason";
  note.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.hidden = true;
  bar.setAttribute("aria-label", input.labels[0].textContent);
  form.append(bar, note);
  button.hidden = true;
  // What the office can't take isn't offered to be sent again as it is: another file is chosen.
  function failed(words, refused = false) {
    bar.hidden = true;
    note.textContent = words;
    button.hidden = refused;
    if (words === form.dataset.signedOut) {
      const way = document.createElement("a");
      way.href = form.dataset.signIn;
      way.target = "_blank";
      way.rel = "noopener";
      way.textContent = form.dataset.way;
      note.append(" ", way);
    }
    button.textContent = form.dataset.again;
  }
  function told(request) {
    if (request.status === 401) return form.dataset.signedOut;
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const said = page.querySelector(".paper-box .ask-reason, .error-what, #refusal .reasons");
    return said ? said.textContent.trim() : form.dataset.failed;
  }
  async function again(request) {
    if (request.status !== 400 || !(await freshToken(form))) return failed(told(request), [413, 422].includes(request.status));
    send(false); // the page is older than the session: once more, with the new one's token
  }
  function send(anew = true) {
    if (!input.files.length) return;
    if (input.files[0].size > Number(form.dataset.most)) return failed(form.dataset.large, true);
    const request = new XMLHttpRequest();
    note.textContent = "";
    bar.value = 0;
    bar.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) location.reload();
      else if (anew) again(request);
      else failed(told(request), [413, 422].includes(request.status));
    });
    request.addEventListener("error", () => failed(form.dataset.failed));
    request.open("POST", form.action);
    request.send(new FormData(form));
  }
  input.addEventListener("change", () => send());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}
