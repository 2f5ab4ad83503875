"""How a measurement compares with a former one, as the commands that measure print it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.cli.terminal import table

if TYPE_CHECKING:
    from knowledge.evaluation.comparison import Comparison


def tell_compared(compared: "Mapping[str, Comparison]", former: str) -> None:
    """Print on how many questions each figure is better, worse and the same as in the former file."""
    table(
        f"与 {former} 逐题比较",
        ("项", "更好", "更差", "相同", "符号检验 p"),
        [(name, row.better, row.worse, row.equal, f"{row.p:.4f}") for name, row in compared.items()],
    )
