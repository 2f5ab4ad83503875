// Comparing a scan from the keyboard: n and p go to the next and previous doubtful place, e mends its line, s saves.
"use strict";

const ticks = Array.from(document.querySelectorAll("[data-doubt]"));
const view = document.querySelector(".scan-picture");

function show(name) {
  for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
  const place = document.getElementById("at-" + name);
  if (!place || !view) return;
  place.classList.add("here");
  const box = place.getBoundingClientRect();
  const frame = view.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) {
    view.scrollTop += box.top - frame.top - view.clientHeight / 3;
  }
  if (box.left < frame.left + 40 || box.right > frame.right - 40) {
    view.scrollLeft += box.left + Math.min(box.width, view.clientWidth) / 2 - frame.left - view.clientWidth / 2;
  }
}

function step(by) {
  const open = ticks.filter((one) => !one.checked || one === document.activeElement);
  const at = open.indexOf(document.activeElement);
  const next = open[at < 0 ? 0 : Math.min(Math.max(at + by, 0), open.length - 1)];
  if (next) next.focus();
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-doubt]")) {
    show(event.target.name);
  } else if (event.target.closest("[data-line]")) {
    show(event.target.closest("[data-line]").dataset.line);
  }
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-doubt]")) return;
  const place = document.getElementById("at-" + event.target.name);
  if (place) place.classList.toggle("looked", event.target.checked);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
  if (event.key === "n" || event.key === "p") {
    step(event.key === "n" ? 1 : -1);
  } else if (event.key === "e") {
    const line = event.target.closest("[data-line]");
    const field = line && line.querySelector("details");
    if (!field) return;
    event.preventDefault();
    field.open = true;
    field.querySelector("input").focus();
  } else if (event.key === "s") {
    const save = document.querySelector("[data-save]");
    if (save) save.focus();
  }
});
