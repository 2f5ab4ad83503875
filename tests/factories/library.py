"""A small county's documents in a real index: an allowance with its guide, an ended rule with its successor."""

from datetime import date
from pathlib import Path

from handlers.published.library import Library
from knowledge.documents.document import Document, Kind, Validity
from knowledge.index.generations import Index

ALLOWANCE = Document(
    id="allowance",
    title="甲县高龄津贴发放办法",
    number="甲政发〔2026〕3号",
    issuer="甲县人民政府",
    published_on=date(2026, 1, 15),
    sample=True,
)
OLD = Document(
    id="old",
    title="甲县老年补贴规定",
    number="甲政发〔2019〕8号",
    issuer="甲县人民政府",
    published_on=date(2019, 5, 1),
    validity=Validity.ABOLISHED,
    successor="allowance",
)
COMING = Document(
    id="coming", title="甲县电梯办法", effective_on=date(2027, 1, 1), published_on=date(2026, 11, 1)
)
GUIDE = Document(
    id="guide",
    title="高龄津贴申领",
    kind=Kind.GUIDE,
    basis=("allowance",),
    published_on=date(2026, 1, 28),
    sample=True,
)
HOUSING = Document(id="housing", title="公共租赁住房申请", kind=Kind.GUIDE, basis=("rental",))
RENTAL = Document(id="rental-guide-2", title="公共租赁住房续租办理", kind=Kind.GUIDE)

RULE = "".join(f"第{at}条 这里写着高龄津贴的第{at}条规定，" + "内容很长" * 40 + "。\n" for at in "一二三")
STEPS = """# 高龄津贴申领

## 申请条件

1. 具有甲县户籍；
2. 年满80周岁。

## 申报材料

- 居民身份证
- 户口簿（无需提供）

## 办理流程

1. 申请。
2. 审核。

## 受理地点

任一乡镇窗口。

## 办理时限

10个工作日。

## 收费标准

不收费。

## 咨询电话

甲县民政局0599-1234567。

（示例：甲县为演示虚构。）
"""
TEXTS_OF = (
    (ALLOWANCE, RULE),
    (OLD, "第一条 原来每月50元。"),
    (COMING, "第一条 加装电梯。"),
    (GUIDE, STEPS),
    (
        HOUSING,
        "# 公共租赁住房申请\n\n## 申报材料\n\n"
        + "\n".join(f"- 第{at}份很长的材料名称写在这里" for at in range(1, 40)),
    ),
    (RENTAL, "# 续租\n\n没有分项的指南。"),
)


def library(directory: Path) -> Library:
    """Give a library over a freshly built index."""
    index = Index(directory)
    index.build(TEXTS_OF)
    index.reload()
    return Library(index)
