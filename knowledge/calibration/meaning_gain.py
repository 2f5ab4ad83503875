"""How much the nearest in meaning should gain over words, fitted where an embedding service is configured."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.calibration.examples import FIRST_WEIGHTS, RankingExample, reweighed, stacked
from knowledge.calibration.linear_models import Linear, listwise
from knowledge.evaluation import labelled, metrics
from knowledge.evaluation.metrics import Figures
from knowledge.evaluation.report import TODAY
from knowledge.index.reader import Reader
from knowledge.search import ranking
from knowledge.search.question_vectors import Meaning
from knowledge.search.ranking import Ranked
from knowledge.text.question import analyse

MEANING_PENALTY = 1e-2
# However well meaning may do on some questions, words are not to be drowned by it.
MOST_GAIN = 10.0


def gain_of_meaning(
    found: Sequence[RankingExample], meanings: Mapping[str, Meaning], reader: Reader, *, passage: Linear
) -> tuple[float, Figures]:
    """Give how much the nearest in meaning should gain, and how questions are served with that gain and without.

    The weights of words stay: they have to serve the questions whose vector does not come in time, too. A single
    number is fitted on hundreds of questions, so that it is measured on the same ones.
    """
    pieces, right = [], []
    for example in found:
        meaning = meanings.get(example.question.text)
        asked = analyse(example.question.text)
        if meaning is None:
            continue
        first = np.append(FIRST_WEIGHTS, 0.0)
        (ranked,) = ranking.rank([asked], reader, today=TODAY, fitted=first, meaning=meaning)
        relevant = labelled.relevant_passages(example.question, reader)
        marks = np.array(
            [number in relevant for number in ranked.evidence.numbers.tolist()], dtype=np.float64
        )
        columns = np.stack((ranked.features[:, :-1] @ passage.weights, ranked.features[:, -1]), axis=1)
        pieces.append((columns, marks))
        right.append((example, ranked))
    if not any(marks.any() for _, marks in pieces):
        return 0.0, {}
    fitted = listwise(*stacked(pieces), penalty=MEANING_PENALTY).weights
    gain = float(np.clip(fitted[1] / fitted[0], 0.0, MOST_GAIN)) if fitted[0] > 0 else 0.0
    rows: dict[str, list[Figures]] = {"words": [], "meaning": []}
    for example, ranked in right:
        rows["words"].append(_lists_of(example, reweighed(example.ranked, passage), reader))
        both = Linear(np.append(passage.weights, gain), 0.0)
        rows["meaning"].append(_lists_of(example, reweighed(ranked, both), reader))
    means = {name: metrics.means(some) for name, some in rows.items()}
    return round(gain, 5), {
        f"{figure}_by_{name}": means[name][figure]
        for figure in ("recall_at_1_lenient", "recall_at_3_lenient", "answer_in_3")
        for name in rows
    }


def _lists_of(example: RankingExample, ranked: Ranked, reader: Reader) -> Figures:
    documents = list(map(reader.id_of, ranked.documents()))
    return metrics.of_lists(example.question, documents, ranked.passages(), reader=reader)
