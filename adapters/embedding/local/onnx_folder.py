"""A model that the county fetched itself: an ONNX file with its tokenizer, in the usual layout of sentence-transformers.

What the folder has to say: `tokenizer.json`; how the vectors of letters become one (`1_Pooling/config.json`), unless
the model does it itself; and, where the model wants them, what stands before questions and passages (`prompts` in
`config_sentence_transformers.json`: `query`, and `document` or `passage`).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adapters.embedding.local.carriers import TOKENIZER_FILE, model_file
from adapters.embedding.local.text_model import Matrix, ModelError

MOST_PIECES = 512
LETTERS_AXES, WHOLE_AXES = 3, 2
_ROOMS = {"input_ids", "attention_mask", "token_type_ids"}


class OnnxFolder:
    """Holds the model of a folder."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load the model; raises `ModelError`."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError:
            raise ModelError("unloadable") from None
        file = model_file(folder)
        if file is None:
            raise ModelError("unloadable")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Both libraries raise classes of their own for each of the many ways a file can be wrong.
        try:
            self._session = onnxruntime.InferenceSession(
                str(file), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception:  # noqa: BLE001
            raise ModelError("unloadable") from None
        self._tokenizer.enable_truncation(max_length=_most_pieces(folder))
        self._tokenizer.no_padding()
        self._wanted = [each.name for each in self._session.get_inputs()]
        if not {"input_ids"} <= set(self._wanted) <= _ROOMS:
            raise ModelError("inputs")
        self._output, self._whole = _output(self._session.get_outputs())
        self._first = not self._whole and _pools_by_first(folder)
        self._before_question, self._before_passage = _prompts(folder)

    def vectors(self, texts: Sequence[str], *, asked: bool) -> Matrix:
        """Give the vectors of texts: array (texts, numbers)."""
        before = self._before_question if asked else self._before_passage
        return np.stack([self._vector(before + text) for text in texts])

    def _vector(self, text: str) -> Matrix:
        pieces = self._tokenizer.encode(text)
        rows = {
            "input_ids": pieces.ids,
            "attention_mask": pieces.attention_mask,
            "token_type_ids": pieces.type_ids,
        }
        fed = {name: np.array([rows[name]], dtype=np.int64) for name in self._wanted}
        (given,) = self._session.run([self._output], fed)
        letters: Matrix = np.asarray(given, dtype=np.float32)[0]
        if self._whole:
            return letters
        vector: Matrix = letters[0] if self._first else letters.mean(axis=0)
        return vector


def _output(outputs: Sequence[Any]) -> tuple[str, bool]:
    """Give the output to read, and whether it is the whole text's vector already; raises `ModelError`."""
    ranked = {each.name: len(each.shape) for each in outputs}
    whole = next((name for name, axes in ranked.items() if name == "sentence_embedding"), None)
    if whole is not None and ranked[whole] == WHOLE_AXES:
        return whole, True
    first = outputs[0].name
    if ranked[first] not in {LETTERS_AXES, WHOLE_AXES}:
        raise ModelError("outputs")
    return first, ranked[first] == WHOLE_AXES


def _pools_by_first(folder: Path) -> bool:
    """Tell whether the first piece stands for the text, or the mean of all; a wrong guess would spoil every vector."""
    told = _told(folder / "1_Pooling" / "config.json")
    if told.get("pooling_mode_cls_token") is True:
        return True
    if told.get("pooling_mode_mean_tokens") is True:
        return False
    raise ModelError("pooling")


def _prompts(folder: Path) -> tuple[str, str]:
    prompts = _told(folder / "config_sentence_transformers.json").get("prompts") or {}
    passage = prompts.get("document") or prompts.get("passage") or ""
    return str(prompts.get("query") or ""), str(passage)


def _most_pieces(folder: Path) -> int:
    told = _told(folder / "sentence_bert_config.json").get("max_seq_length")
    return min(MOST_PIECES, told) if isinstance(told, int) and told > 0 else MOST_PIECES


def _told(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ModelError("unloadable") from None
    return told if isinstance(told, dict) else {}
