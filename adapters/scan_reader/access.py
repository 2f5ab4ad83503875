"""Gives whoever reads pictures of pages: the process where models are installed, else one that says what to do."""

from pathlib import Path

from adapters.scan_reader.models import scan_models
from adapters.scan_reader.process import ScanProcess, unwatched
from knowledge.ingest.scans.reading import NoScanReader, PageProgress, ScanReader


def scan_reader(folder: Path, progress: PageProgress = unwatched, *, only_kept: bool = False) -> ScanReader:
    """Give a reader that keeps what it reads in a folder; `only_kept` reads nothing that was not read before."""
    if scan_models() is None:
        return NoScanReader()
    return ScanProcess(folder, progress, only_kept=only_kept)
