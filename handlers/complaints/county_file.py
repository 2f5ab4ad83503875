"""Reads the files beside the county file that tell who handles which complaint, and says in words what cannot be read."""

from pathlib import Path
from typing import Any

import yaml

from bot.text.plain_yaml import read_yaml


def tree_of(path: Path) -> Any:
    """Give what a file holds; raises `ValueError` naming the file and what is wrong in it."""
    try:
        return read_yaml(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name} 读不出来：{str(error).splitlines()[0]}") from None
