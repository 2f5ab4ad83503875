"""The office's own templates go into a backup and come out of it; nothing is written anywhere else."""

import zipfile
from pathlib import Path

from adapters.backup.letter_templates import TEMPLATES_FILE, pack, unpack


def test_templates_come_back_as_they_were(tmp_path: Path) -> None:
    data, backup, restored = (tmp_path / name for name in ("data", "backup", "restored"))
    for folder in (data / "letters", backup, restored):
        folder.mkdir(parents=True)
    for name in ("fee.docx", "fee.1.docx", "grounds.yml", "fee.unfinished"):
        (data / "letters" / name).write_bytes(name.encode())
    pack(data, backup)
    unpack(backup, restored)
    found = {path.name: path.read_bytes() for path in (restored / "letters").iterdir()}
    assert found == {name: name.encode() for name in ("fee.docx", "fee.1.docx", "grounds.yml")}


def test_without_templates_there_is_no_file(tmp_path: Path) -> None:
    pack(tmp_path, tmp_path)
    assert not (tmp_path / TEMPLATES_FILE).exists()
    unpack(tmp_path, tmp_path)
    assert not (tmp_path / "letters").exists()


def test_a_name_that_leads_elsewhere_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / TEMPLATES_FILE, "w") as archive:
        for name in ("../evil.docx", "/evil.docx", "a/b.docx", "evil.sh", "..docx"):
            archive.writestr(name, b"x")
    unpack(tmp_path, tmp_path / "data")
    assert not [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not (tmp_path / "evil.docx").exists()
