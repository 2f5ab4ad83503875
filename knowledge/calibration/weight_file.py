"""A county's own weights as a file in the data folder: checked before they are used, taken up while the program runs.

A file that does not fit, because it is damaged or another version of the program wrote it, changes nothing: the
weights shipped with the program go on, and what is wrong is said in plain words.
"""

import json
import logging
import math
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.errors import InputError
from knowledge.answers import span_features
from knowledge.search import confidence, features
from knowledge.search.weights import Weights, shipped

log = logging.getLogger(__name__)

WEIGHTS_FILE = "weights.json"
FORMAT = 1
MOST_BYTES = 1_000_000
BIAS = "bias"
THRESHOLDS = ("answer", "near")
# What files of before hold besides, which no longer counts.
FORMER = ("meaning",)
# What a calibration fits; what else the program weighs with stays as it was shipped.
PARTS = ("passage", "span", "confidence", "thresholds")


class WeightFile:
    """The file, whoever wrote it; `look` takes up what it holds now, and `current` gives it to answerers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._current = shipped()
        self._seen: tuple[int, ...] | None = None
        self._trouble: InputError | None = None

    @property
    def path(self) -> Path:
        """Give where the file is, or would be."""
        return self._path

    @property
    def trouble(self) -> InputError | None:
        """Give why the file there is not used; None when it is, or there is none."""
        return self._trouble

    def current(self) -> Weights:
        """Give the weights to use: as they were at the last look, or those shipped when the file cannot be used."""
        return self._current

    def look(self) -> bool:
        """Take up what the file holds when it has changed since the last look; give whether other weights are in use now."""
        mark = self._mark()
        if mark == self._seen:
            return False
        first, self._seen, self._trouble = self._seen is None, mark, None
        if not mark:
            self._current = shipped()
            return not first
        try:
            self._current = read(self._path)
        except InputError as error:
            # The reason names an entry or a number of the file, nothing that anybody asked.
            log.warning("own weights not used", extra={"reason": error.values.get("reason", "")})
            self._trouble = error
            self._current = shipped()
        return True

    def write(self, fitted: Mapping[str, Any]) -> None:
        """Put weights in place of those there, in one step; raises `InputError` when they would not be used."""
        kept = {"format": FORMAT, **fitted}
        check(kept)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, working = tempfile.mkstemp(dir=self._path.parent, prefix=f"{WEIGHTS_FILE}-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(kept, stream, indent=1, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        Path(working).replace(self._path)

    def reset(self) -> bool:
        """Take the file away, so that the shipped weights are used again; give whether there was one."""
        there = self._path.exists()
        self._path.unlink(missing_ok=True)
        return there

    def _mark(self) -> tuple[int, ...]:
        with suppress(OSError):
            found = self._path.stat()
            return found.st_mtime_ns, found.st_ino, found.st_size
        return ()


def read(path: Path) -> Weights:
    """Give the weights that a file holds.

    Raises `InputError` (`knowledge.bad_weights`) naming what is wrong.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _bad("文件太大")
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise _bad("读不出来") from None
    check(found)
    return {**shipped(), **{part: found[part] for part in PARTS}}


def check(found: Any) -> None:
    """See whether weights fit this version of the program.

    Raises `InputError` (`knowledge.bad_weights`) naming what is wrong.
    """
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _bad("不是这个版本的权重文件")
    _check_part(found, "passage", features.NAMES, besides=FORMER)
    _check_part(found, "span", span_features.NAMES)
    _check_part(found, "confidence", (*confidence.NAMES, BIAS))
    _check_part(found, "thresholds", THRESHOLDS)
    near, answer = (found["thresholds"][name] for name in ("near", "answer"))
    if not 0 <= near <= answer <= 1:
        raise _bad("thresholds 要在 0 和 1 之间，near 不大于 answer")


def _check_part(
    found: Mapping[str, Any], part: str, names: Iterable[str], *, besides: Iterable[str] = ()
) -> None:
    values = found.get(part)
    if not isinstance(values, dict):
        raise _bad(f"缺少 {part}")
    wanted = set(names)
    if missing := sorted(wanted - values.keys()):
        raise _bad(f"{part} 缺少 {missing[0]}")
    if strange := sorted(str(name) for name in values.keys() - wanted - set(besides)):
        raise _bad(f"{part} 里有不认识的 {strange[0][:40]}")
    for name, value in values.items():
        if type(value) not in (int, float) or not math.isfinite(value):
            raise _bad(f"{part} 的 {name} 不是数")


def _bad(reason: str) -> InputError:
    return InputError("knowledge.bad_weights", reason=reason)
