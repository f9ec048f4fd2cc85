"""The demo community: bilingual, alive, made through the same actions as everything else."""

from flask import Flask
from sqlmodel import Session, col, select

from civic.audit.models import AuditEntry
from civic.config import DEMO_ACCOUNTS, DEMO_PASSWORD
from civic.core import db
from civic.members.queries import anybody
from civic.seeds import debates, ideas, partners, past, promises, votes
from civic.seeds.village import Village
from civic.sign_in import passwords
from voting.actions import pay_key_debts

PASSWORD, ACCOUNTS = DEMO_PASSWORD, DEMO_ACCOUNTS


def is_inhabited() -> bool:
    with db.reading() as session:
        return anybody(session)


def demo(_app: Flask) -> None:
    """One transaction: interrupted, it leaves an empty house that can be filled again."""
    stored = passwords.store(PASSWORD)
    with db.writing() as session:
        village = Village(session, stored)
        village.settle()
        partners.bring(village)
        ideas.propose_things(village)
        debates.debate_things(village)
        past.hold(village)
        promises.keep_some(village)
        votes.open_rounds(village)
        votes.a_draft(village)
        partners.ask_for_two(village)
        _record_in_order(session)
    with db.writing() as session:
        pay_key_debts(session)


def _record_in_order(session: Session) -> None:
    """What was told topic by topic stands in the record by its time, as in a house that lived."""
    session.flush()
    lines = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    told = sorted(lines, key=lambda line: line.told_at)
    said = [line.model_dump(exclude={"id"}) for line in told]
    for line, words in zip(lines, said, strict=True):
        line.sqlmodel_update(words)
