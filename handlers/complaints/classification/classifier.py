"""The classifier in use: a county's own model when there is one that this version can use, else the shipped one.

The shipped model is learnt once, in seconds, and kept under a name that is a hash of all it depends on.
"""

import asyncio
import hashlib
import logging
from pathlib import Path

from handlers.complaints.classification import class_model, class_tree, training, written_letters
from handlers.complaints.classification.class_model import ClassModel

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 0.5
OWN_FILE = "complaint-classes.npz"
_CODE = ("features", "sparse_rows", "training", "written_letters", "class_model")


class ClassifierInUse:
    """The classifier of a running program: opened at the first question, in a thread, and once only.

    The very first start of a program learns the shipped model, which takes seconds: nobody waits for that.
    """

    def __init__(self, data_dir: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        self._data_dir = data_dir
        self._patience = patience
        self._opening: asyncio.Task[ClassModel] | None = None

    async def model(self) -> ClassModel | None:
        """Give the model; None while it is still being opened, or could not be: the next question tries again."""
        if self._opening is None:
            self._opening = asyncio.create_task(asyncio.to_thread(opened, self._data_dir))
        opening = self._opening
        done, _ = await asyncio.wait({opening}, timeout=self._patience)
        if not done:
            return None
        if opening.exception() is not None:
            log.warning("the classes of complaints could not be opened", exc_info=opening.exception())
            self._opening = None
            return None
        return opening.result()


def opened(data_dir: Path) -> ClassModel:
    """Give the model to propose classes with; blocks while the shipped one is learnt, so call it in a thread."""
    return class_model.load(data_dir / OWN_FILE) or shipped(data_dir / "models")


def shipped(cache_dir: Path) -> ClassModel:
    """Give the shipped model, from `cache_dir` when it was kept there before."""
    path = cache_dir / f"complaints-{_key()}.npz"
    if (found := class_model.load(path)) is None:
        found = training.shipped()
        class_model.save(found, path)
    return found


def _key() -> str:
    data = [*sorted(class_tree.FOLDER.glob("*.yml")), written_letters.FILE]
    code = [Path(__file__).with_name(f"{name}.py") for name in _CODE]
    digest = hashlib.sha256(f"{class_model.FORMAT}".encode())
    for path in (*data, *code):
        digest.update(b"\0" + path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]
