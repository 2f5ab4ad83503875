// The menu under the chat: taps become CLICK and VIEW events, opening a sub-menu sends nothing.

import { element, webAddress } from "./nodes.js";

const EVENT_OF_TYPE = { click: "CLICK", scancode_push: "scancode_push", scancode_waitmsg: "scancode_waitmsg" };

// `cause(event, key, label)` sends an event as the citizen; `tell(words)` shows a short notice.
export function drawMenu(nav, menu, cause, tell) {
  const close = () => nav.querySelectorAll(".subs").forEach((subs) => { subs.hidden = true; });
  nav.replaceChildren(...menu.button.map((button) => {
    if (!button.sub_button) return element("div", { class: "top" }, tap(button, cause, tell, close));
    const subs = element("div", { class: "subs" }, ...button.sub_button.map((each) => tap(each, cause, tell, close)));
    subs.hidden = true;
    const opener = element("button", { type: "button", class: "parent", "aria-haspopup": "true", onclick: () => { const was = subs.hidden; close(); subs.hidden = !was; } }, button.name);
    return element("div", { class: "top" }, opener, subs);
  }));
  document.addEventListener("click", (event) => { if (!nav.contains(event.target)) close(); });
}

function tap(button, cause, tell, close) {
  const url = button.type === "view" ? webAddress(button.url) : null;
  if (url) return element("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: () => { close(); cause("VIEW", button.url, button.name); } }, button.name);
  return element("button", { type: "button", onclick: () => {
    close();
    const event = EVENT_OF_TYPE[button.type];
    if (event) cause(event, button.key, button.name);
    else tell(`模拟器还不会这种菜单：${button.type}`);
  } }, button.name);
}
