// What is answered, as nodes: lines, links, numbered choices, and a button that reads it aloud.
// Texts become text nodes and never markup, whoever wrote them.

const LINK = /<a\s+href="([^"<>]*)">([^<>]*)<\/a>|(https?:\/\/[^\s<>"，。；、！？）】》]+)/g;

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

// Only addresses of the web become links; anything else stays text.
export function webAddress(target) {
  try {
    const url = new URL(target, location.href);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

// `linked(url, label)` gives the node of a link.
export function linesOf(text, linked) {
  return text.split("\n").map((line) => {
    const nodes = [];
    let from = 0;
    for (const found of line.matchAll(LINK)) {
      nodes.push(line.slice(from, found.index));
      const url = webAddress(found[1] ?? found[3]);
      nodes.push(url ? linked(url, found[2] ?? found[3]) : found[0]);
      from = found.index + found[0].length;
    }
    nodes.push(line.slice(from));
    return element("p", {}, ...nodes);
  });
}

export function spokenWords(text) {
  return text.replace(LINK, (_, __, label) => label ?? "").trim();
}

// Reading aloud where the browser can; one text at a time, and a second press ends it.
export class Reader {
  constructor(words) {
    this.words = words;
    this.voice = globalThis.speechSynthesis ?? null;
    this.button = null;
  }

  control(text) {
    if (!this.voice) return null;
    const button = element("button", { type: "button", class: "read", "aria-pressed": "false" }, this.words.read);
    button.addEventListener("click", () => (this.button === button ? this.stop() : this.start(text, button)));
    return button;
  }

  start(text, button) {
    this.stop();
    const spoken = new SpeechSynthesisUtterance(spokenWords(text));
    spoken.lang = "zh-CN";
    spoken.rate = 0.9;
    spoken.onend = spoken.onerror = () => this.button === button && this.stop();
    this.button = button;
    button.textContent = this.words.quiet;
    button.setAttribute("aria-pressed", "true");
    this.voice.speak(spoken);
  }

  get speaking() {
    return this.button !== null;
  }

  stop() {
    if (!this.button) return;
    this.button.textContent = this.words.read;
    this.button.setAttribute("aria-pressed", "false");
    this.button = null;
    this.voice.cancel();
  }
}

// Calls of this site's own interface; a refusal is an error that carries the words for the visitor.
export async function call(path, { token = "", body = null, signal = null } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store", signal });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const refusal = new Error(told.error?.message ?? "");
  refusal.status = answer.status;
  throw refusal;
}

export function messageId() {
  const octets = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
