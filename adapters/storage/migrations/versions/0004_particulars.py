"""More particulars of documents, and what lists need to know of them without reading their texts."""

import re
from collections.abc import Iterator
from itertools import zip_longest

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = ("disclosure_reason", "language", "interpreter", "interpreter_unit", "interpreter_phone", "openness")
LISTS = ("must_say", "must_not_say", "guide_gaps", "guide_phones")
DAYS = ("review_on", "dated_on", "checked_on")
INDEXED = ("updated_at", "dated_on", "review_on", "expires_on")

# How a guide was read when this migration was written; it stays as it is, whatever the program reads in guides later.
HEADING = re.compile(r"^##[ \t]+([^\n]+?)[ \t#]*$", re.MULTILINE)
ITEM = re.compile(r"^(?:[-*•]|\d+[.、．]|[（(][一二三四五六七八九十\d]+[）)])[ \t]*")
NOTE = re.compile(r"[（(]([^（）()]*)[）)]")
PHONE = re.compile(r"(?<!\d)(?:\d{3,4}[-－—])?\d{5,11}(?!\d)")
CATCH_ALL = re.compile(
    r"(?:其他|其它|相关|有关)[^，。；、]{0,6}(?:材料|资料|证明|证件|文件)$|等(?:相关|有关)?(?:材料|资料)$"
    r"|(?:规定|要求|认为|需要)[^，。；]{0,6}的其[他它](?:条件|情形|要求)?$"
)
ELEMENTS = {
    "commitment": ("容缺",),
    "conditions": ("条件", "对象", "范围"),
    "materials": ("材料",),
    "steps": ("流程", "程序", "步骤"),
    "place": ("地点", "受理点", "地址"),
    "hours": ("受理时间", "办公时间", "办理时间"),
    "limit": ("时限", "期限"),
    "fee": ("收费", "费用"),
    "complaint": ("投诉", "监督"),
    "phone": ("咨询", "电话"),
}
REQUIRED = ("conditions", "phone", "complaint", "place", "materials", "hours")


def upgrade() -> None:
    with op.batch_alter_table("knowledge_documents", schema=None) as batch_op:
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length=500), nullable=False, server_default=""))
        for name in LISTS:
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        for name in DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("elements", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "explanation",
                sa.Enum(
                    "UNDECIDED",
                    "MAJOR",
                    "GENERAL",
                    "EXEMPT",
                    name="explanation",
                    native_enum=False,
                    length=20,
                ),
                nullable=False,
                server_default="UNDECIDED",
            )
        )
        for name in INDEXED:
            batch_op.create_index(f"ix_knowledge_documents_{name}", [name], unique=False)
    _describe()


def downgrade() -> None:
    with op.batch_alter_table("knowledge_documents", schema=None) as batch_op:
        for name in INDEXED:
            batch_op.drop_index(f"ix_knowledge_documents_{name}")
        for name in (*WORDS, *LISTS, *DAYS, "elements", "explanation"):
            batch_op.drop_column(name)


def _describe() -> None:
    """Give every document kept so far its day, and every guide what its text shows."""
    documents = sa.table(
        "knowledge_documents",
        *(sa.column(name) for name in ("id", "kind", "current_version")),
        *(sa.column(name, sa.JSON()) for name in ("guide_gaps", "guide_phones")),
        *(sa.column(name, sa.Date()) for name in ("dated_on", "written_on", "published_on", "effective_on")),
    )
    versions = sa.table(
        "knowledge_versions", *(sa.column(name) for name in ("document_id", "number", "text"))
    )
    connection = op.get_bind()
    day = sa.func.coalesce(documents.c.published_on, documents.c.written_on, documents.c.effective_on)
    connection.execute(documents.update().values(dated_on=day))
    guides = sa.select(documents.c.id, versions.c.text).where(
        documents.c.kind == "GUIDE",
        versions.c.document_id == documents.c.id,
        versions.c.number == documents.c.current_version,
    )
    for identifier, text in connection.execute(guides).all():
        parts = _parts(text)
        values = {"guide_gaps": _gaps(parts), "guide_phones": _phones(parts)}
        connection.execute(documents.update().where(documents.c.id == identifier).values(**values))


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    headings = list(HEADING.finditer(text))
    for heading, following in zip_longest(headings, headings[1:]):
        body = text[heading.end() : following.start() if following else len(text)].strip()
        named = (name for name, words in ELEMENTS.items() if any(word in heading[1] for word in words))
        name = next(named, None)
        if name and body:
            parts.setdefault(name, body)
    return parts


def _gaps(parts: dict[str, str]) -> list[str]:
    missing = [name for name in REQUIRED if name not in parts]
    return [*missing, *(["catch_all"] if any(_catch_alls(parts)) else [])]


def _catch_alls(parts: dict[str, str]) -> Iterator[bool]:
    for name in ("materials", "conditions"):
        for line in parts.get(name, "").split("\n"):
            bare = NOTE.sub("", ITEM.sub("", line.strip())).rstrip("。；;，")
            yield CATCH_ALL.search(bare) is not None


def _phones(parts: dict[str, str]) -> list[str]:
    numbers = PHONE.findall(parts.get("phone", ""))
    return list(dict.fromkeys(re.sub("[－—]", "-", number) for number in numbers))
