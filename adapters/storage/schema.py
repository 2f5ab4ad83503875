"""Every record of the program in one place, so that migrations and tests see the whole schema."""

import bot.audit
import bot.outbox
import handlers.accounts.records
import handlers.cases
import handlers.disclosure.records
import handlers.tickets.records
import knowledge.approvals
import knowledge.checks
import knowledge.procedure
import knowledge.question_records
import knowledge.records
import knowledge.watchwords
import knowledge.withheld_records
from bot.database import Base

RECORDS = (
    bot.audit,
    bot.outbox,
    handlers.accounts.records,
    handlers.cases,
    handlers.disclosure.records,
    handlers.tickets.records,
    knowledge.approvals,
    knowledge.checks,
    knowledge.procedure,
    knowledge.question_records,
    knowledge.withheld_records,
    knowledge.records,
    knowledge.watchwords,
)
METADATA = Base.metadata
