"""What was found of the evidence in words: one line for the chain, one for what it vouches for, one for sealed values."""

from adapters.backup.soundness import EvidenceSoundness
from bot.evidence import LineFault, LineFaultKind

PLACES = {"disclosure_events": "依申请公开办理记录"}
FAULTS = {
    LineFaultKind.CHANGED: "被改过",
    LineFaultKind.MISSING: "不见了",
    LineFaultKind.UNCOVERED: "没有操作记录作证，不是由程序写的",
}


def evidence_words(found: EvidenceSoundness) -> list[str]:
    """Give three lines, each with what to do where something is wrong."""
    chain = (
        f"✓ 操作记录：{found.entries} 条，逐条相接"
        if found.broken_entry is None
        else f"✗ 操作记录：第 {found.broken_entry} 条与前一条接不上，可能有人直接改过数据库。请保留现场，用备份核对"
    )
    return [chain, _lines(found), _sealed(found)]


def line_words(fault: LineFault) -> str:
    """Give one line of evidence that is not as the chain says."""
    place = PLACES.get(fault.table, fault.table)
    vouched = f"（由操作记录第 {fault.entry} 条作证）" if fault.entry else ""
    return f"{place}第 {fault.id} 行{FAULTS[fault.kind]}{vouched}"


def _lines(found: EvidenceSoundness) -> str:
    if not found.lines_wrong:
        return f"✓ 办理记录：{found.lines} 行，与操作记录相符"
    shown = "；".join(map(line_words, found.line_faults))
    more = f"；等 {found.lines_wrong} 行" if found.lines_wrong > len(found.line_faults) else ""
    return f"✗ 办理记录：{shown}{more}。请保留现场，用备份核对"


def _sealed(found: EvidenceSoundness) -> str:
    if not found.unreadable:
        return f"✓ 加密的内容：{sum(found.sealed.values())} 处，都能打开"
    places = "、".join(f"{name} {count} 处" for name, count in found.unreadable.items())
    return f"✗ 加密的内容打不开：{places}。请看密钥文件是不是最新的一份"
