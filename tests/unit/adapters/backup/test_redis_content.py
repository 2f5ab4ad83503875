"""Whatever the program keeps in Redis is either copied, or left for a reason."""

import re
from pathlib import Path

from adapters.backup.redis_content import KEPT, LEFT

ADAPTERS = Path(__file__).parents[4] / "adapters"
NAMED = (
    re.compile(r"key_of\(\s*\"([a-z_-]+)"),
    re.compile(r"f?\"mingbai:([a-z_-]+)"),
    re.compile(r"f\"\{PREFIX\}:([a-z_-]+)"),
)


def test_every_kind_of_key_is_kept_or_left_for_a_reason() -> None:
    texts = [path.read_text("utf-8") for path in ADAPTERS.rglob("*.py")]
    used = {found for text in texts for pattern in NAMED for found in pattern.findall(text)}
    assert used == set(KEPT) | set(LEFT)
