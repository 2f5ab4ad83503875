// What stands in the chat window: bubbles, cards, grey lines.

import { element, timeParts, webAddress } from "./nodes.js";

const LINK = /<a\s+([^>]*)>([^<]*)<\/a>|(https?:\/\/[^\s<>"，。；、！？）】》]+)/g;
const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const CHOICE = /^(?:回复[ \u3000]*)?(\d{1,2})[ \u3000]\s*\S/;
const TIME_APART_MS = 5 * 60 * 1000;

// `say(content, menuId)` sends a text as the citizen.
export function bubbleOf(entry, names, say) {
  if (entry.side === "notice" || entry.side === "event") return element("li", { class: "grey" }, entry.text);
  if (entry.kind === "news") return element("li", {}, ...entry.articles.map(card));
  const mine = entry.side === "citizen";
  const avatar = element("div", { class: mine ? "avatar" : "avatar account", "aria-hidden": "true" }, mine ? names.citizen : names.account);
  const under = entry.grey ? element("div", { class: "under" }, entry.grey) : null;
  const said = element("div", { class: "said" }, content(entry, mine, say), under);
  return element("li", { class: mine ? "row mine" : "row", "data-number": entry.number, "data-via": entry.via }, avatar, said);
}

export function timeLine(entry, previous, now) {
  const at = new Date(entry.at);
  if (previous && at - new Date(previous.at) < TIME_APART_MS) return null;
  const then = timeParts(at);
  const yesterday = timeParts(new Date(now - 86400000));
  if (then.date === timeParts(now).date) return element("li", { class: "time" }, then.minute);
  const day = then.date === yesterday.date ? "昨天" : then.date;
  return element("li", { class: "time" }, `${day} ${then.minute}`);
}

function content(entry, mine, say) {
  if (entry.kind === "image") return element("div", { class: "picture" }, "图片（示例）");
  if (entry.kind === "video" || entry.kind === "shortvideo") return element("div", { class: "picture video" }, "▶ 视频（示例）");
  if (entry.kind === "voice") return element("div", { class: "bubble voice" }, "4″", element("span", { class: "waves" }, ...[1, 2, 3].map(() => element("i"))));
  if (entry.kind === "location") return element("div", { class: "place" }, element("b", {}, entry.text), element("i"));
  const bubble = element("div", { class: "bubble" });
  if (mine) bubble.append(element("span", {}, entry.text));
  else bubble.append(...lines(entry.text, say));
  return bubble;
}

// A run of lines numbered 1, 2, 3 … is a list of choices; a line such as "80 岁以上" is not.
function lines(text, say) {
  let next = 1;
  return text.split("\n").map((line) => {
    const found = CHOICE.exec(line);
    const number = found ? Number(found[1]) : 0;
    if (found && !line.includes("<a") && (number === next || number === 1)) {
      next = number + 1;
      return element("button", { type: "button", class: "choice", "data-choice": found[1], onclick: () => say(found[1]) }, line);
    }
    return element("span", { class: "line" }, ...inline(line, say));
  });
}

function inline(line, say) {
  const nodes = [];
  let from = 0;
  for (const found of line.matchAll(LINK)) {
    nodes.push(line.slice(from, found.index));
    nodes.push(found[3] ? webLink(found[3], found[3]) : markedLink(found[0], found[1], found[2], say));
    from = found.index + found[0].length;
  }
  nodes.push(line.slice(from));
  return nodes;
}

function markedLink(whole, attributes, label, say) {
  const href = HREF.exec(attributes);
  const target = href ? (href[1] ?? href[2]) : "";
  const menu = target.startsWith("weixin://bizmsgmenu?") ? new URLSearchParams(target.slice(target.indexOf("?") + 1)) : null;
  if (menu) return element("button", { type: "button", class: "linklike", onclick: () => say(menu.get("msgmenucontent") ?? label, menu.get("msgmenuid") ?? "") }, label);
  return webAddress(target) ? webLink(target, label) : whole;
}

function webLink(target, label) {
  return element("a", { href: webAddress(target), target: "_blank", rel: "noopener noreferrer" }, label);
}

function card(article) {
  const url = webAddress(article.url);
  const inside = [
    article.picture_url && webAddress(article.picture_url) ? element("img", { src: webAddress(article.picture_url), alt: "", loading: "lazy" }) : null,
    element("b", {}, article.title),
    element("p", {}, article.description),
    element("em", {}, "查看详情"),
  ];
  return url ? element("a", { class: "card", href: url, target: "_blank", rel: "noopener noreferrer" }, ...inside) : element("div", { class: "card" }, ...inside);
}
