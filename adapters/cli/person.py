"""`mingbai person`: what a citizen may ask for about his or her data, as the clerk at the counter does it.

Whoever runs it has made sure who asks: to know somebody's number proves nothing (disclosure-rules §14).
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.retention import OpenedStores, opened
from adapters.cli.terminal import fail, out, print_json, run_async, table

if TYPE_CHECKING:
    from adapters.rights.forgetting import ForgettingPlan, ForgettingService
    from adapters.rights.person_file import PersonFile
    from adapters.rights.subject import DataSubject
    from handlers.disclosure.rights import ApplicantRights, ParticularsCorrection
    from handlers.texts import Texts

app = typer.Typer(help="What is held about a person: show, export, correct, forget.", no_args_is_help=True)
COMMAND_LINE = "command line"
OWNER_ONLY = 0o600
Who = Annotated[str, typer.Argument(help="openid, identity number (or credit code), or case number")]
Channel = Annotated[str, typer.Option(help="channel of an openid: wechat, api or rasa")]
Reason = Annotated[
    str, typer.Option(help="how the person was identified, without name or number; goes into the audit")
]
Yes = Annotated[bool, typer.Option("--yes", help="do it without asking")]


@app.command()
def show(
    who: Who, *, channel: Channel = "wechat", as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """Show what is held, how long, and what erasing would do; no value is shown."""
    run_async(_show(who, channel, as_json=as_json))


@app.command()
def export(who: Who, path: Path, *, reason: Reason, channel: Channel = "wechat") -> None:
    """Write everything that is held, in the clear, into one new JSON file for the person."""
    if path.exists():
        fail(f"{path} 已经有了，请换一个名字。什么也没有写入")
    if not path.absolute().parent.is_dir():
        fail(f"没有 {path.absolute().parent} 这个目录，请先建立。什么也没有写入")
    run_async(_export(who, path, channel=channel, reason=reason))


@app.command()
def correct(
    number: Annotated[str, typer.Argument(help="number of the request")],
    *,
    reason: Reason,
    name: str = "",
    identity: str = "",
    phone: str = "",
    person: Annotated[str, typer.Option(help="who answers the phone of an organisation")] = "",
    address: str = "",
    paper: Annotated[str, typer.Option(help="which paper the number is of: resident, passport, …")] = "",
    legal_representative: Annotated[str, typer.Option(help="of an organisation")] = "",
    rep_name: Annotated[str, typer.Option(help="who files for the applicant")] = "",
    rep_paper: Annotated[str, typer.Option(help="which paper the representative's number is of")] = "",
    rep_identity: Annotated[str, typer.Option(help="number of the representative's paper")] = "",
    yes: Yes = False,
) -> None:
    """Correct particulars of an applicant, or of who files for one; each value is checked as in the form."""
    from handlers.disclosure.rights import ParticularsCorrection

    wanted = ParticularsCorrection(
        name=name,
        identity=identity,
        phone=phone,
        person=person,
        address=address,
        paper=paper,
        legal_representative=legal_representative,
        rep_name=rep_name,
        rep_paper=rep_paper,
        rep_identity=rep_identity,
    )
    run_async(_correct(number, wanted, reason=reason, yes=yes))


@app.command()
def forget(who: Who, *, reason: Reason, channel: Channel = "wechat", yes: Yes = False) -> None:
    """Erase what the law does not keep; says first what will go and what stays, and asks."""
    run_async(_forget(who, channel=channel, reason=reason, yes=yes))


@app.command()
def remedy(
    number: Annotated[str, typer.Argument(help="number of the request")],
    state: Annotated[Literal["begun", "ended"], typer.Argument(help="whether it has begun or ended")],
    *,
    reason: Reason,
) -> None:
    """Note that a review or a suit about a request has begun or ended: until its end the applicant's data stay."""
    run_async(_remedy(number, state, reason=reason))


