"""A document is of the place of its title, its beginning, or the organ that signed it."""

import json

import pytest

from knowledge.evaluation.report import build
from knowledge.index.reader import Reader
from knowledge.search.homes import home_of
from knowledge.text import regions

RULES = "一、小区一律封闭管理，凭证进出。二、外来人员先登记再进。" * 12
DOCUMENTS = {
    "titled": ("浙江省疫情防控若干措施", f"{RULES}浙江省人民政府 2020年2月3日"),
    "signed": ("关于进一步强化防控措施的公告", f"{RULES}江西省应急指挥部 2020年2月5日"),
    "agency": ("春季开学延期", f"新华社北京1月29日电 各地中小学推迟开学。{RULES}"),
    "reported": ("小微企业渡过难关", f"新华社成都2月24日电 一家企业拿到了贷款。{RULES}"),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("homes")
    rows = (
        json.dumps({"docid": name, "title": title, "text": text}, ensure_ascii=False)
        for name, (title, text) in DOCUMENTS.items()
    )
    (folder / "documents.jsonl").write_text("\n".join(rows), encoding="utf-8")
    found = build([folder / "documents.jsonl"], folder / "index").index.reader
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("document", "place"), [("titled", "浙江"), ("signed", "江西"), ("agency", ""), ("reported", "成都")]
)
def test_a_document_is_of_a_place(reader: Reader, document: str, place: str) -> None:
    docnum = reader.docnum_of(document)
    assert docnum is not None
    assert home_of(reader, docnum) == regions.named(place)
