"""The peer: aiohttp and wechatpy alone, which open, parse, echo and seal, and keep nothing."""

import sys

from aiohttp import web
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply


def build(token: str, aes_key: str, appid: str) -> web.Application:
    """Give the echo server as WeRoBot's and wechatpy's own examples build one."""
    crypto = WeChatCrypto(token, aes_key, appid)

    async def push(request: web.Request) -> web.Response:
        query = request.query
        opened = crypto.decrypt_message(
            await request.read(), query["msg_signature"], query["timestamp"], query["nonce"]
        )
        message = parse_message(opened)
        reply = TextReply(content=message.content, message=message)
        sealed = crypto.encrypt_message(reply.render(), query["nonce"], query["timestamp"])
        return web.Response(text=sealed, content_type="text/xml")

    app = web.Application()
    app.router.add_post("/wechat", push)
    return app


if __name__ == "__main__":
    import uvloop

    port, token, aes_key, appid = sys.argv[1:5]
    uvloop.install()
    web.run_app(build(token, aes_key, appid), host="127.0.0.1", port=int(port), access_log=None, print=None)
