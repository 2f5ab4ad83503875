// Choosing several documents: x ticks the row at hand, a the whole sheet, b goes to what can be done with them.
"use strict";

const form = document.querySelector("[data-batch]");
const ticks = () => Array.from(form.querySelectorAll("[data-tick]"));
const every = form && form.querySelector("[data-tick-every]");
const page = form && form.querySelector("[data-tick-all]");
const action = form && form.querySelector("[data-action]");

function count() {
  const ticked = ticks().filter((tick) => tick.checked).length;
  form.querySelector("[data-ticked]").textContent = ticked;
  page.checked = ticked > 0 && ticked === ticks().length;
  page.indeterminate = ticked > 0 && ticked < ticks().length;
  form.querySelector("fieldset.batch").classList.toggle("stuck", ticked > 0 || Boolean(every && every.checked));
}

// Only the field that the chosen step needs is shown and has to be filled in.
function fit() {
  if (!action) return;
  const needed = action.selectedOptions[0].dataset.needs || "";
  form.querySelectorAll("[data-need]").forEach((field) => {
    const wanted = field.dataset.need === needed;
    field.hidden = !wanted;
    field.querySelector("input").required = wanted;
  });
}

function tickAll(on) {
  ticks().forEach((tick) => { tick.checked = on; });
  count();
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target === page) tickAll(page.checked);
    else count();
    if (event.target === action) fit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (field) return;
    if (event.key === "x") {
      const row = document.activeElement.closest("[data-row]");
      const tick = row && row.querySelector("[data-tick]");
      if (tick) { tick.checked = !tick.checked; count(); }
    } else if (event.key === "a") tickAll(!ticks().every((tick) => tick.checked));
    else if (event.key === "b" && action) { event.preventDefault(); action.focus(); }
  });
  // Going back shows the page as it was left; the counter has to follow.
  window.addEventListener("pageshow", () => { count(); fit(); });
  count();
  fit();
}

// Beside the list on a wide screen the facets are always open.
const facets = document.querySelector("[data-facets]");
if (facets && window.matchMedia("(min-width: 900px)").matches) facets.open = true;
