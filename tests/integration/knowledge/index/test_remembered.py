"""What is made of a generation is made once, for so many askings, and is gone with the generation."""

import gc
import weakref
from pathlib import Path

from knowledge.evaluation.report import build
from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"


def test_it_is_made_once_until_others_were_asked_for_later_and_goes_with_its_reader(tmp_path: Path) -> None:
    made: list[tuple[str, int]] = []

    @of_generation(2)
    def length(reader: Reader, number: int, *, twice: bool = False) -> int:
        made.append((reader.name, number))
        return len(reader.texts.passage(number)) * (1 + twice)

    index = build([COUNTY], tmp_path).index
    reader = index.reader
    assert reader is not None
    assert length(reader, 0) == length(reader, 0) == len(reader.texts.passage(0))
    assert length(reader, 0, twice=True) == 2 * length(reader, 0)
    assert len(made) == 2
    length(reader, 1)
    length(reader, 2)
    length(reader, 0)
    assert [number for _, number in made] == [0, 0, 1, 2, 0]

    another = Reader(tmp_path / reader.name)
    length(another, 0)
    assert len(made) == 6, "another reader has its own"
    gone = weakref.ref(another)
    del another
    gc.collect()
    assert gone() is None, "what is kept does not keep its reader"
