"""What is said when a county's files are not where the setting says."""

import shutil
from pathlib import Path

import pytest

from adapters.county import SAMPLE, CountyData


def test_both_files_of_a_county_are_read_from_one_folder(tmp_path: Path) -> None:
    for name in ("county.yml", "places.yml"):
        shutil.copy(SAMPLE / name, tmp_path)
    assert CountyData.load(tmp_path / "county.yml").profile.name == "青岚县"


def test_a_missing_county_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"MINGBAI_COUNTY_FILE 指的 .*county\.yml 不存在"):
        CountyData.load(tmp_path / "county.yml")


def test_a_missing_file_of_places_is_named(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "county.yml", tmp_path)
    with pytest.raises(ValueError, match=r"旁边还要有 places\.yml"):
        CountyData.load(tmp_path / "county.yml")
