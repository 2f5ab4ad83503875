// While somebody writes, the preview beside is set anew by the server, as citizens would see it; nothing is kept.
"use strict";

const editor = document.querySelector("form[data-preview]");
const beside = document.getElementById("preview");
const PAUSE = 500;
let timer = 0;
let asked = 0;

async function show() {
  const mine = ++asked;
  const answer = await fetch(editor.dataset.preview, { method: "POST", body: new FormData(editor) });
  const page = await answer.text();
  // A slow answer to an earlier text does not replace the answer to a later one.
  if (mine !== asked || ![200, 422].includes(answer.status)) return;
  const phone = beside.querySelector(".phone");
  const at = phone ? phone.scrollTop : 0;
  beside.innerHTML = page;
  const fresh = beside.querySelector(".phone");
  if (fresh) fresh.scrollTop = at;
}

if (editor && beside) {
  const saved = new FormData(editor).get("text");
  editor.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => show().catch(() => undefined), PAUSE);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!editor.dataset.sent && new FormData(editor).get("text") !== saved) event.preventDefault();
  });
}
