// The screen of a place: asks, shows, reads aloud, hands on to a phone, and forgets everything when nobody is there.

import { Reader, call, element, linesOf, messageId } from "./replies.js";

const IDLE_MS = 60_000;
const WARN_MS = 20_000;
const STAY_EVERY_MS = 5_000;

const page = document.getElementById("kiosk");
const words = page.dataset;
const by = (id) => document.getElementById(id);
const [start, talk, log, form, input, end] = ["start", "talk", "log", "ask", "words", "end"].map(by);
const reader = new Reader({ read: words.read, quiet: words.quiet });

let token = "";
let asked = "";
let touchedAt = Date.now();
let toldAt = 0;
let telling = 0;
let use = 0;

async function opened() {
  if (!token) token = (await call(`${words.api}/session`, { body: {} })).token;
  return token;
}

async function ask(text, shown = text) {
  const said = text.trim();
  if (!said || form.classList.contains("busy")) return;
  const mine = use;
  touched();
  start.hidden = true;
  talk.hidden = end.hidden = false;
  by("said").textContent = "";
  reader.stop();
  log.querySelectorAll(".choices").forEach((list) => list.remove());
  log.append(element("div", { class: "mine" }, element("span", { class: "who" }, words.you), shown));
  const waiting = element("p", { class: "waiting" }, words.waiting);
  log.append(waiting);
  waiting.scrollIntoView({ block: "end" });
  form.classList.add("busy");
  const id = messageId();
  try {
    const told = await answered(id, said);
    if (mine !== use) return;
    asked = shown;
    // Before the answer is brought into sight, or it would move away again.
    waiting.remove();
    show(told.replies);
    touched();
  } catch (error) {
    if (mine !== use) return;
    if ([401, 409].includes(error.status)) token = "";
    log.append(element("p", { class: "failed" }, error.message || words.failed));
  } finally {
    waiting.remove();
    if (mine === use) form.classList.remove("busy");
  }
}

// Where the use is over already, a new one begins and the question is asked in it.
async function answered(id, text) {
  try {
    return await call(`${words.api}/messages`, { token: await opened(), body: { id, text } });
  } catch (error) {
    if (![401, 409].includes(error.status)) throw error;
    token = "";
    return call(`${words.api}/messages`, { token: await opened(), body: { id, text } });
  }
}

function show(replies) {
  let first = null;
  for (const reply of replies) {
    const box = element("div", { class: "told" }, element("span", { class: "who" }, words.bot), ...linesOf(reply.text, linked));
    const card = reply.card?.url ? new URL(reply.card.url, location.href) : null;
    const carried = card?.pathname.startsWith("/chat/carry/");
    if (card) box.append(codeButton(card.href, reply.card.title, carried ? words.codeHow : words.codePage));
    const read = reader.control(reply.text);
    if (read) box.append(read);
    log.append(box);
    if (carried) showCode(card, words.codeHow);
    first ??= box;
  }
  const choices = replies.flatMap((reply) => reply.choices);
  if (choices.length) {
    const list = element("ol", { class: "choices", "aria-label": words.choices });
    for (const choice of choices) {
      list.append(element("li", {}, element("button", { type: "button", onclick: () => ask(String(choice.number), choice.label) }, choice.label)));
    }
    log.append(list);
  }
  first?.scrollIntoView({ block: "start" });
}

// A link is opened on the visitor's own phone: this screen shows nothing but the talk.
function linked(url, label) {
  return label === url.href ? codeButton(url.href, words.source, words.codePage) : codeButton(url.href, label, words.codePage);
}

function codeButton(target, label, how) {
  return element("button", { type: "button", class: "coded", onclick: () => showCode(new URL(target, location.href), how) }, label);
}

function showCode(url, how) {
  by("code-picture").src = `/kiosk/code.png?to=${encodeURIComponent(url.pathname + url.search)}`;
  by("code-how").textContent = how;
  if (!by("code").open) by("code").showModal();
}

async function carryOn() {
  touched();
  try {
    const told = await call(`${words.api}/carry`, { token: await opened(), body: { text: asked } });
    showCode(new URL(told.link, location.href), words.codeHow);
  } catch {
    by("said").textContent = words.failed;
  }
}

// Everything goes: the talk on this page, and what the server knows of it.
function clear({ said = "" } = {}) {
  const before = token;
  use += 1;
  token = asked = "";
  reader.stop();
  log.replaceChildren();
  input.value = "";
  form.classList.remove("busy");
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  by("code-picture").removeAttribute("src");
  start.hidden = false;
  talk.hidden = end.hidden = true;
  by("said").textContent = said;
  by("remark-words").value = by("remark-said").textContent = "";
  window.scrollTo(0, 0);
  fillStart().catch(() => {});
  if (before) call(`${words.api}/end`, { token: before, body: {} }).catch(() => {});
}

// What many ask, and the scenes: asked for anew at each start, since the page stays open for days.
async function fillStart() {
  const told = await call("/api/v1/chat/start");
  for (const [part, topics] of Object.entries(told)) {
    const box = by(part);
    box.querySelector("ul").replaceChildren(...topics.map((topic) =>
      element("li", {}, element("button", { type: "button", "data-asks": topic.asks }, topic.title))));
    box.hidden = topics.length === 0;
  }
}

async function remark(event) {
  event.preventDefault();
  const field = by("remark-words");
  const said = by("remark-said");
  if (!field.value.trim()) return;
  try {
    await call(`${words.api}/remark`, { token: await opened(), body: { id: messageId(), text: field.value } });
    field.value = "";
    said.textContent = said.dataset.done;
  } catch (error) {
    said.textContent = error.message || words.failed;
  }
}

function touched() {
  touchedAt = Date.now();
  if (by("idle").open) by("idle").close();
  // The last touch is told, too: the server counts its minute from what it was told.
  if (token && !telling) telling = setTimeout(stay, Math.max(0, STAY_EVERY_MS - (touchedAt - toldAt)));
}

function stay() {
  telling = 0;
  toldAt = Date.now();
  const mine = token;
  if (!mine) return;
  call(`${words.api}/stay`, { token: mine, body: {} }).then((told) => {
    if (!told.open && mine === token) token = "";
  }, () => {});
}

function look() {
  // Whoever listens is still there.
  if (reader.speaking) touched();
  const left = IDLE_MS - (Date.now() - touchedAt);
  const used = token || log.childElementCount || input.value || by("remark").open;
  if (!used) return;
  if (left <= 0) clear({ said: words.ended });
  else if (left <= WARN_MS) {
    if (!by("idle").open) by("idle").showModal();
    by("idle-text").textContent = words.idle.replace("{seconds}", Math.ceil(left / 1000));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // What is typed while an answer is sought stays until it can be asked.
  if (form.classList.contains("busy")) return;
  const text = input.value;
  input.value = "";
  ask(text);
});
start.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-asks]");
  if (chosen) ask(chosen.dataset.asks, chosen.textContent);
});
end.addEventListener("click", () => clear({ said: words.ended }));
by("leave").addEventListener("click", () => clear({ said: words.ended }));
by("again").addEventListener("click", () => clear());
by("stay").addEventListener("click", touched);
by("remark-open")?.addEventListener("click", () => { by("remark-said").textContent = ""; by("remark").showModal(); });
by("remark-form").addEventListener("submit", remark);
by("phone").addEventListener("click", carryOn);
document.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));
for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, touched, { passive: true });
window.addEventListener("pagehide", () => clear());
window.addEventListener("pageshow", (event) => event.persisted && clear());
setInterval(look, 1000);
fillStart().catch(() => {});
