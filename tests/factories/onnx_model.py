"""A tiny meaning model in the layout of sentence-transformers, made on the spot: each letter has a vector of its own.

The ONNX file is written by hand, field by field of its protocol buffer: one node that looks letters up in a table.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

LETTERS = "种粮树补贴每亩多少元一百结婚登记到民政局办理由农业村审核公租房法住建受，。？：\n 问文"
DIMENSIONS = 32
_INT64, _FLOAT = 7, 1


def make_model(
    folder: Path,
    *,
    pooling: str | None = "mean_tokens",
    prompts: bool = False,
    inputs: Iterable[str] = ("input_ids", "attention_mask"),
) -> Path:
    """Write the model into a folder; `pooling` None leaves out how letters become one vector."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "onnx").mkdir(exist_ok=True)
    vocabulary = {"[UNK]": 0, **{letter: at for at, letter in enumerate(dict.fromkeys(LETTERS), start=1)}}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # type: ignore[arg-type]
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[\\s\\S]"), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(7).normal(size=(len(vocabulary), DIMENSIONS)).astype("<f4")
    (folder / "onnx" / "model.onnx").write_bytes(_model(table, list(inputs)))
    if pooling is not None:
        (folder / "1_Pooling").mkdir(exist_ok=True)
        told = {f"pooling_mode_{name}": name == pooling for name in ("cls_token", "mean_tokens")}
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(told))
    if prompts:
        told_prompts = {"prompts": {"query": "问", "document": "文"}}
        (folder / "config_sentence_transformers.json").write_text(json.dumps(told_prompts))
    return folder


def _model(table: np.ndarray, inputs: list[str]) -> bytes:
    node = _text(1, "table") + _text(1, inputs[0]) + _text(2, "last_hidden_state") + _text(4, "Gather")
    tensor = (
        b"".join(_number(1, size) for size in table.shape)
        + _number(2, _FLOAT)
        + _text(8, "table")
        + _bytes(9, table.tobytes())
    )
    graph = (
        _bytes(1, node)
        + _text(2, "tiny")
        + _bytes(5, tensor)
        + b"".join(_bytes(11, _value(name, _INT64, ["batch", "letters"])) for name in inputs)
        + _bytes(12, _value("last_hidden_state", _FLOAT, ["batch", "letters", table.shape[1]]))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, 13))


def _value(name: str, kind: int, axes: list[str | int]) -> bytes:
    shape = b"".join(
        _bytes(1, _text(2, axis) if isinstance(axis, str) else _number(1, axis)) for axis in axes
    )
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
