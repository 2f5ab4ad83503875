"""What a question's meaning brings beside newly fitted weights of words, where a service or a model is configured."""

from collections.abc import Mapping, Sequence

from knowledge.calibration.examples import RankingExample, reweighed
from knowledge.calibration.linear_models import Linear
from knowledge.evaluation import metrics
from knowledge.evaluation.metrics import Figures
from knowledge.evaluation.report import TODAY
from knowledge.index.reader import Reader
from knowledge.search import ranking
from knowledge.search.question_vectors import Meaning
from knowledge.search.ranking import Ranked
from knowledge.text.question import analyse


def gain_of_meaning(
    found: Sequence[RankingExample], meanings: Mapping[str, Meaning], reader: Reader, *, passage: Linear
) -> Figures:
    """Give how questions are served by words alone and by words and meaning; nothing when no meaning is known.

    How much meaning counts is not fitted: a county's own questions are too few to tell.
    """
    rows: dict[str, list[Figures]] = {"words": [], "meaning": []}
    for example in found:
        meaning = meanings.get(example.question.text)
        if meaning is None:
            continue
        asked = analyse(example.question.text)
        (ranked,) = ranking.rank([asked], reader, today=TODAY, fitted=passage.weights, meaning=meaning)
        rows["words"].append(_lists_of(example, reweighed(example.ranked, passage), reader))
        rows["meaning"].append(_lists_of(example, ranked, reader))
    if not rows["meaning"]:
        return {}
    means = {name: metrics.means(some) for name, some in rows.items()}
    return {
        f"{figure}_by_{name}": means[name][figure]
        for figure in ("recall_at_1_lenient", "recall_at_3_lenient", "answer_in_3")
        for name in rows
    }


def _lists_of(example: RankingExample, ranked: Ranked, reader: Reader) -> Figures:
    documents = list(map(reader.id_of, ranked.documents()))
    return metrics.of_lists(example.question, documents, ranked.passages(), reader=reader)
