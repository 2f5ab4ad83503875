// Suggestions while somebody types: asked for when the typing rests, chosen by arrow keys, finger or mouse.

import { call, element } from "./replies.js";

const REST_MS = 220;
const FEWEST = 2;

export class Suggesting {
  constructor(input, list, words, choose) {
    Object.assign(this, { input, list, words, choose, at: -1, asked: null, timer: 0, known: new Map() });
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
    input.form.addEventListener("submit", () => this.hide());
    // The field keeps the focus, so that the press is not lost when the list goes.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  later() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const typed = this.input.value.trim();
    if (typed.length < FEWEST) return this.hide();
    this.timer = setTimeout(() => this.look(typed), REST_MS);
  }

  async look(typed) {
    this.asked = new AbortController();
    try {
      if (!this.known.has(typed)) {
        const told = await call(`/api/v1/chat/suggestions?q=${encodeURIComponent(typed)}`, { signal: this.asked.signal });
        if (this.known.size > 200) this.known.clear();
        this.known.set(typed, told.suggestions);
      }
    } catch {
      return;
    }
    if (this.input.value.trim() === typed) this.show(this.known.get(typed));
  }

  show(found) {
    this.at = -1;
    this.list.replaceChildren(...found.map((one, number) =>
      element("li", { id: `found-${number}`, role: "option", "aria-selected": "false", "data-title": one.title, "data-asks": one.asks }, element("small", {}, this.words[one.kind]), one.title)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  hide() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.show([]);
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const rows = [...this.list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : rows.length + (this.at < 0 ? 0 : -1))) % rows.length;
      rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.at)));
      rows[this.at].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(rows[this.at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.hide();
    }
  }

  take(row) {
    if (!row) return;
    this.input.value = "";
    this.hide();
    this.choose(row.dataset.asks, row.dataset.title);
  }
}
