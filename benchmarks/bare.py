"""The peer of a start: a bare aiohttp server that says it is well, and does nothing else."""

import sys

from aiohttp import web


def build() -> web.Application:
    """Give the smallest application that can be asked how it is."""

    async def ready(_: web.Request) -> web.Response:
        return web.json_response({"ready": True})

    app = web.Application()
    app.router.add_get("/health/ready", ready)
    return app


if __name__ == "__main__":
    import uvloop

    uvloop.install()
    web.run_app(build(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