async def _found(stores: OpenedStores, who: str, channel: str) -> "DataSubject":
    from adapters.rights.subject import find
    from bot.clock import local_date

    today = local_date(stores.clock.now())
    async with stores.database.reading() as tx:
        return await find(tx, who, channel=channel, vault=stores.vault, today=today)


def _forgetting(stores: OpenedStores) -> "ForgettingService":
    from adapters.rights.forgetting import ForgettingService

    return ForgettingService(
        stores.database, stores.redis, vault=stores.vault, clock=stores.clock, tickets=stores.tickets
    )


def _rights(stores: OpenedStores) -> "ApplicantRights":
    from handlers.disclosure.rights import ApplicantRights

    return ApplicantRights(stores.database, vault=stores.vault, clock=stores.clock)


async def _noted(stores: OpenedStores, action: str, subject: "DataSubject", reason: str) -> None:
    """Leave a trace of who looked and why (PI51); numbers and names in the reason are hidden."""
    from bot import audit
    from knowledge.text.persons import mask_question

    async with stores.database.transaction() as tx:
        detail = {"reason": mask_question(reason.strip()), "found_by": subject.found_by.value}
        await audit.record(
            tx, action, actor=COMMAND_LINE, subject=subject.subject, now=stores.clock.now(), detail=detail
        )


async def _file(stores: OpenedStores, subject: "DataSubject") -> "PersonFile":
    from adapters.rights.person_file import PersonFiles

    return await PersonFiles(stores.database, stores.redis, vault=stores.vault).of(subject)


async def _show(who: str, channel: str, *, as_json: bool) -> None:
    async with opened() as stores:
        subject = await _found(stores, who, channel)
        file = await _file(stores, subject)
        plan = await _forgetting(stores).plan(subject)
        await _noted(stores, "person:show", subject, "")
    if as_json:
        held = {"cases": list(subject.cases), "places": file.counts(), "kept": [k.number for k in plan.kept]}
        print_json({"found_by": subject.found_by.value, **held})
        return
    texts = stores.texts
    _say_found(subject, texts)
    if file.empty:
        out.print(texts("person.found.nobody"), highlight=False)
        return
    days = {"talk": stores.terms.talk.days, "parcel": stores.terms.parcel.days}
    rows = [
        (
            _place(place, texts),
            count,
            texts(f"person.until.{place.replace('.', '_')}", question=stores.terms.question.days, **days),
            texts(f"person.fate.{_fate(place)}"),
        )
        for place, count in file.counts().items()
    ]
    table("保存的内容", ("什么", "几项", "保存到", "要求删除时"), rows)
    _say_kept(plan, texts)


def _place(place: str, texts: "Texts") -> str:
    return texts(f"person.place.{place.replace('.', '_')}")


def _fate(place: str) -> str:
    from adapters.rights.holdings import KINDS, TABLES

    kind = place.removeprefix("redis.")
    holding = TABLES.get(place) or (KINDS.get(kind) if kind != place else None)
    return holding.erasure.value if holding else "audit"


def _say_found(subject: "DataSubject", texts: "Texts") -> None:
    out.print(texts(f"person.found.{subject.found_by}"), highlight=False)
    if subject.shared:
        out.print(texts("person.found.shared"), highlight=False)
    if not subject.accounts and not subject.shared and (subject.cases or subject.tickets):
        out.print(texts("person.found.unbound"), highlight=False)


def _say_kept(plan: "ForgettingPlan", texts: "Texts") -> None:
    from handlers.cases import written

    if plan.kept:
        out.print(f"{texts('person.forget.kept')}：", highlight=False)
    for case in plan.kept:
        words = texts(f"person.forget.{case.reason}", number=case.number, until=written(case.until))
        out.print(f"  {words}", highlight=False)


