"""Whether newly fitted weights are better than those in use: the figures that matter, and question by question."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.calibration.fit import Judged
from knowledge.evaluation import comparison
from knowledge.evaluation.comparison import Comparison

# What citizens feel: the right document, an answer they need not look for, its words, and an honest no.
COUNTED_FIGURES = ("recall_at_1_lenient", "answer_in_3", "f1", "auroc_out_of_corpus", "auroc_gold_removed")
CHANCE_P = 0.05
ALIKE_GAIN = 1e-4


@dataclass(frozen=True, slots=True)
class WeightComparison:
    """The figures before and now, the questions served better and worse, and whether that is worse on the whole.

    `lost` names the figures that get worse on more questions than chance explains.
    """

    before: Mapping[str, float]
    now: Mapping[str, float]
    questions: Mapping[str, Comparison]
    lost: tuple[str, ...]

    @property
    def gain(self) -> float:
        """Give how much better the figures that count are on average."""
        return sum(self.now[name] - self.before[name] for name in COUNTED_FIGURES) / len(COUNTED_FIGURES)

    @property
    def is_worse(self) -> bool:
        """Whether the new weights should not take the place of those in use."""
        return self.gain < -ALIKE_GAIN or bool(self.lost)


def weigh(now: Judged, before: Judged) -> WeightComparison:
    """Compare weights on questions they have not seen with those in use, on the same questions."""
    questions = comparison.compare(now.questions, before.questions)
    lost = tuple(
        name for name, found in questions.items() if found.worse > found.better and found.p < CHANCE_P
    )
    return WeightComparison(before.figures(), now.figures(), questions, lost)
