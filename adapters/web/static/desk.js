// Keys for people who work at a desk all day: j/k move along a list, Enter opens, / searches, Ctrl+Enter sends.
"use strict";

const rows = () => Array.from(document.querySelectorAll("[data-row]"));

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  const link = all[next].querySelector("a");
  if (link) {
    link.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[data-send]");
    if (form) {
      event.preventDefault();
      // By its first button, whose name and question belong to the form.
      form.requestSubmit(form.querySelector("button"));
    }
    return;
  }
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// A click anywhere on a row opens it; words may still be selected with the mouse.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest("a, button, input, label, summary")) return;
  if (window.getSelection().toString() !== "") return;
  const link = row.querySelector("a");
  if (link) link.click();
});

// A form is sent once: a second click while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const question = event.submitter && event.submitter.dataset.ask;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post") event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.querySelectorAll("select[data-apply]").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});

// Prepared words are put where the cursor stands in the answer.
document.querySelectorAll("select[data-fill]").forEach((select) => {
  select.addEventListener("change", () => {
    const field = document.getElementById(select.dataset.fill);
    if (!field || !select.value) return;
    field.setRangeText(select.value, field.selectionStart, field.selectionEnd, "end");
    select.selectedIndex = 0;
    field.focus();
  });
});

// What changes by itself is fetched again now and then; nothing that somebody is at is taken away.
const LIVE_SECONDS = 15;
async function renew() {
  const parts = Array.from(document.querySelectorAll("[data-live]"));
  if (document.hidden || parts.length === 0) return;
  let page;
  try {
    const answer = await fetch(window.location.pathname + window.location.search.replace(/[?&]done=[^&]*/, ""));
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  parts.forEach((part) => {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (part.contains(document.activeElement) || window.getSelection().toString() !== "") return;
    if (!fresh) part.remove();
    else if (fresh.outerHTML !== part.outerHTML) part.replaceWith(document.importNode(fresh, true));
  });
}
if (document.querySelector("[data-live]")) window.setInterval(renew, LIVE_SECONDS * 1000);
