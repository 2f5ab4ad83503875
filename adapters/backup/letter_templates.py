"""The office's own templates of letters, which lie in the data folder: one file of a backup holds them all."""

import re
import shutil
import zipfile
from pathlib import Path

TEMPLATES_FILE = "letters.zip"
TEMPLATES_FOLDER = "letters"
_NAME = re.compile(r"[a-z0-9_]{1,40}(?:\.[0-9]{1,6})?\.(?:docx|yml)")


def pack(data_folder: Path, working: Path) -> None:
    """Put the own templates, where there are any, into one file of a backup."""
    folder = data_folder / TEMPLATES_FOLDER
    found = sorted(path for path in folder.glob("*") if _NAME.fullmatch(path.name) and path.is_file())
    if not found:
        return
    with zipfile.ZipFile(working / TEMPLATES_FILE, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in found:
            archive.write(path, path.name)


def unpack(backup: Path, data_folder: Path) -> None:
    """Lay the templates of a backup where they belong; names that are not a template's are left out."""
    if not (backup / TEMPLATES_FILE).is_file():
        return
    folder = data_folder / TEMPLATES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(backup / TEMPLATES_FILE) as archive:
        for name in filter(_NAME.fullmatch, archive.namelist()):
            with archive.open(name) as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target)
