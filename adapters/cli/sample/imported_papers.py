"""Two invented papers as a clerk would bring them: one waits for its particulars to be checked, one was thrown away."""

from dataclasses import replace

from adapters.main import Program
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.manuscript import Manuscript

ACTOR = "demo"
WAITING = (
    "示例-冬季取暖补助.txt",
    """青岚县民政局　文件

青民发〔2026〕21号

青岚县民政局 青岚县财政局
关于调整困难群众冬季取暖补助
发放标准的通知（示例）

各乡镇人民政府、街道办事处：

每户每年补助380元，11月30日前发到户。

本通知自印发之日起施行，有效期三年。《青岚县冬季取暖补助办法》（青民发〔2021〕6号）同时废止。

青岚县民政局　　青岚县财政局

二○二六年十一月三日

（此件公开发布）
""",
)
DISCARDED = (
    "示例-会议室停用.txt",
    "关于会议室停用的通知（示例）\n\n三楼会议室11月5日停用一天。\n\n青岚县民政局办公室\n\n2026年11月2日\n",
)


async def fill_imported(program: Program) -> None:
    """Import both once, keep their files, and throw the second away; what was done since stays done."""
    services = program.services
    knowledge = services.knowledge
    if await knowledge.proposals.waiting() or await knowledge.discards.discarded():
        return
    for name, text in (WAITING, DISCARDED):
        read = to_draft(Manuscript(text), file=name)
        draft = replace(read, document=replace(read.document, sample=True))
        await knowledge.imports.keep([draft], author=ACTOR)
        await services.source_files.keep(name, text.encode(), [draft.document.id], actor=ACTOR)
        if name == DISCARDED[0]:
            await knowledge.discards.discard(draft.document.id, actor=ACTOR)
