"""Where the models lie that read pictures of pages, and whether they can be had here.

They come in the package rapidocr (PP-OCRv6, small; Apache-2.0). Only its two model files are used: see
`docs/decisions/scans.md`.
"""

from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

PACKAGE = "rapidocr"
DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


@dataclass(frozen=True, slots=True)
class ScanModels:
    """The two models: one finds lines on a page, one reads a line."""

    detection: Path
    recognition: Path
    name: str


def scan_models() -> ScanModels | None:
    """Give the models where they are installed; neither package is loaded for it."""
    package = util.find_spec("rapidocr")
    if package is None or package.origin is None or util.find_spec("onnxruntime") is None:
        return None
    folder = Path(package.origin).parent / "models"
    found = ScanModels(folder / DETECTION, folder / RECOGNITION, f"{PACKAGE} {metadata.version(PACKAGE)}")
    return found if found.detection.is_file() and found.recognition.is_file() else None
