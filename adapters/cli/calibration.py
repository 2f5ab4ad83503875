"""The calibration command's work and words: fitted, compared with the weights in use, and put in their place or not."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.cli import vectors
from adapters.cli.terminal import err, out, progress, table

if TYPE_CHECKING:
    from handlers.texts import Texts
    from knowledge.calibration.acceptance import WeightComparison
    from knowledge.calibration.weight_file import WeightFile


def calibrate(
    documents: Sequence[Path],
    questions: Sequence[Path],
    unanswerable: Sequence[Path],
    *,
    write: Path | None,
    force: bool,
) -> dict[str, Any]:
    """Fit weights, compare them with those in use, and put them in the data folder unless they are worse.

    Gives everything as plain values; `written` is the file, empty when the weights stayed as they were. To `write`
    they go whatever they are worth, and nothing uses them from there.
    """
    from knowledge.calibration import fit as calibration
    from knowledge.calibration.acceptance import weigh

    file = _file()
    file.look()
    with progress() as bar:
        bar.add_task("校准", total=None)
        found = calibration.calibrated(
            documents, questions, unanswerable, in_use=file.current(), meant=vectors.meant()
        )
    weighed = weigh(found.now, found.before)
    written = ""
    if write is not None:
        calibration.write(found.fitted, write)
        written = str(write)
    elif force or not weighed.is_worse:
        file.write(found.fitted)
        written = str(file.path)
    return {
        **_plain(weighed),
        "meaning": found.meaning,
        "fitted": found.fitted,
        "written": written,
        "in_use": write is None,
    }


def reset() -> bool:
    """Go back to the weights shipped with the program; give whether others had been in use."""
    return _file().reset()


def show(result: dict[str, Any], texts: "Texts") -> None:
    """Print the comparison and what became of the weights."""
    rows = [
        (name, f"{before:.4f}", f"{result['now'][name]:.4f}", *_split(result["questions"].get(name)))
        for name, before in result["before"].items()
    ]
    table("没学过的问题上的成绩", ("项", "现在", "校准后", "变好", "变差", "p"), rows)
    if result["meaning"]:
        out.print(texts("knowledge.calibration.meaning"), highlight=False)
        table("", ("项", "值"), [(name, f"{value:.4f}") for name, value in result["meaning"].items()])
    gain, written = result["gain"], result["written"]
    if written and not result["in_use"]:
        out.print(texts("knowledge.calibration.aside", gain=gain, file=written), highlight=False)
    elif written:
        key = "forced" if result["worse"] else "written"
        out.print(texts(f"knowledge.calibration.{key}", gain=gain, file=written), highlight=False)
    else:
        err.print(texts("knowledge.calibration.worse", gain=gain), style="red", highlight=False)


def _file() -> "WeightFile":
    from adapters.settings import load_storage
    from knowledge.calibration.weight_file import WEIGHTS_FILE, WeightFile

    return WeightFile(load_storage().data_dir / WEIGHTS_FILE)


def _plain(weighed: "WeightComparison") -> dict[str, Any]:
    return {
        "before": dict(weighed.before),
        "now": dict(weighed.now),
        "questions": {
            name: {"better": one.better, "worse": one.worse, "equal": one.equal, "p": one.p}
            for name, one in weighed.questions.items()
        },
        "gain": round(weighed.gain, 4),
        "lost": list(weighed.lost),
        "worse": weighed.is_worse,
    }


def _split(compared: dict[str, Any] | None) -> tuple[str, ...]:
    if compared is None:
        return "", "", ""
    return str(compared["better"]), str(compared["worse"]), f"{compared['p']:.3f}"
