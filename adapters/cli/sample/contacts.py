"""Brings contact cards of the sample county's units, all but one, so that the desk shows what is due."""

from adapters.main import Program

ACTOR = "demo"


async def fill_contacts(program: Program) -> None:
    """Bring them where there are none yet."""
    service = program.services.openness.contacts
    if await service.cards():
        return
    for unit in program.county.profile.units[:-1]:
        typed = {
            "leader": "副局长（分管政务公开）",
            "clerk": "办公室政务公开专员",
            "counsel": "本单位法律顾问",
            "office": "办公室",
            "phone": unit.phone,
        }
        await service.keep(unit.name, typed, actor=ACTOR)
