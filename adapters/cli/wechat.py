"""The official account from the command line: its menu."""

from collections.abc import Awaitable, Callable
from typing import Any

import typer

from adapters.cli.terminal import fail, out, print_json, run_async

app = typer.Typer(help="The official account.", no_args_is_help=True)
menu = typer.Typer(help="The menu under the chat.", no_args_is_help=True)
app.add_typer(menu, name="menu")


@menu.command()
def push() -> None:
    """Set the menu on the platform as `adapters/wechat/api/menu.yml` has it."""
    from adapters.wechat.api.menu import for_platform

    run_async(_with_client(lambda client: client.create_menu(for_platform())))
    out.print("菜单已推送；手机上取消关注再关注，可以马上看到。", highlight=False)


@menu.command()
def show() -> None:
    """Print the menu as the platform holds it."""
    print_json(run_async(_with_client(lambda client: client.menu())))


async def _with_client(work: Callable[[Any], Awaitable[Any]]) -> Any:
    from adapters.main import account_of
    from adapters.resources import open_all
    from adapters.settings import load
    from adapters.wechat.api.client import Client
    from adapters.wechat.api.errcodes import PlatformError

    settings = load()
    async with open_all(settings) as resources:
        try:
            return await work(Client(resources.http, resources.redis, account=account_of(settings)))
        except PlatformError as error:
            fail(f"微信接口拒绝了请求，错误码 {error.code}。请对照公众平台的返回码说明处理。")
