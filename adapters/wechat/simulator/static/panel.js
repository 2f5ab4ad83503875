// The workbench beside the phone: deliveries, quota, clock, faults, and what is simulated how.

import { get, post, remove } from "./api.js";
import { element, timeParts } from "./nodes.js";

const KINDS = { text: "文本", image: "图片", voice: "语音", video: "视频", shortvideo: "小视频", location: "位置", link: "链接" };
const EVENTS = { subscribe: "关注", unsubscribe: "取消关注", click: "点菜单", view: "打开网页", scan: "扫二维码", location: "上报位置" };
const MODES = { safe: "安全模式", compatible: "兼容模式", clear: "明文模式" };
const QUIET = new Set(["empty"]);
const GOOD = new Set(["answered", "empty"]);

export function drawTraces(sheet, traces) {
  const open = new Set([...sheet.querySelectorAll(".trace[open]")].map((node) => node.dataset.id));
  const drawn = [...traces].reverse().map((trace) => traceOf(trace, open.has(trace.id)));
  sheet.replaceChildren(...(drawn.length ? drawn : [element("p", { class: "empty" }, "还没有推送。写一句话试试。")]));
}

function traceOf(trace, open) {
  const last = trace.deliveries.at(-1);
  const total = trace.deliveries.reduce((sum, delivery) => sum + delivery.ms, 0);
  const at = timeParts(new Date(trace.deliveries[0]?.started_at ?? Date.now()));
  const summary = element("summary", {},
    element("time", {}, `${at.minute}:${at.second}`),
    element("span", { class: badgeClass(last) }, trace.verdict),
    element("span", { class: "kind" }, kindWords(trace.kind) + glimpse(trace.plain_xml)),
    element("span", { class: "ms" }, `${total.toFixed(1)} 毫秒`));
  const inside = element("div", { class: "inside" },
    trace.key ? element("p", { class: "hint" }, `去重键 ${trace.key}`) : null,
    trace.plain_xml ? raw("推送明文", pretty(trace.plain_xml), true) : null,
    ...trace.deliveries.map(deliveryOf));
  const node = element("details", { class: "trace", "data-id": trace.id }, summary, inside);
  node.open = open;
  return node;
}

function deliveryOf(delivery) {
  const status = delivery.status ?? "无状态码";
  return element("div", { class: "delivery" },
    element("b", {}, `第${delivery.attempt}次：${status}，${delivery.ms.toFixed(1)} 毫秒，${delivery.verdict}`),
    raw("请求", `${delivery.method} ${delivery.url}\n\n${delivery.request}`, false),
    raw("答复原文", delivery.response || "（空）", false),
    delivery.opened ? raw("答复明文", pretty(delivery.opened), true) : null);
}

function raw(label, text, open) {
  const node = element("details", { class: "raw" }, element("summary", {}, label), element("pre", {}, text));
  node.open = open;
  return node;
}

function badgeClass(delivery) {
  if (!delivery || QUIET.has(delivery.outcome)) return "badge quiet";
  return GOOD.has(delivery.outcome) ? "badge" : "badge bad";
}

function kindWords(kind) {
  if (kind.startsWith("event/")) return `事件 ${EVENTS[kind.slice(6)] ?? kind.slice(6)}`;
  if (kind.startsWith("api/")) return `接口调用 ${kind.slice(3)}`;
  return `消息 ${KINDS[kind] ?? kind}`;
}

function glimpse(xml) {
  const found = /<(?:Content|EventKey)><!\[CDATA\[([\s\S]+?)\]\]>/.exec(xml);
  if (!found) return "";
  return `：${found[1].length > 40 ? `${found[1].slice(0, 40)}…` : found[1]}`;
}

// One element a line, indented; CDATA stays whole, so the text shown is the text sent.
function pretty(xml) {
  let depth = 0;
  const pieces = xml.match(/<!\[CDATA\[[\s\S]*?\]\]>|<[^>]+>|[^<]+/g) ?? [];
  let out = "";
  let inline = false;
  for (const piece of pieces) {
    const closing = piece.startsWith("</");
    const opening = piece.startsWith("<") && !closing && !piece.startsWith("<!");
    if (closing) depth -= 1;
    if (opening || (closing && !inline)) out += `\n${"  ".repeat(Math.max(depth, 0))}`;
    out += piece;
    if (opening) depth += 1;
    inline = !closing;
  }
  return out.trim();
}

