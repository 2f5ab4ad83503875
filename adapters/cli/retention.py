"""`mingbai retention`: erase what is over its time, or only list it; the worker does the same every night."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from adapters.cli.terminal import err, out, print_json, progress, run_async, table

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from adapters.rights.retention import NightlyRetention
    from bot.clock import Clock
    from bot.database import Database
    from bot.privacy import Vault
    from bot.retention import Expired, Retention, RetentionTerms
    from handlers.texts import Texts
    from handlers.tickets.service import TicketService


class OpenedStores(NamedTuple):
    """What the commands about personal data use."""

    database: "Database"
    redis: "Redis"
    vault: "Vault"
    clock: "Clock"
    texts: "Texts"
    tickets: "TicketService"
    terms: "RetentionTerms"
    rules: "Retention"
    nightly: "NightlyRetention"


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(retention)


def retention(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="list what is over its time, erase nothing")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Erase personal data that is over its time; safe beside running programs, and to be broken off and begun again."""
    if dry_run:
        found, terms, texts = run_async(_look())
        _show(found, terms, texts, as_json=as_json)
        return
    totals, terms, texts = run_async(_run())
    if as_json:
        print_json({"erased": totals})
        return
    _table("已删除", totals, terms, texts)


def _show(found: "Mapping[str, Expired]", terms: "RetentionTerms", texts: "Texts", *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        plain = {
            name: {**asdict(each), "oldest": each.oldest.isoformat() if each.oldest else None}
            for name, each in found.items()
        }
        print_json({"due": plain})
        return
    rows = [
        (
            texts(f"retention.rule.{name}"),
            texts(f"retention.term.{name}", **_days(terms)),
            each.count,
            f"{each.oldest:%Y-%m-%d}" if each.oldest else "",
            _names(each.names, each.count, texts),
        )
        for name, each in found.items()
    ]
    table("到期、将要删除的（没有删除）", ("什么", "期限", "几项", "最早的", "编号"), rows)
    for each in found.values():
        for held in each.held:
            names = _names(held.names, held.count, texts)
            words = texts(f"retention.held.{held.reason}", count=held.count, names=names, **_days(terms))
            out.print(words, highlight=False, markup=False)


def _names(names: tuple[str, ...], count: int, texts: "Texts") -> str:
    more = texts("retention.more") if len(names) < count and names else ""
    return f"{'、'.join(names)}{more}"


def _table(title: str, totals: Mapping[str, int], terms: "RetentionTerms", texts: "Texts") -> None:
    rows = [
        (texts(f"retention.rule.{name}"), texts(f"retention.term.{name}", **_days(terms)), count)
        for name, count in totals.items()
    ]
    table(title, ("什么", "期限", "几项"), rows)


def _days(terms: "RetentionTerms") -> dict[str, int]:
    return {
        "talk": terms.talk.days,
        "parcel": terms.parcel.days,
        "unsent": terms.unsent.days,
        "question": terms.question.days,
    }


async def _look() -> "tuple[Mapping[str, Expired], RetentionTerms, Texts]":
    async with opened() as stores:
        return await stores.rules.look(), stores.terms, stores.texts


async def _run() -> "tuple[dict[str, int], RetentionTerms, Texts]":
    async with opened() as stores:
        due = await stores.rules.look()
        with progress() as bar:
            task = bar.add_task("删除到期的", total=sum(each.count for each in due.values()))

            def told(rule: str, count: int) -> None:
                bar.update(task, description=stores.texts(f"retention.rule.{rule}"), advance=count)

            totals = await stores.nightly.run(told=told)
        for each in due.values():
            for held in each.held:
                names = _names(held.names, held.count, stores.texts)
                words = stores.texts(
                    f"retention.held.{held.reason}", count=held.count, names=names, **_days(stores.terms)
                )
                err.print(words, highlight=False, markup=False)
        return totals, stores.terms, stores.texts


@asynccontextmanager
async def opened() -> AsyncIterator[OpenedStores]:
    """Open both stores with the keys; raises `InputError` on an old schema, `SettingsError` with a wrong key."""
    from adapters.resources import open_database, open_redis
    from adapters.rights.retention import NightlyRetention, retention_of, terms_of
    from adapters.sealing.canary import check_keys
    from adapters.sealing.key_file import vault_of
    from adapters.settings import load
    from adapters.storage.migrate import current, newest
    from bot.clock import SystemClock
    from bot.errors import InputError
    from handlers.texts import Texts
    from handlers.tickets.service import TicketService

    settings = load()
    database, vault, clock, texts = open_database(settings), vault_of(settings), SystemClock(), Texts.load()
    try:
        if await current(database) != newest():
            raise InputError("api.schema_old")
        await check_keys(database, vault)
        async with open_redis(settings) as redis:
            tickets = TicketService(database, vault=vault, clock=clock, texts=texts)
            terms = terms_of(settings)
            rules = retention_of(
                database, redis, vault=vault, clock=clock, terms=terms, tickets=tickets, texts=texts
            )
            nightly = NightlyRetention(rules, database, redis, clock=clock)
            yield OpenedStores(database, redis, vault, clock, texts, tickets, terms, rules, nightly)
    finally:
        await database.close()
