"""The knowledge base from the command line: import, search, ask, rebuild, export."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.terminal import err, out, print_json, progress, run_async, table

if TYPE_CHECKING:
    from knowledge.questions.saved_questions import Confirmed
    from knowledge.text.lexicon import SayingTable

app = typer.Typer(help="Documents, their index, and questions to them.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.command("import")
def import_paths(
    paths: Annotated[
        list[Path], typer.Argument(help="files or folders: .docx .pdf .html .xlsx .csv .txt .md .jsonl .zip")
    ],
    *,
    file_format: Annotated[str, typer.Option("--format", help="auto: by each file's name")] = "auto",
    mapping: Annotated[
        str, typer.Option("--map", help="fields of foreign rows, e.g. id=docid,title=name,text=body")
    ] = "",
    publish: Annotated[
        bool,
        typer.Option("--publish", help="make them public, unless saved questions are answered worse then"),
    ] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="with --publish: publish although answers get worse")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show outcomes, proposals and near-duplicates; write nothing")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import documents; a wrong row or file is named and skipped, the rest goes on.

    What was read unchanged before is skipped, so an interrupted import is simply run again.
    """
    from adapters.cli import imports

    if file_format != "auto":
        raise typer.BadParameter("格式由文件名判断，目前只有 auto", param_hint="--format")
    if dry_run:
        checked = run_async(imports.check(paths, mapping=mapping))
        print_json(checked) if as_json else imports.show_check(checked)
        raise typer.Exit(1 if checked["faulty"] == len(checked["rows"]) else 0)
    result = run_async(imports.import_documents(paths, mapping=mapping, publish=publish, confirm=confirm))
    print_json(result) if as_json else imports.show_import(result)
    nothing = result["faults"] and not result["added"] + result["changed"] + result["unchanged"]
    if nothing or result.get("blocked"):
        raise typer.Exit(1)


@app.command()
def search(text: str, *, limit: int = 10, as_json: Json = False) -> None:
    """Show the best passages for a question, whatever the confidence."""
    rows = _search(text, limit)
    if as_json:
        print_json(rows)
        return
    out.print(f"把握 {rows['confidence']:.2f}，回答门槛 {rows['threshold']:.2f}", highlight=False)
    table(
        text,
        ("文件", "标题路径", "摘录"),
        [(p["title"], " › ".join(p["path"]), p["quote"]) for p in rows["passages"]],
    )


@app.command()
def ask(question: str, *, as_json: Json = False) -> None:
    """Answer a question as a citizen would get it: a quoted passage with its source, or an honest no."""
    answer = _ask(question)
    if as_json:
        print_json(answer)
    elif answer["answered"]:
        out.print(f"{answer['quote']}\n\n来源：{answer['source']}", highlight=False, markup=False)
    else:
        out.print(
            "没有找到可以引用的依据。最接近的文件：" + "、".join(answer["nearest"]),
            highlight=False,
            markup=False,
        )


@app.command()
def rebuild() -> None:
    """Build the index anew from every published document; the old one serves until the new one is ready."""
    name = run_async(_rebuild())
    out.print(f"检索索引已重建：{name}", highlight=False)


@app.command()
def export(target: Annotated[Path, typer.Argument(help="file to write, .jsonl")]) -> None:
    """Write every published document with all particulars and its text as JSON lines that `import` reads again."""
    count = run_async(_export(target))
    out.print(f"已导出 {count} 份文件到 {target}", highlight=False)


@app.command()
def confirmed(target: Annotated[Path, typer.Argument(help="file to write, .jsonl")]) -> None:
    """Write the questions whose right passage a person confirmed, as labelled questions that calibration reads."""
    rows = run_async(_confirmed())
    target.write_text("".join(row.line() for row in rows), encoding="utf-8")
    out.print(f"已导出 {len(rows)} 个确认过的问题到 {target}", highlight=False)


Files = Annotated[list[Path], typer.Option(exists=True, default_factory=list, show_default=False)]


