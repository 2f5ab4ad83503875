"""The script of the client, as a page inside it meets it: it proves the page's signature before it does anything (protocol §12).

This stands in for the platform's own script and for the client around it; of what a page may ask for it knows the menu only.
"""

import hmac
import json

from adapters.wechat.simulator.api.endpoints import ApiAnswer, ApiCall, Endpoint, FileAnswer
from adapters.wechat.simulator.api.script_tickets import ScriptTickets
from adapters.wechat.simulator.protocol.envelope import jssdk_signature
from adapters.wechat.simulator.world.world import World

_KIND = "text/javascript"
_SCRIPT = """// simulator, not WeChat
"use strict";
(() => {
  const base = new URL(document.currentScript.src).origin;
  const ready = [], failed = [];
  let told = null;
  const tell = () => {
    if (told === null) return;
    const ok = told === "config:ok";
    (ok ? ready : failed).splice(0).forEach((each) => each({ errMsg: told }));
  };
  window.wx = {
    config(given) {
      const page = location.href.split("#")[0];
      const asked = { ...given, url: page, jsApiList: given.jsApiList.join(" ") };
      const proof = document.createElement("script");
      proof.src = base + "/open/config.js?" + new URLSearchParams(asked);
      document.head.append(proof);
    },
    ready(then) { ready.push(then); tell(); },
    error(then) { failed.push(then); tell(); },
    hideMenuItems(asked) { document.documentElement.dataset.menuHidden = asked.menuList.join(" "); },
    simulatorTold(words) { told = words; tell(); },
  };
})();
"""


class PageScriptApi:
    """The script and the proof of its configuration."""

    def __init__(self, world: World, tickets: ScriptTickets) -> None:
        self._world = world
        self._tickets = tickets

    def endpoints(self) -> list[Endpoint]:
        """Give the paths; they are no part of the API, so that no token is asked for."""
        return [
            Endpoint(method="GET", path="/open/js/jweixin-1.6.0.js", answer=self.script, needs_token=False),
            Endpoint(method="GET", path="/open/config.js", answer=self.config, needs_token=False),
        ]

    def script(self, _call: ApiCall) -> ApiAnswer:
        """Give the script."""
        return FileAnswer(_SCRIPT.encode(), _KIND)

    def config(self, call: ApiCall) -> ApiAnswer:
        """Say whether the page is signed with a ticket of this account."""
        return FileAnswer(f"window.wx.simulatorTold({json.dumps(self._judged(call))});".encode(), _KIND)

    def _judged(self, call: ApiCall) -> str:
        query = call.query
        if query.get("appId") != self._world.settings.appid:
            return "config:invalid appId"
        ticket = self._tickets.current(call.now)
        made = jssdk_signature(
            ticket=ticket,
            noncestr=query.get("nonceStr", ""),
            timestamp=query.get("timestamp", ""),
            url=query.get("url", ""),
        )
        proven = bool(ticket) and hmac.compare_digest(made, query.get("signature", ""))
        return "config:ok" if proven else "config:invalid signature"