export function drawLevers(sheet, account, citizen, tell) {
  const run = (work) => work().catch((error) => tell(error.message));
  const now = timeParts(new Date(account.now));
  sheet.replaceChildren(
    element("h2", {}, "客服消息额度"), counters(citizen),
    element("p", { class: "hint" }, "被动回复不占额度。取消关注后额度清零。"),
    element("h2", {}, "模拟时间"),
    element("p", { id: "clock" }, `${now.date} ${now.minute}:${now.second}${account.offset_s ? `（比真实时间快 ${spell(account.offset_s)}）` : ""}`),
    element("div", { class: "buttons" },
      ...[["前进1分钟", 60], ["前进1小时", 3600], ["前进48小时", 172800]].map(([label, seconds]) =>
        element("button", { type: "button", onclick: () => run(() => post("/control/clock", { advance_s: seconds })) }, label)),
      element("button", { type: "button", onclick: () => run(() => post("/control/clock", { reset: true })) }, "回到真实时间")),
    element("h2", {}, "制造故障"), faultForm(account, run), faultList(account, run),
    element("p", { class: "hint" }, "时钟与故障只能在本机操作。"));
}

export function quotaWords(citizen) {
  const open = citizen.counters.filter((each) => each.until).map((each) => `${each.label} ${each.left}/${each.limit}`);
  return `${citizen.name}　客服消息额度：${open.length ? open.join("，") : "没有（48小时内没有来信）"}`;
}

function counters(citizen) {
  const rows = citizen.counters.map((each) => element("tr", {},
    element("td", {}, each.label), element("td", {}, `${each.left} / ${each.limit}`),
    element("td", {}, each.until ? `到 ${timeParts(new Date(each.until)).date} ${timeParts(new Date(each.until)).minute}` : "未开启")));
  const head = element("tr", {}, ...["触发", "还可发", "期限"].map((label) => element("th", {}, label)));
  return element("table", { id: "counters" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

function faultForm(account, run) {
  const kind = element("select", { "aria-label": "故障" }, ...Object.entries(account.faults).map(([name, words]) => element("option", { value: name }, words)));
  const value = element("input", { type: "number", value: "0", min: "0", max: "100000", "aria-label": "值" });
  const button = element("button", { type: "button", class: "lever", onclick: () => run(() => post("/control/faults", { kind: kind.value, value: Number(value.value) })) }, "安排一次");
  return element("div", { class: "order" }, kind, value, button);
}

function faultList(account, run) {
  if (!account.open_faults.length) return element("p", { class: "hint" }, "没有安排故障。");
  const words = account.open_faults.map((fault) => `${account.faults[fault.kind]} ×${fault.times}`).join("；");
  return element("p", {}, `待发生：${words} `, element("button", { type: "button", class: "lever", onclick: () => run(() => remove("/control/faults")) }, "全部取消"));
}

function spell(seconds) {
  const hours = Math.abs(seconds) / 3600;
  return hours >= 1 ? `${hours.toFixed(1)} 小时` : `${Math.round(Math.abs(seconds) / 60)} 分钟`;
}

export function drawAbout(sheet, account) {
  const rows = account.switches.map((each) => element("tr", {}, element("td", {}, each.says), element("td", {}, String(each.value)), element("td", {}, each.mark)));
  const head = element("tr", {}, ...["读法", "取值", "依据"].map((label) => element("th", {}, label)));
  sheet.replaceChildren(
    element("h2", {}, account.notice),
    element("p", {}, "这里扮演微信平台：签名、加密、推送消息，核对答复，提供接口。所有结果只说明程序与模拟器之间的表现，不代表在微信上的表现。"),
    element("p", {}, `推送地址 ${account.callback_url}（${MODES[account.mode]}）：${account.verify_note}`),
    element("p", {}, account.kept ? "对话保存在数据目录，重启后还在；推送记录只在内存里。" : "对话只保存在内存里，程序停止后消失。"),
    element("p", {}, account.own_menu ? "菜单由公众号通过接口建立。" : "菜单是模拟器自带的示例。"),
    element("p", { class: "hint" }, "没有模拟：会话折叠、内容审核、各客户端的显示差别、认证、真实网络的延迟、支付、菜单的五分钟缓存。"),
    element("h2", {}, "没有定论之处采用的读法"),
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
    element("p", { class: "hint" }, "[?] 未证实　[F] 实测报告　[ours] 本项目的规定"));
}

export const account = () => get("/api/account");
