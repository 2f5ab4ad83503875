"""Staff accounts from the command line, so that the first one can be made before anybody can log in."""

from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import err, fail, out, print_json, run_async, table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.accounts.account import Account
    from handlers.accounts.administration import Administration

app = typer.Typer(help="Accounts of staff, operators and administrators.", no_args_is_help=True)
COMMAND_LINE = "command line"
Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        help="staff, operator, reviewer, chief, line_checker, legal_checker, form_checker or admin; may be repeated",
    ),
]


@app.command()
def add(
    login: str,
    name: Annotated[str, typer.Option(help="the person's name as colleagues see it")],
    role: Roles,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    unit: Annotated[str, typer.Option(help="full name of the unit whose questions are this person's")] = "",
) -> None:
    """Add an account; the password is asked for and never shown."""
    from handlers.accounts.account import Role

    known = {each.value for each in Role}
    if unknown := [each for each in role if each not in known]:
        fail(f"没有角色 {unknown[0]}，可以用：{'、'.join(sorted(known))}", code=2)
    run_async(_add(login, password, name=name, roles=role, unit=unit))
    _warn_of_stranger(unit)
    out.print(f"已建立账号 {login}", highlight=False)


@app.command("list")
def list_accounts(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show every account."""
    found = run_async(_list())
    if as_json:
        print_json(
            {
                "accounts": [
                    {
                        "login": a.login,
                        "name": a.display_name,
                        "roles": sorted(a.roles),
                        "unit": a.unit,
                        "disabled": a.disabled,
                    }
                    for a in found
                ]
            }
        )
        return
    rows = [
        (a.login, a.display_name, a.unit, "、".join(sorted(a.roles)), "停用" if a.disabled else "可用")
        for a in found
    ]
    table("账号", ("登录名", "姓名", "单位", "角色", "状态"), rows)


@app.command()
def unit(login: str, name: str) -> None:
    """Say at which unit a person works: questions routed to it stand under this person's own; "" takes it away."""
    run_async(_act(lambda service: service.set_unit(login, name, actor=COMMAND_LINE)))
    _warn_of_stranger(name)
    out.print(f"账号 {login} 的单位：{name or '无'}", highlight=False)


@app.command()
def password(
    login: str,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Give an account a new password and end its open sessions; the password is asked for and never shown."""
    run_async(_act(lambda service: service.set_password(login, password, actor=COMMAND_LINE)))
    out.print(f"账号 {login} 的密码已更换", highlight=False)


@app.command()
def reset(login: str) -> None:
    """Give an account a one-time password, to be changed at the first log-in; its open sessions end."""
    given = run_async(_reset(login))
    out.print(f"账号 {login} 的一次性密码：{given}", highlight=False)
    out.print("三天内有效，登录后要先换成自己的密码。请当面或打电话告诉本人，不要发群。", highlight=False)


@app.command()
def roles(login: str, role: Roles) -> None:
    """Give an account other roles, which count at once; all roles the person shall have are named."""
    run_async(_act(lambda service: service.set_roles(login, role, actor=COMMAND_LINE)))
    out.print(f"账号 {login} 的角色：{'、'.join(sorted(set(role)))}", highlight=False)


@app.command()
def enable(login: str) -> None:
    """Give a disabled account its right to log in back."""
    run_async(_act(lambda service: service.enable(login, actor=COMMAND_LINE)))
    out.print(f"已恢复账号 {login}", highlight=False)


@app.command()
def end_sessions(login: str) -> None:
    """End every open session of an account, everywhere and at once."""
    run_async(_act(lambda service: service.end_sessions(login, actor=COMMAND_LINE)))
    out.print(f"账号 {login} 的登录已全部结束", highlight=False)


@app.command()
def drop_factor(login: str) -> None:
    """Take the second factor of an account away, for a person who lost the device and the recovery codes."""
    run_async(_act(lambda service: service.remove_second_factor(login, actor=COMMAND_LINE)))
    out.print(f"已取消账号 {login} 的动态码", highlight=False)


@app.command()
def disable(login: str) -> None:
    """Take an account's right to log in; its open sessions end with the next click."""
    run_async(_act(lambda service: service.disable(login, actor=COMMAND_LINE)))
    out.print(f"已停用账号 {login}", highlight=False)


def _warn_of_stranger(unit: str) -> None:
    """Tell when no unit of the county bears this name: documents that name their interpreters' units would never meet it."""
    from adapters.county import SAMPLE
    from adapters.settings import load_storage
    from handlers.county import profile as counties

    county = counties.load(load_storage().county_file or SAMPLE / "county.yml")
    known = {county.office.name, *(each.name for each in county.units)}
    if unit and unit not in known:
        err.print(f"县情况文件里没有“{unit}”，请核对是不是单位全称。", highlight=False)


async def _add(login: str, password: str, *, name: str, roles: list[str], unit: str) -> None:
    from adapters.cli.services import accounts
    from handlers.accounts.account import Role

    async with accounts() as service:
        await service.add(
            login,
            password,
            display_name=name,
            roles=[Role(each) for each in roles],
            actor=COMMAND_LINE,
            unit=unit,
        )


async def _act(step: "Callable[[Administration], Awaitable[None]]") -> None:
    from adapters.cli.services import administration

    async with administration() as service:
        await step(service)


async def _reset(login: str) -> str:
    from adapters.cli.services import administration

    async with administration() as service:
        return await service.reset_password(login, actor=COMMAND_LINE)


async def _list() -> "tuple[Account, ...]":
    from adapters.cli.services import accounts

    async with accounts() as service:
        return await service.list()
