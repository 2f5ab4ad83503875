"""The import command's work and words: a dry run that writes nothing, the import itself, and what came of both."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from adapters.cli import publication
from adapters.cli.publication import AUTHOR
from adapters.cli.terminal import err, out, progress, table

if TYPE_CHECKING:
    from handlers.source_files.origins import Origins
    from handlers.texts import Texts
    from knowledge.documents.change_summary import ChangeSummary
    from knowledge.documents.draft import Draft, Fault
    from knowledge.library.dry_run import TriedRow

SHOWN_ROWS = 20
SHOWN_CHANGES = 2
PERCENT = 100


async def import_documents(
    paths: Sequence[Path], *, mapping: str, publish: bool, confirm: bool
) -> dict[str, Any]:
    """Keep what the files hold, and with `publish` make it public; give what came of it as plain values."""
    from adapters.cli.services import knowledge
    from handlers.source_files.origins import Origins

    origins = Origins()
    async with knowledge() as (services, _):
        with _reading(paths, mapping) as items:
            done = await services.imports.keep(origins.noting(items), author=AUTHOR)
    kept = await _keep_sources(origins)
    result = {name: value for name, value in asdict(done).items() if name != "due"} | {"sources": kept}
    return {**result, **await publication.publish(done.due, confirm=confirm)} if publish else result


async def _keep_sources(origins: "Origins") -> int | None:
    """Keep the files themselves, sealed, and give how many; None where no key is set that could seal them."""
    from adapters.cli.services import source_files
    from adapters.settings import SettingsError

    try:
        async with source_files() as sources:
            return await sources.keep_all(origins, actor=AUTHOR)
    except SettingsError:
        return None


async def check(paths: Sequence[Path], *, mapping: str) -> dict[str, Any]:
    """Give what an import would do with every row, as plain values; nothing is written."""
    from adapters.cli.services import knowledge
    from handlers.texts import Texts

    async with knowledge() as (services, _):
        with _reading(paths, mapping) as items:
            rows = await services.dry_run.rows(items)
    tally = {"faulty": 0, "created": 0, "changed": 0, "unchanged": 0, "alike": 0}
    for row in rows:
        tally[row.outcome.value] += 1
        tally["alike"] += bool(row.twins)
    texts = Texts.load()
    return {"dry_run": True, **tally, "rows": [_plain(row, texts) for row in rows]}


def show_import(result: dict[str, Any]) -> None:
    """Print what came of an import."""
    out.print(
        f"新增 {result['added']}，更新 {result['changed']}，未变 {result['unchanged']}，"
        f"公开 {result['published']}，跳过 {len(result['faults'])}",
        highlight=False,
    )
    if result["sources"] is None:
        err.print(
            "原件没有留存：没有设置密钥（MINGBAI_SECRET_KEY），不能封存。设置以后再导入一次，原件就会补上。",
            highlight=False,
        )
    else:
        out.print(f"原件已封存 {result['sources']} 个，在知识库工作台的文件页可以取用。", highlight=False)
    publication.show(result)
    if result["proposed"]:
        out.print(
            f"其中 {result['proposed']} 份的登记信息是从正文读出来的，存为草稿；请在知识库工作台核对后再发布。",
            highlight=False,
        )
    if result["replaced"]:
        out.print(
            f"{result['replaced']} 份是已经被取代的法律、行政法规，已登记为废止，请核对。", highlight=False
        )
    if result["unregistered"]:
        out.print(
            f"{result['unregistered']} 份没有日期，也没有写明效力，已登记为效力“未登记”，答复时写“效力未登记”。",
            highlight=False,
        )
    _show_faults(result["faults"])


def show_check(result: dict[str, Any]) -> None:
    """Print the result of a dry run."""
    from handlers.texts import Texts

    out.print(
        f"试运行（没有写入）：新增 {result['created']}，更新 {result['changed']}，未变 {result['unchanged']}，"
        f"重复或相近 {result['alike']}，跳过 {result['faulty']}",
        highlight=False,
    )
    texts = Texts.load()
    changed = [row for row in result["rows"] if row["change"]]
    for row in changed[:SHOWN_ROWS]:
        out.print(f"  更新《{row['title']}》{_told(row['change'], texts)}", highlight=False, markup=False)
    read = [row for row in result["rows"] if row["proposed"]]
    if read:
        table(
            "从正文读出、待核对的登记信息",
            ("文件", "标题", "文号", "机关", "成文", "提醒"),
            [_proposal_row(row, texts) for row in read[:SHOWN_ROWS]],
        )
    twins = [row for row in result["rows"] if row["twins"]]
    for row in twins[:SHOWN_ROWS]:
        for twin in row["twins"]:
            where = f"库中《{twin['title']}》" if twin["kept"] else f"本批的{twin['file']}"
            err.print(
                f"  {_place(row)} 与{where}相近，正文相同 {twin['share'] * PERCENT:.0f}%",
                highlight=False,
                markup=False,
            )
    told = [row for row in result["rows"] if row["worth"]]
    for row in told[:SHOWN_ROWS]:
        err.print(f"  {_place(row)} 《{row['title']}》{row['worth']}", highlight=False, markup=False)
    _more(len(read), len(twins), len(changed), len(told))
    _show_faults([row for row in result["rows"] if row["outcome"] == "faulty"])


@contextmanager
def _reading(paths: Sequence[Path], mapping: str) -> "Iterator[Iterator[Draft | Fault]]":
    from adapters.scan_reader.access import scan_reader
    from knowledge.ingest.read import read
    from knowledge.ingest.readers.mapping import parse

    chosen = parse(mapping) if mapping else None
    with progress() as bar, TemporaryDirectory(prefix="mingbai-scans-") as folder:
        reading = bar.add_task("读取", total=None)

        def page(name: str, done: int, total: int) -> bool:
            bar.update(reading, description=f"识别 {name} {done}/{total or '?'} 页")
            return True

        yield read(
            paths,
            chosen,
            progress=lambda done, total: bar.update(reading, completed=done, total=total),
            scans=scan_reader(Path(folder), page),
        )


def _plain(row: "TriedRow", texts: "Texts") -> dict[str, Any]:
    from adapters.operators.imports.rows import worth

    fields = row.proposal.fields if row.proposal else ()
    return {
        "outcome": row.outcome.value, "file": row.file, "line": row.line, "id": row.id, "title": row.title,
        "reason": row.reason,
        "proposed": [asdict(one) for one in fields],
        "change": _change(row.account) if row.account else None,
        "worth": worth(row, texts),
        "notes": list(row.proposal.notes) if row.proposal else [],
        "twins": [
            {"id": twin.id, "title": twin.title, "share": round(twin.share, 3), "kept": twin.kept, "file": twin.file}
            for twin in row.twins
        ],
    }  # fmt: skip


def _change(account: "ChangeSummary") -> dict[str, Any]:
    return {
        "added": account.added, "removed": account.removed, "altered": account.altered,
        "samples": [asdict(sample) for sample in account.samples],
        "fields": [one.field for one in account.fields],
    }  # fmt: skip


def _proposal_row(row: dict[str, Any], texts: "Texts") -> tuple[str, ...]:
    from adapters.operators.documents.proposal_sheet import label
    from knowledge.documents.draft import CERTAIN

    values: dict[str, str] = {}
    for one in row["proposed"]:
        values.setdefault(one["field"], one["value"])
    told = (values.get(name, "") for name in ("number", "issuer", "written_on"))
    doubtful = [label(one["field"], texts) for one in row["proposed"] if one["certainty"] < CERTAIN]
    doubt = f"拿不准：{'、'.join(dict.fromkeys(doubtful))}。" if doubtful else ""
    return (row["file"], row["title"], *told, doubt + "".join(row["notes"]))


def _told(change: dict[str, Any], texts: "Texts") -> str:
    """Give in a line what changes: how many paragraphs, the first changed words, and the particulars."""
    counts = [
        f"{word}{change[part]}段"
        for part, word in (("altered", "改"), ("added", "增"), ("removed", "删"))
        if change[part]
    ]
    samples = [
        f"{one['lead']}【{one['old']}→{one['new']}】{one['tail']}"
        for one in change["samples"][:SHOWN_CHANGES]
    ]
    names = "、".join(texts(f"publishing.fields.{name}") for name in change["fields"])
    fields = [f"登记信息：{names}"] if names else []
    return "：" + "；".join([*filter(None, ["，".join(counts)]), *samples, *fields] or ["只有空行、空格不同"])


def _more(*counts: int) -> None:
    if max(counts) > SHOWN_ROWS:
        err.print("  …… 没有全部列出，加 --json 可看全部", highlight=False)


def _show_faults(faults: Sequence[dict[str, Any]]) -> None:
    for fault in faults[:SHOWN_ROWS]:
        err.print(f"  跳过 {_place(fault)}：{fault['reason']}", highlight=False, markup=False)
    if len(faults) > SHOWN_ROWS:
        err.print(f"  …… 还有 {len(faults) - SHOWN_ROWS} 处，加 --json 可看全部", highlight=False)


def _place(row: dict[str, Any]) -> str:
    return f"{row['file']} 第 {row['line']} 行" if row["line"] else str(row["file"])
