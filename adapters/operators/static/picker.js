// A field that names a document, or a text that names one a line: typed words find it by title or number.
// Without this script the title, the number or the id is typed.
"use strict";

const WAIT = 180;
let pickers = 0;

function picker(field) {
  const name = `pick-${++pickers}`;
  const many = field.tagName === "TEXTAREA";
  const chosen = document.createElement("ul");
  const seen = document.createElement("input");
  const list = document.createElement("ul");
  const label = document.querySelector(`label[for="${field.id}"]`);
  let timer = 0;
  let asked = 0;
  let at = -1;

  seen.type = "text";
  seen.id = `${name}-words`;
  seen.value = many ? "" : field.dataset.title || field.value;
  seen.required = field.required;
  seen.placeholder = field.dataset.hint || "";
  seen.autocomplete = "off";
  seen.maxLength = 120;
  seen.setAttribute("role", "combobox");
  seen.setAttribute("aria-expanded", "false");
  seen.setAttribute("aria-controls", `${name}-list`);
  seen.setAttribute("aria-autocomplete", "list");
  list.id = `${name}-list`;
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.required = false;
  if (many) field.hidden = true;
  else field.type = "hidden";
  if (label) label.htmlFor = seen.id;
  const box = document.createElement("div");
  box.className = "picker";
  field.after(box);
  box.append(seen, list);
  if (many) {
    chosen.className = "chips";
    field.after(chosen);
    const titles = JSON.parse(field.dataset.titles || "{}");
    field.value.split("\n").filter(Boolean).forEach((id) => add(id, titles[id] || id));
  }

  function keep() {
    field.value = Array.from(chosen.children, (one) => one.dataset.id).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function add(id, title) {
    if (Array.from(chosen.children).some((one) => one.dataset.id === id)) return;
    const row = document.createElement("li");
    const words = document.createElement("span");
    const drop = document.createElement("button");
    row.dataset.id = id;
    row.className = "chip";
    words.textContent = title;
    drop.type = "button";
    drop.className = "quiet";
    drop.textContent = "×";
    drop.setAttribute("aria-label", (field.dataset.drop || "").replace("{title}", title));
    drop.addEventListener("click", () => { row.remove(); keep(); seen.focus(); });
    row.append(words, drop);
    chosen.append(row);
  }

  function addTyped() {
    const words = seen.value.trim();
    if (!many || !words) return;
    add(words, words);
    seen.value = "";
    keep();
  }

  const options = () => Array.from(list.children).filter((one) => one.dataset.id);

  function close() {
    list.hidden = true;
    at = -1;
    seen.setAttribute("aria-expanded", "false");
    seen.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const all = options();
    if (all.length === 0) return;
    at = (next + all.length) % all.length;
    all.forEach((one, number) => one.setAttribute("aria-selected", number === at ? "true" : "false"));
    all[at].scrollIntoView({ block: "nearest" });
    seen.setAttribute("aria-activedescendant", all[at].id);
  }

  function take(option) {
    if (many) {
      add(option.dataset.id, option.dataset.title);
      seen.value = "";
      keep();
    } else {
      field.value = option.dataset.id;
      seen.value = option.dataset.title;
    }
    seen.setCustomValidity("");
    close();
  }

  function show(documents) {
    list.replaceChildren(...documents.map((one, number) => {
      const row = document.createElement("li");
      const title = document.createElement("b");
      const rest = document.createElement("span");
      title.textContent = one.title;
      rest.textContent = [one.number, one.kind, one.state].filter(Boolean).join(" · ");
      row.append(title, rest);
      row.id = `${name}-${number}`;
      row.dataset.id = one.id;
      row.dataset.title = one.title;
      row.setAttribute("role", "option");
      return row;
    }));
    if (documents.length === 0) {
      const none = document.createElement("li");
      none.className = "faint";
      none.textContent = field.dataset.none || "";
      list.append(none);
    }
    list.hidden = false;
    seen.setAttribute("aria-expanded", "true");
    if (documents.length > 0) mark(0);
  }

  async function find() {
    const words = seen.value.trim();
    const mine = ++asked;
    if (!words) { close(); return; }
    const answer = await fetch(`/operators/pick?q=${encodeURIComponent(words)}`);
    if (mine !== asked || !answer.ok) return;
    show((await answer.json()).documents);
  }

  seen.addEventListener("input", () => {
    // What was chosen stands no longer; an id typed in full is taken as one.
    if (!many) field.value = seen.value.trim();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => find().catch(close), WAIT);
  });
  seen.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) find().catch(close);
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      take(options()[at]);
    } else if (event.key === "Enter" && many) {
      event.preventDefault();
      addTyped();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("[data-id]");
    event.preventDefault();
    if (row) take(row);
  });
  seen.addEventListener("blur", () => { close(); addTyped(); });
}

document.querySelectorAll("input[data-pick], textarea[data-pick]").forEach(picker);
