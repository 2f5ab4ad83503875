// The chat on the county's site: asks, shows, remembers by a token of its own, and waits for what comes later.

import { Reader, call, element, linesOf, messageId } from "./replies.js";
import { Suggesting } from "./suggesting.js";

const API = "/api/v1/chat";
const KEPT = "mingbai-chat";
const REST_MS = 4000;
const TIRED_MS = 60_000;

const page = document.getElementById("chat");
const words = page.dataset;
const by = (id) => document.getElementById(id);
const [log, form, input] = ["log", "ask", "words"].map(by);
const reader = new Reader({ read: words.read, quiet: words.quiet });
const framed = window.parent !== window;
const origins = words.origins.split(" ").filter(Boolean);

let token = "";
let opening = null;
let cursor = "";
let waiting = null;
let away = false;
let talk = 0;
let remembered = Promise.resolve();

// Where a browser lets no frame keep anything, the county's own site that shows it keeps the token, and nobody else.
const kept = {
  lent: "",
  read() { try { return localStorage.getItem(KEPT) ?? ""; } catch { return this.lent; } },
  write(value) {
    try { value ? localStorage.setItem(KEPT, value) : localStorage.removeItem(KEPT); } catch {
      this.lent = value;
      if (framed) origins.forEach((origin) => window.parent.postMessage({ mingbai: "keep", token: value }, origin));
    }
  },
};

async function opened() {
  if (token) return token;
  opening ??= call(`${API}/session`, { token: kept.read(), body: {} }).then((told) => {
    token = told.token;
    kept.write(token);
    listen();
    return token;
  }).finally(() => { opening = null; });
  return opening;
}

async function ask(text, shown = text) {
  const said = text.trim();
  if (!said || form.classList.contains("busy")) return;
  const mine = talk;
  reader.stop();
  log.querySelectorAll(".choices").forEach((list) => list.remove());
  line("mine", words.you, shown);
  const looking = element("p", { class: "waiting" }, words.waiting);
  log.append(looking);
  toEnd();
  form.classList.add("busy");
  const id = messageId();
  try {
    const told = await answered(id, said);
    if (mine !== talk) return;
    // Before the answer is brought into sight, or it would move away again.
    looking.remove();
    show(told.replies);
    if (told.later) log.append(element("p", { class: "waiting" }, words.later));
  } catch (error) {
    if (mine !== talk) return;
    log.append(element("p", { class: "failed" }, error.message || words.failed));
    toEnd();
  } finally {
    looking.remove();
    form.classList.remove("busy");
  }
}

async function answered(id, text) {
  try {
    return await call(`${API}/messages`, { token: await opened(), body: { id, text } });
  } catch (error) {
    if (error.status !== 401) throw error;
    token = "";
    return call(`${API}/messages`, { token: await opened(), body: { id, text } });
  }
}

function line(kind, who, text, { aloud = false } = {}) {
  const box = element("div", { class: kind }, element("span", { class: "who" }, who), ...linesOf(text, linked));
  const read = aloud ? reader.control(text) : null;
  if (read) box.append(read);
  log.append(box);
  return box;
}

function show(replies) {
  let first = null;
  for (const reply of replies) {
    const box = line("told", words.bot, reply.text, { aloud: true });
    if (reply.card?.url) box.append(linked(new URL(reply.card.url, location.href), reply.card.title));
    first ??= box;
  }
  const choices = replies.flatMap((reply) => reply.choices);
  if (choices.length) {
    log.append(element("ol", { class: "choices", "aria-label": words.choices }, ...choices.map((choice) =>
      element("li", {}, element("button", { type: "button", onclick: () => ask(String(choice.number), choice.label) }, choice.label)))));
  }
  first?.scrollIntoView({ block: "start" });
}

function linked(url, label) {
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, label);
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

async function fillStart() {
  const told = await call(`${API}/start`);
  const box = by("popular");
  box.querySelectorAll("button").forEach((button) => button.remove());
  const topics = [...told.popular, ...told.scenes.slice(0, told.popular.length ? 0 : 6)];
  box.querySelector("p").textContent = told.popular.length ? words.popular : words.scenes;
  box.append(...topics.map((topic) => element("button", { type: "button", onclick: () => ask(topic.asks, topic.title) }, topic.title)));
  box.hidden = topics.length === 0;
}

// What was said before, once the page is opened again.
async function remember() {
  if (!kept.read()) return;
  const { lines } = await call(`${API}/history`, { token: await opened() });
  for (const one of lines) {
    if (one.who === "user") line("mine", words.you, one.text);
    else line(one.who === "staff" ? "told staff" : "told", one.who === "staff" ? words.staff : words.bot, one.text, { aloud: true });
  }
  toEnd();
}

// Waits for what comes later while the panel is open; what lies there longer is brought by the next visit.
async function listen() {
  if (waiting || away || document.hidden) return;
  const stop = (waiting = new AbortController());
  let rest = REST_MS;
  while (!stop.signal.aborted && token) {
    try {
      const told = await call(`${API}/news?wait&after=${encodeURIComponent(cursor)}`, { token, signal: stop.signal });
      if (stop.signal.aborted) break;
      rest = REST_MS;
      for (const one of told.messages) {
        line(one.automatic ? "told" : "told staff", one.automatic ? words.bot : words.staff, one.text, { aloud: true });
      }
      if (told.messages.length) toEnd();
      cursor = told.cursor;
    } catch (error) {
      if (stop.signal.aborted || error.status === 401) break;
      await new Promise((done) => setTimeout(done, rest));
      rest = Math.min(2 * rest, TIRED_MS);
    }
  }
  if (waiting === stop) waiting = null;
}

function rest() {
  waiting?.abort();
  waiting = null;
}

function anew() {
  talk += 1;
  rest();
  reader.stop();
  kept.write("");
  token = cursor = "";
  form.classList.remove("busy");
  log.querySelectorAll(":scope > :not(.hello)").forEach((node) => node.remove());
  input.value = "";
  input.focus();
}

new Suggesting(input, by("found"), words, ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  // What is typed while an answer is sought stays until it can be asked.
  if (form.classList.contains("busy")) return;
  const text = input.value;
  input.value = "";
  ask(text);
});
by("anew").addEventListener("click", anew);
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : token && listen()));

if (framed) {
  origins.forEach((origin) => window.parent.postMessage({ mingbai: "ready" }, origin));
  const leave = () => window.parent.postMessage({ mingbai: "close" }, "*");
  by("close").hidden = false;
  by("close").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && leave());
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !origins.includes(event.origin)) return;
    if (event.data?.mingbai === "open") {
      away = false;
      input.focus();
      if (!token && !kept.read() && event.data.token) {
        kept.lent = String(event.data.token);
        remembered = remember().catch(() => {});
      }
      if (token) listen();
    }
    if (event.data?.mingbai === "closed") { away = true; rest(); }
    // A search box or an entry of the county's page: its words are asked as if they were typed here.
    if (event.data?.mingbai === "ask") remembered.then(() => ask(String(event.data.text ?? "").slice(0, input.maxLength)));
  });
}
// What comes from a screen is asked at once in a new talk; in one that goes on it is only laid ready, since there it could
// answer what was asked last, such as a field of a form.
function carry() {
  if (!words.carried) return;
  if (!kept.read()) { ask(words.carried); return; }
  input.value = words.carried;
  input.focus();
  line("told", words.bot, words.ready);
  toEnd();
}

if (words.over) line("told", words.bot, words.over);
fillStart().catch(() => {});
remembered = remember().catch(() => {});
remembered.then(carry);
