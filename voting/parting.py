"""Somebody is erased: who broke a tie is no longer named. Rolls and ballots stay as they are."""

from flask_babel import force_locale, gettext
from sqlmodel import Session, String, cast, select

from civic.community.models import Community
from civic.core.words import capitalised
from civic.feature import Parting
from voting.models import Round


def part(session: Session, parting: Parting) -> None:
    community = session.exec(select(Community)).first() or Community()
    with force_locale(community.languages[0]):
        nobody = capitalised(gettext("a former member"))
    for round in session.exec(select(Round).where(cast(Round.chair, String) != "{}")).all():
        round.chair = {
            question: decision | ({"by": nobody} if decision["by"] == parting.name else {})
            for question, decision in round.chair.items()
        }
        session.add(round)
