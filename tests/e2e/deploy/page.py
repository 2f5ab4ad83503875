"""The commands of `docs/deployment.md`, by section, and what replaces the few that need the internet."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "deployment.md"
_SECTION = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"^[A-Z]+=\S+$", re.MULTILINE)
# The packages of the lock are those this very test runs with; no wheels can be fetched for them.
REPLACED = {
    # It ends with 1 for what the page says may be missing in autumn; the test reads every line of it.
    "mingbai doctor": "mingbai doctor || test $? = 1",
    "/opt/mingbai/bin/python -m pip install --disable-pip-version-check --no-index --find-links wheels "
    "--require-hashes -r requirements.lock": "test -s requirements.lock",
    "/opt/mingbai/bin/python -m pip install --disable-pip-version-check --no-index --no-deps mingbai-*.whl": (
        "/opt/mingbai/bin/python -m pip install --disable-pip-version-check --no-index --no-deps mingbai-*.whl\n"
        "echo /opt/packages >$(echo /opt/mingbai/lib/python3*/site-packages)/packages.pth"
    ),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section and its blocks of commands."""

    number: int
    title: str
    blocks: tuple[str, ...]


def sections(text: str) -> dict[int, Section]:
    """Give the sections of the page by their number."""
    heads = list(_SECTION.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {
        int(head[1]): Section(int(head[1]), head[2], tuple(_BLOCK.findall(text[head.end() : end])))
        for head, end in zip(heads, ends, strict=True)
    }


def script(blocks: tuple[str, ...], *, before: str = "") -> str:
    """Give commands as one script that ends with the first failure, naming it; `before` names what was set earlier."""
    joined = "\n".join(blocks)
    for line, other in REPLACED.items():
        joined = joined.replace(line, other)
    return f"set -euo pipefail\ntrap 'echo \"failed: $BASH_COMMAND\"' ERR\n{before}\n{joined}"


def named(blocks: tuple[str, ...]) -> str:
    """Give the lines that name something for later sections, such as the domain."""
    return "\n".join(line for block in blocks for line in _NAMED.findall(block))
