// Reviewing from the keyboard: digits tick the points, a goes to the pass button, r to the reason for sending back.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
  const points = Array.from(document.querySelectorAll("[data-point]"));
  const number = Number(event.key);
  if (number >= 1 && number <= points.length) {
    points[number - 1].checked = !points[number - 1].checked;
    points[number - 1].focus();
  } else if (event.key === "a") {
    const pass = document.querySelector("[data-pass]");
    if (pass) pass.focus();
  } else if (event.key === "r") {
    const back = document.querySelector("[data-back]");
    if (back) {
      event.preventDefault();
      back.focus();
    }
  }
});
