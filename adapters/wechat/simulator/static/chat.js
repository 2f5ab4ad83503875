// The page: one window per citizen, kept up to date by server-sent events.

import { citizenPath, get, post } from "./api.js";
import { bubbleOf, timeLine } from "./bubbles.js";
import { drawMenu } from "./menu.js";
import { element } from "./nodes.js";
import { account as fetchAccount, drawAbout, drawLevers, drawTraces, quotaWords } from "./panel.js";

const at = (id) => document.getElementById(id);
const TYPING_MS = 15500;
const CHOSEN = "simulator-citizen";
const state = { account: null, citizens: new Map(), chosen: null, entries: [], fetched: 0, traces: [], turn: 0 };
const citizen = () => state.citizens.get(state.chosen);

function tell(words) {
  const toast = at("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { toast.hidden = true; }, 3000);
}

async function act(rest, body) {
  try {
    await post(citizenPath(state.chosen, rest), body);
  } catch (error) {
    tell(error.message);
  }
}

const say = (content, menuId) => act("text", menuId ? { content, bizmsgmenuid: menuId } : { content });
const cause = (event, key = "", label = "") => act("event", { event, key, label });

function drawAccount() {
  const { account } = state;
  document.title = `${account.title}（${account.notice}）`;
  at("follow-title").textContent = account.title;
  at("banner").hidden = account.verified;
  at("banner").textContent = `正在等待服务端通过接口校验……${account.verify_note}`;
  drawMenu(at("menu"), account.menu, cause, tell);
  drawAbout(at("about"), account);
}

function drawCitizens() {
  const options = [...state.citizens.values()].map((each) => element("option", { value: each.openid }, each.name));
  at("citizens").replaceChildren(...options);
  at("citizens").value = state.chosen;
}

function drawCitizen() {
  const person = citizen();
  clearTimeout(drawCitizen.timer);
  if (person.typing) drawCitizen.timer = setTimeout(() => catchUp().catch(() => {}), TYPING_MS);
  at("title").textContent = person.typing ? "对方正在输入…" : state.account.title;
  at("follow-card").hidden = person.follows;
  at("empty").hidden = !person.follows || state.entries.length > 0;
  at("foot").hidden = !person.follows;
  at("quota").textContent = quotaWords(person);
  drawLevers(at("levers"), state.account, person, tell);
}

function append(entry) {
  if (state.entries.some((each) => each.number === entry.number)) return;
  const before = state.entries.findLastIndex((each) => each.number < entry.number);
  state.entries.splice(before + 1, 0, entry);
  at("empty").hidden = true;
  if (before + 2 === state.entries.length) at("chat").append(...rowsOf(before + 1));
  else at("chat").replaceChildren(...state.entries.flatMap((_, place) => rowsOf(place)));
  if (entry.side === "citizen") at("chat").scrollTop = at("chat").scrollHeight;
}

function rowsOf(place) {
  const entry = state.entries[place];
  const names = { citizen: citizen().name.slice(0, 1), account: "政" };
  return [timeLine(entry, state.entries[place - 1], new Date(entry.at)), bubbleOf(entry, names, say)].filter(Boolean);
}

async function catchUp() {
  const chosen = state.chosen;
  const turn = ++state.turn;
  // Counted from what was fetched: the stream may have told something later while what came before it was missed.
  const after = state.fetched;
  const [{ messages, citizen: person }, { traces }] = await Promise.all([
    get(citizenPath(chosen, `messages?after=${after}&last=200`)), get(citizenPath(chosen, "traces")),
  ]);
  if (chosen !== state.chosen || turn !== state.turn) return;
  takeCitizen(person);
  // What the stream told while this was fetched stays.
  const fetched = new Set(traces.map((each) => each.id));
  state.traces = [...traces, ...state.traces.filter((each) => !fetched.has(each.id))];
  messages.forEach(append);
  state.fetched = messages.at(-1)?.number ?? after;
  drawCitizen();
  drawTraces(at("traces"), state.traces);
}

// News of a citizen may overtake an answer that was fetched earlier; the older of the two is dropped.
function takeCitizen(person) {
  const known = state.citizens.get(person.openid);
  if (!known || person.revision >= known.revision) state.citizens.set(person.openid, person);
}

async function choose(openid) {
  state.chosen = openid;
  state.traces = [];
  localStorage.setItem(CHOSEN, openid);
  state.entries = [];
  state.fetched = 0;
  at("chat").replaceChildren();
  drawCitizens();
  await catchUp();
}

function onTrace(trace) {
  if (trace.openid !== state.chosen) return;
  const known = state.traces.findIndex((each) => each.id === trace.id);
  if (known >= 0) state.traces[known] = trace;
  else state.traces.push(trace);
  drawTraces(at("traces"), state.traces);
}

function onCitizen(person) {
  const fresh = !state.citizens.has(person.openid);
  takeCitizen(person);
  if (fresh) drawCitizens();
  if (person.openid === state.chosen) drawCitizen();
}

async function onAccount() {
  state.account = await fetchAccount();
  drawAccount();
  drawCitizen();
}

function listen() {
  const stream = new EventSource("/api/stream");
  const on = (name, work) => stream.addEventListener(name, (event) => work(JSON.parse(event.data)));
  on("entry", ({ openid, entry }) => { if (openid === state.chosen) append(entry); });
  on("trace", onTrace);
  on("citizen", onCitizen);
  on("account", () => onAccount().catch(() => {}));
  // After a break the simulator may have been started anew: its counting begins again, and what was missed is fetched.
  stream.addEventListener("open", () => {
    state.citizens.forEach((each) => { each.revision = 0; });
    state.traces = [];
    onAccount().then(catchUp).catch(() => {});
  });
  stream.addEventListener("error", () => { at("banner").hidden = false; at("banner").textContent = "与模拟器的连接断开了，正在重连……"; });
}

function writeBox() {
  const text = at("text");
  const fit = () => {
    at("send").hidden = !text.value.trim();
    at("plus").hidden = !at("send").hidden;
    text.rows = Math.min(4, text.value.split("\n").length);
  };
  text.addEventListener("input", fit);
  text.addEventListener("keydown", (event) => {
    // An Enter that ends the choice of a character is not a wish to send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    at("write").requestSubmit();
  });
  at("write").addEventListener("submit", (event) => {
    event.preventDefault();
    const content = text.value.trim();
    if (!content) return;
    text.value = "";
    fit();
    say(content);
  });
  at("plus").addEventListener("click", () => {
    at("things").hidden = !at("things").hidden;
    at("plus").setAttribute("aria-expanded", String(!at("things").hidden));
  });
  at("menu").addEventListener("click", () => { at("things").hidden = true; });
  at("things").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-type]");
    if (!button) return;
    at("things").hidden = true;
    act("message", { type: button.dataset.type });
  });
}

