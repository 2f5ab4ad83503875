"""The next generation made from the last one in the time its new documents take, not all of them.

Tables are shared and only appended to. In the full-text index the segments of the line's first generation stay as
they are, with the blocks of documents that are gone marked dead; all blocks that came since are written together
into one small segment, so that a question looks into one segment more, however many updates there were.
"""

import json
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import tantivy

from knowledge.index import blocks, names
from knowledge.index.names import Names
from knowledge.index.tables import Growing, link, mapped, share
from knowledge.index.writer import BLOCKS_FOLDER, Public, Shape, Writer, heading

META_FILE = "meta.json"
# What the full-text index said of itself in the first generation of the line.
FIRST_META_FILE = "first.json"
UPDATE_HEAP_BYTES = 15_000_000


def derive(
    source: Path,
    target: Path,
    *,
    added: Iterable[Public],
    gone: Collection[str],
    before: Names | None = None,
) -> None:
    """Write into a new directory what a generation becomes with documents added, changed or taken out.

    `added` are documents that are new or have another wording, `gone` the ids of those to take out. Nobody else may
    derive from the same line at the same time. `before` are names read already.
    """
    added = list(added)
    shape = Shape.read(source)
    known = names.load(source / "names", shape.lineage, shape.rows["names"], before=before)
    there = known.alive(frozenset(shape.gone))
    left = {*gone, *(row[0].id for row in added)}
    dead = sorted({*shape.gone, *(there[identifier] for identifier in left if identifier in there)})
    target.mkdir()
    share(source, target)
    _share_blocks(source / BLOCKS_FOLDER, target / BLOCKS_FOLDER)
    index = blocks.register(tantivy.Index.open(str(target / BLOCKS_FOLDER)))
    inserting = index.writer(heap_size=UPDATE_HEAP_BYTES, num_threads=1)
    _bury(inserting, index.schema, [docnum for docnum in dead if docnum < shape.first])
    _repeat(inserting, source, shape, known=known, dead=frozenset(dead))
    with closing(Growing(target, shape.rows)) as tables:
        writer = Writer(tables, inserting)
        for row in added:
            writer.add(*row)
        writer.finish()
        inserting.commit()
        tables.sync()
        Shape(shape.lineage, shape.first, tables.rows, tuple(dead)).write(target)


def _share_blocks(source: Path, target: Path) -> None:
    """Take over the segments of the line's first generation, without anything that came later."""
    target.mkdir()
    first = source / FIRST_META_FILE
    meta = (first if first.exists() else source / META_FILE).read_text(encoding="utf-8")
    segments = {segment["segment_id"].replace("-", "") for segment in json.loads(meta)["segments"]}
    for path in source.iterdir():
        if path.stem in segments and path.suffix != ".del":
            link(path, target / path.name)
    for name in (META_FILE, FIRST_META_FILE):
        (target / name).write_text(meta, encoding="utf-8")


def _bury(inserting: tantivy.IndexWriter, schema: tantivy.Schema, docnums: list[int]) -> None:
    if docnums:
        inserting.delete_documents_by_query(tantivy.Query.term_set_query(schema, blocks.DOCNUM, docnums))


def _repeat(
    inserting: tantivy.IndexWriter, source: Path, shape: Shape, *, known: Names, dead: frozenset[int]
) -> None:
    """Index the blocks that came since the first generation once more."""
    tables = {
        name: mapped(source, name, shape.rows)
        for name in ("bare", "titles", "title_starts", "passages", "block_first", "block_document")
    }
    first = int(np.searchsorted(tables["block_document"], shape.first))
    for number in range(first, len(tables["block_document"])):
        docnum = int(tables["block_document"][number])
        if docnum in dead:
            continue
        start, end = tables["title_starts"][docnum : docnum + 2]
        led_by = heading(tables["titles"][start:end], known.rows[docnum])
        one, last = tables["block_first"][number : number + 2]
        stretch = tables["bare"][tables["passages"][one, 0] : tables["passages"][last - 1, 1]]
        inserting.add_document(blocks.row(np.concatenate((led_by, stretch)), number=number, docnum=docnum))
