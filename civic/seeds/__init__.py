"""The demo community: bilingual, alive, made through the same actions as everything else."""

from flask import Flask

from civic.config import DEMO_ACCOUNTS, DEMO_PASSWORD
from civic.core import db
from civic.members.queries import anybody
from civic.seeds import debates, ideas, partners, past, promises, votes
from civic.seeds.record import day_by_day
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
        with day_by_day(session):
            village.settle()
            partners.bring(village)
            ideas.propose_things(village)
            debates.debate_things(village)
            past.hold(village)
            promises.keep_some(village)
            votes.open_rounds(village)
            votes.a_draft(village)
            partners.ask_for_two(village)
    with db.writing() as session:
        pay_key_debts(session)
