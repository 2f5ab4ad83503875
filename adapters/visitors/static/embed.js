// One line on a county's site: <script src="https://…/chat/embed.js" defer></script>
// Puts a button into the corner of the page and, once it is pressed, the chat in a frame of its own.
// A form with data-mingbai-search asks the words of its first field there; anything with data-mingbai-ask="…" asks these.
// Styles are set one by one and live in a shadow tree: neither the page's rules nor its security policy are touched.

(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.mingbaiChat) return;
  window.mingbaiChat = true;
  const home = new URL(script.src).origin;
  const label = script.dataset.label || "智能问答";
  const NARROW = 480;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const styled = (node, rules) => {
    for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value);
    return node;
  };
  styled(host, { all: "initial", position: "fixed", right: "0", bottom: "0", "z-index": "2147483000" });

  const button = styled(document.createElement("button"), {
    position: "fixed", right: "20px", bottom: "20px", "min-height": "52px", padding: "0 20px", border: "2px solid #ffffff", "border-radius": "26px",
    background: "#1d5c63", color: "#ffffff", font: "600 17px/1.2 system-ui, 'Microsoft YaHei', sans-serif", cursor: "pointer", "box-shadow": "0 4px 16px #0006",
  });
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", "dialog");
  root.append(button);
  let frame = null;
  let ready = false;
  const KEPT = "mingbai-chat";
  const kept = {
    read: () => { try { return localStorage.getItem(KEPT) || ""; } catch { return ""; } },
    write: (value) => { try { value ? localStorage.setItem(KEPT, value) : localStorage.removeItem(KEPT); } catch { /* kept nowhere */ } },
  };

  function place() {
    if (!frame) return;
    const whole = window.innerWidth <= NARROW;
    styled(frame, whole
      ? { inset: "0", width: "100%", height: "100%", "border-radius": "0" }
      : { inset: "auto 20px 20px auto", width: "400px", height: "min(640px, calc(100vh - 40px))", "border-radius": "12px" });
  }

  function open() {
    if (!frame) {
      frame = styled(document.createElement("iframe"), { position: "fixed", border: "1px solid #b9cbca", background: "#ffffff", "box-shadow": "0 8px 32px #0007" });
      frame.title = label;
      frame.src = `${home}/chat?frame`;
      frame.allow = "";
      root.append(frame);
    }
    place();
    styled(frame, { display: "block" });
    styled(button, { display: "none" });
    button.setAttribute("aria-expanded", "true");
    frame.focus();
    tell("open");
  }

  function close() {
    if (!frame) return;
    tell("closed");
    styled(frame, { display: "none" });
    styled(button, { display: "block" });
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  let wanted = "";
  function ask(text) {
    wanted = text.trim().slice(0, 200);
    open();
    pass();
  }

  function pass() {
    if (!ready || !wanted) return;
    frame.contentWindow?.postMessage({ mingbai: "ask", text: wanted }, home);
    wanted = "";
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-mingbai-search]");
    const field = form?.querySelector("input, textarea");
    if (!field) return;
    event.preventDefault();
    if (field.value.trim()) ask(field.value);
  });
  document.addEventListener("click", (event) => {
    const entry = event.target.closest?.("[data-mingbai-ask]");
    if (!entry) return;
    event.preventDefault();
    ask(entry.dataset.mingbaiAsk);
  });

  // Before the frame has spoken there is nobody in it who would hear.
  function tell(what) {
    if (ready) frame.contentWindow?.postMessage({ mingbai: what, token: what === "open" ? kept.read() : "" }, home);
  }

  button.addEventListener("click", open);
  window.addEventListener("resize", place);
  window.addEventListener("message", (event) => {
    if (!frame || event.origin !== home || event.source !== frame.contentWindow) return;
    const said = event.data?.mingbai;
    if (said === "close") close();
    if (said === "keep") kept.write(String(event.data.token ?? ""));
    if (said === "ready") {
      ready = true;
      tell("open");
      pass();
    }
  });
  const show = () => document.body.append(host);
  if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})();
