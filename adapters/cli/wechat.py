"""The official account from the command line: its menus, codes, tags and counters."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.terminal import fail, out, print_json, run_async

if TYPE_CHECKING:
    from adapters.wechat.api.client import Client

app = typer.Typer(help="The official account.", no_args_is_help=True)
menu = typer.Typer(help="The menu under the chat.", no_args_is_help=True)
tag = typer.Typer(help="Tags of followers, by which a menu of its own is shown.", no_args_is_help=True)
app.add_typer(menu, name="menu")
app.add_typer(tag, name="tag")

SEND = "/cgi-bin/message/custom/send"
DAY_SECONDS = 86_400


@menu.command()
def push(
    *, tag: Annotated[int, typer.Option(help="only for followers of this tag; 0: for everybody")] = 0
) -> None:
    """Set the menu on the platform as `adapters/wechat/api/menu.yml` has it."""
    from adapters.wechat.api.menu import for_platform

    if tag:
        number = _asked(lambda client: client.menus.add_conditional(for_platform(), tag=tag))
        out.print(f"个性化菜单已推送，编号 {number}。", highlight=False)
        return
    _asked(lambda client: client.menus.create(for_platform()))
    out.print("菜单已推送；手机上取消关注再关注，可以马上看到。", highlight=False)


@menu.command()
def show() -> None:
    """Print the menu as the platform holds it."""
    print_json(_asked(lambda client: client.menus.shown()))


@menu.command()
def delete(
    *, number: Annotated[str, typer.Option(help="only this conditional menu; without it: every menu")] = ""
) -> None:
    """Take the menu away, with every conditional one."""
    if number:
        _asked(lambda client: client.menus.delete_conditional(number))
    else:
        _asked(lambda client: client.menus.delete())
    out.print("菜单已删除。", highlight=False)


@tag.command(name="list")
def list_tags() -> None:
    """Print the tags and how many followers bear each."""
    for each in _asked(lambda client: client.tags.all()):
        out.print(f"{each.number}　{each.name}　{each.count}人", highlight=False)


@tag.command()
def add(name: str) -> None:
    """Make a tag."""
    made = _asked(lambda client: client.tags.create(name))
    out.print(f"标签已建立，编号 {made.number}。", highlight=False)


@tag.command()
def remove(number: int) -> None:
    """Take a tag away, from everybody."""
    _asked(lambda client: client.tags.delete(number))
    out.print("标签已删除。", highlight=False)


@app.command()
def code(
    scene: Annotated[
        str, typer.Argument(help="what the code opens: place:…, topic:…, form:…, case:… or questionnaire:…")
    ],
    picture: Annotated[Path, typer.Argument(help="where the picture is written")],
    *,
    days: Annotated[int, typer.Option(min=0, max=30, help="0: for good; such codes are limited")] = 0,
) -> None:
    """Make a QR code for a counter or a poster and write its picture."""

    async def made(client: "Client") -> bytes:
        ticket = (
            await client.codes.temporary(scene, seconds=days * DAY_SECONDS)
            if days
            else await client.codes.permanent(scene)
        )
        return (await client.codes.picture(ticket.ticket)).octets

    try:
        octets = _asked(made)
    except ValueError as error:
        fail(f"场景值不合要求：{error}")
    picture.write_bytes(octets)
    out.print(f"二维码已写入 {picture}。", highlight=False)


@app.command()
def quota(
    path: Annotated[str, typer.Argument(help="a path of the API")] = SEND,
    *,
    clear: Annotated[
        bool, typer.Option("--clear", help="set all counters to nought; ten times a month")
    ] = False,
) -> None:
    """Print how many calls are left today."""
    if clear:
        _asked(lambda client: client.quota.clear())
        out.print("当天的次数已清零；因次数用完停下的接口，可以接着用。", highlight=False)
    left = _asked(lambda client: client.quota.of(path))
    out.print(f"{path}：今天已用 {left.used} 次，还剩 {left.left} 次，共 {left.limit} 次。", highlight=False)


@app.command()
def addresses() -> None:
    """Print the addresses that the platform pushes from, for a firewall; they change over time."""
    for each in _asked(lambda client: client.quota.push_addresses()):
        out.print(each, highlight=False)


def _asked(work: Callable[["Client"], Awaitable[Any]]) -> Any:
    return run_async(_with_client(work))


async def _with_client(work: Callable[["Client"], Awaitable[Any]]) -> Any:
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
