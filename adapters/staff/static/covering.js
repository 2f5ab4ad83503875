// A box is drawn on the page with the mouse or a finger; the four fields are filled from it, and send it.
"use strict";

const paper = document.querySelector("[data-paper]");
const band = document.querySelector("[data-band]");
const edges = Object.fromEntries(
  Array.from(document.querySelectorAll("[data-edge]")).map((field) => [field.dataset.edge, field]),
);
let start = null;

function place(event) {
  const area = paper.getBoundingClientRect();
  const share = (value, length) => Math.min(Math.max(value / length, 0), 1) * 100;
  return { x: share(event.clientX - area.left, area.width), y: share(event.clientY - area.top, area.height) };
}

function show(left, top, right, bottom) {
  const tall = Number(band.ownerSVGElement.viewBox.baseVal.height) / 100;
  band.setAttribute("x", left * 100);
  band.setAttribute("y", top * tall);
  band.setAttribute("width", Math.max(right - left, 0) * 100);
  band.setAttribute("height", Math.max(bottom - top, 0) * tall);
}

function fill(event) {
  const end = place(event);
  const found = {
    left: Math.min(start.x, end.x),
    top: Math.min(start.y, end.y),
    right: Math.max(start.x, end.x),
    bottom: Math.max(start.y, end.y),
  };
  for (const [name, value] of Object.entries(found)) edges[name].value = value.toFixed(2);
  show(found.left, found.top, found.right, found.bottom);
}

function begin() {
  paper.classList.add("drawing");
  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    start = place(event);
    paper.setPointerCapture(event.pointerId);
  });
  paper.addEventListener("pointermove", (event) => {
    if (start !== null) fill(event);
  });
  paper.addEventListener("pointerup", (event) => {
    if (start === null) return;
    fill(event);
    start = null;
    document.querySelector("#ground").focus({ preventScroll: true });
  });
  paper.addEventListener("pointercancel", () => {
    start = null;
  });
  const typed = () => ["left", "top", "right", "bottom"].map((name) => Number.parseFloat(edges[name].value));
  for (const field of Object.values(edges)) {
    field.addEventListener("input", () => {
      const values = typed();
      if (values.every(Number.isFinite)) show(...values);
    });
  }
  if (typed().every(Number.isFinite)) show(...typed());
}

// Before the picture is there nobody sees what would be covered.
if (paper && band) {
  const picture = paper.querySelector("img");
  if (picture.complete) begin();
  else picture.addEventListener("load", begin, { once: true });
}