function moreSheet() {
  const [veil, sheet] = [at("veil"), at("sheet")];
  const close = () => { veil.hidden = true; at("more").focus(); };
  const item = (words, work, kind = "") => element("button", { type: "button", class: kind, onclick: () => { close(); work(); } }, words);
  at("more").addEventListener("click", () => {
    sheet.replaceChildren(
      ...(citizen().follows
        ? [item("扫公众号的二维码（场景 counter_1）", () => cause("SCAN", "counter_1")), item("上报位置", () => cause("LOCATION")), item("取消关注", () => cause("unsubscribe"), "warn")]
        : [item("关注公众号", () => cause("subscribe")), item("扫码关注（场景 counter_1）", () => cause("subscribe", "counter_1"))]),
      item("取消", () => {}));
    veil.hidden = false;
    sheet.firstChild.focus();
  });
  veil.addEventListener("click", (event) => { if (event.target === veil) close(); });
  veil.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

// The newest stays in sight while the window grows or shrinks, unless the reader has gone back to older lines.
function stickToEnd() {
  const chat = at("chat");
  let atEnd = true;
  chat.addEventListener("scroll", () => { atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; });
  const follow = () => { if (atEnd) chat.scrollTop = chat.scrollHeight; };
  new ResizeObserver(follow).observe(chat);
  new MutationObserver(follow).observe(chat, { childList: true });
}

function panelTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  tabs.forEach((tab) => tab.addEventListener("click", () => tabs.forEach((each) => {
    each.setAttribute("aria-selected", String(each === tab));
    at(each.getAttribute("aria-controls")).hidden = each !== tab;
  })));
  const show = (open) => {
    at("panel").classList.toggle("open", open);
    at("show-panel").setAttribute("aria-expanded", String(open));
  };
  at("show-panel").addEventListener("click", () => show(true));
  at("hide-panel").addEventListener("click", () => show(false));
}

async function begin() {
  writeBox();
  moreSheet();
  panelTabs();
  stickToEnd();
  at("follow").addEventListener("click", () => cause("subscribe"));
  at("empty").addEventListener("click", (event) => { if (event.target.matches("button")) say(event.target.textContent); });
  at("citizens").addEventListener("change", (event) => choose(event.target.value));
  at("new-citizen").addEventListener("click", async () => {
    try {
      const person = await post("/api/citizens", {});
      state.citizens.set(person.openid, person);
      await choose(person.openid);
    } catch (error) {
      tell(error.message);
    }
  });
  const [account, { citizens }] = await Promise.all([fetchAccount(), get("/api/citizens")]);
  state.account = account;
  citizens.forEach((each) => state.citizens.set(each.openid, each));
  const wanted = new URLSearchParams(location.search).get("citizen") ?? localStorage.getItem(CHOSEN);
  state.chosen = state.citizens.has(wanted) ? wanted : citizens[0].openid;
  drawAccount();
  await choose(state.chosen);
  listen();
}

begin().catch((error) => tell(error.message));