@app.command()
def calibrate(
    documents: Files,
    questions: Files,
    unanswerable: Files,
    *,
    write: Annotated[Path | None, typer.Option(help="write the weights to this file instead, .json")] = None,
    force: Annotated[bool, typer.Option("--force", help="use them although they are worse")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="go back to the shipped weights")] = False,
    as_json: Json = False,
) -> None:
    """Fit the weights of ranking, quoting and declining on labelled questions, and use them when they are better.

    The figures are of questions that the fit had not seen. Running programs take the weights up within a second.
    """
    from adapters.cli import calibration
    from adapters.cli.services import ring
    from handlers.texts import Texts

    texts = Texts.load()
    if reset:
        there = calibration.reset()
        run_async(ring())
        out.print(texts(f"knowledge.calibration.{'reset' if there else 'nothing'}"), highlight=False)
        return
    if not (documents and questions and unanswerable):
        raise typer.BadParameter(texts("knowledge.calibration.wanted"))
    result = calibration.calibrate(documents, questions, unanswerable, write=write, force=force)
    if result["written"] and write is None:
        run_async(ring())
    print_json(result) if as_json else calibration.show(result, texts)
    if not result["written"]:
        raise typer.Exit(1)


async def _confirmed() -> "list[Confirmed]":
    from adapters.cli.services import saved_questions

    async with saved_questions() as saved:
        return await saved.confirmed()


async def _rebuild() -> str:
    from adapters.cli import vectors
    from adapters.cli.services import knowledge, ring

    async with knowledge() as (services, index):
        with progress() as bar:
            task = bar.add_task("建索引", total=None)
            name = await services.upkeep.rebuild(
                index, progress=lambda count: bar.update(task, completed=count)
            )
    await ring()
    await vectors.fetch(index)
    return name


async def _export(target: Path) -> int:
    from adapters.cli.services import knowledge
    from knowledge.documents import cards
    from knowledge.documents.document import Document

    with target.open("w", encoding="utf-8") as file:

        def take(document: Document, text: str) -> None:
            # A validity of 有效 is told too: who imports these rows is not to take it for one that nobody registered.
            row = {**cards.to_mapping(document), "validity": document.validity.value, "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

        async with knowledge() as (services, _):
            return await services.documents.export(take)


def _answerer(question: str) -> Any:
    from adapters.cli import vectors
    from adapters.resources import index_of, weights_of
    from adapters.settings import load_storage
    from knowledge.answers.answerer import Answerer

    folder = load_storage().data_dir
    index = index_of(folder)
    index.reload()
    if index.reader is None:
        err.print("还没有检索索引。请先导入并发布文件：mingbai knowledge import … --publish", highlight=False)
        raise typer.Exit(1)
    meanings = run_async(vectors.meanings_for(question, index))
    sayings = run_async(_sayings())
    return Answerer(index, meanings=meanings, weights=weights_of(folder).current, sayings=lambda: sayings)


async def _sayings() -> "SayingTable":
    """Give the sayings in use in the data folder."""
    from adapters.cli.services import knowledge

    async with knowledge() as (services, _):
        await services.sayings.look()
        return services.sayings.current()


def _today() -> Any:
    from bot.clock import local_date

    return local_date(datetime.now(UTC))


def _search(text: str, limit: int) -> dict[str, Any]:
    answerer = _answerer(text)
    extracts, sure = answerer.candidates(text, today=_today(), limit=limit)
    passages = [
        {
            "id": e.citation.document.id,
            "title": e.citation.document.title,
            "path": list(e.path),
            "quote": e.quoted,
            "score": e.score,
        }
        for e in extracts
    ]
    return {"question": text, "confidence": sure, "threshold": answerer.threshold, "passages": passages}


def _ask(question: str) -> dict[str, Any]:
    from adapters.settings import load_storage
    from handlers.published.sources import Sources
    from handlers.texts import Texts
    from knowledge.answers.answer import Answer

    found = _answerer(question).answer(question, today=_today())
    if not isinstance(found, Answer):
        nearest = [document.title for document in found.nearest]
        return {
            "question": question,
            "answered": False,
            "confidence": found.confidence,
            "nearest": nearest,
            "unit": found.unit,
        }
    sources = Sources(Texts.load(), public_url=load_storage().public_url)
    cited = found.citation.document
    return {
        "question": question, "answered": True, "confidence": found.confidence, "quote": found.quoted,
        "answer": found.best.answer, "source": sources.line(cited, _today()), "document": cited.id,
    }  # fmt: skip