async def _export(who: str, path: Path, *, channel: str, reason: str) -> None:
    from adapters.rights.person_file import written

    async with opened() as stores:
        _require(reason, stores.texts)
        subject = await _found(stores, who, channel)
        file = await _file(stores, subject)
        if file.empty:
            fail(stores.texts("person.found.nobody"))
        await _noted(stores, "person:export", subject, reason)
        plain = written(file, stores.texts, at=stores.clock.now())
    _write(path, json.dumps(plain, ensure_ascii=False, indent=2))
    _say_found(subject, stores.texts)
    count = sum(file.counts().values())
    out.print(stores.texts("person.export.done", count=count, path=path), highlight=False, markup=False)


def _write(path: Path, text: str) -> None:
    """Write a new file that only its owner reads, whole or not at all."""
    try:
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8"
        ) as target:
            target.write(f"{text}\n")
    except FileExistsError:
        fail(f"{path} 已经有了，请换一个名字。什么也没有写入")
    except OSError as error:
        path.unlink(missing_ok=True)
        fail(f"{path} 写不进去（{error.strerror}）。什么也没有留下")


async def _correct(number: str, wanted: "ParticularsCorrection", *, reason: str, yes: bool) -> None:
    from handlers.cases import find_number

    number = find_number(number) or number
    async with opened() as stores:
        rights, texts = _rights(stores), stores.texts
        _require(reason, texts)
        changes = await rights.check(number, wanted)
        if not changes:
            fail(texts("person.correct.nothing"))
        out.print(texts("person.correct.would", number=number), highlight=False)
        for field, (before, after) in changes.items():
            out.print(
                f"  {texts(f'person.field.{field}')}：{before} → {after}", highlight=False, markup=False
            )
        if not yes and not typer.confirm(texts("person.correct.ask")):
            out.print(texts("person.forget.left"), highlight=False)
            return
        done = await rights.correct(number, wanted, actor=COMMAND_LINE, reason=reason)
    fields = "、".join(texts(f"person.field.{field}") for field in done)
    out.print(texts("person.correct.done", number=number, fields=fields), highlight=False)


async def _forget(who: str, *, channel: str, reason: str, yes: bool) -> None:
    async with opened() as stores:
        texts, service = stores.texts, _forgetting(stores)
        _require(reason, texts)
        subject = await _found(stores, who, channel)
        plan = await service.plan(subject)
        _say_found(subject, texts)
        _say_plan(plan, texts)
        if plan.nothing:
            return
        if not yes and not typer.confirm(texts("person.forget.ask")):
            out.print(texts("person.forget.left"), highlight=False)
            return
        await _noted(stores, "person:asked-to-forget", subject, reason)
        counts = await service.forget(subject, actor=COMMAND_LINE)
    out.print(texts("person.forget.done"), highlight=False)
    for place, count in counts.items():
        out.print(f"  {_place(place, texts)}：{count}", highlight=False)


def _say_plan(plan: "ForgettingPlan", texts: "Texts") -> None:
    if plan.nothing:
        out.print(texts("person.forget.nothing"), highlight=False)
    else:
        out.print(f"{texts('person.forget.going')}：", highlight=False)
    for place, count in plan.going.items():
        fate = texts(f"person.fate.{_fate(place)}")
        out.print(f"  {_place(place, texts)}：{count}（{fate}）", highlight=False)
    for number in plan.over:
        out.print(f"  {texts('person.forget.over', number=number)}", highlight=False)
    _say_kept(plan, texts)
    out.print(texts("person.forget.audit"), highlight=False)
    out.print(texts("person.forget.backups"), highlight=False)


async def _remedy(number: str, state: str, *, reason: str) -> None:
    from handlers.cases import find_number

    number = find_number(number) or number
    async with opened() as stores:
        changed = await _rights(stores).note_remedy(
            number, pending=state == "begun", actor=COMMAND_LINE, reason=reason
        )
    key = f"person.remedy.{state}" if changed else "person.remedy.already"
    out.print(stores.texts(key, number=number), highlight=False)


def _require(reason: str, texts: "Texts") -> None:
    if not reason.strip():
        fail(texts("person.refused.reason"))
