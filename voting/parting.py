"""Somebody leaves or is erased: whoever passed a vote on to them that is still open has it back.
Of somebody erased the name goes, too, where they broke a tie. Rolls and ballots stay as they are.
"""

from flask_babel import force_locale, gettext
from sqlmodel import Session, String, cast, col, select

from civic.community.queries import settings
from civic.core.facts import tell
from civic.core.words import capitalised
from civic.feature import Parting
from civic.members.facts import MemberLeft
from civic.members.models import Member
from voting.facts import MandateDeclined
from voting.models import Mandate, Round, State


def part(session: Session, parting: Parting) -> None:
    _give_back(session, parting.member_id)
    community = settings(session)
    with force_locale(community.languages[0]):
        nobody = capitalised(gettext("a former member"))
    for round in session.exec(select(Round).where(cast(Round.chair, String) != "{}")).all():
        round.chair = {
            question: decision | ({"by": nobody} if decision["by"] == parting.name else {})
            for question, decision in round.chair.items()
        }
        session.add(round)


def leave(session: Session, fact: MemberLeft) -> None:
    """They cannot sign in any more, and so not vote."""
    for id in session.exec(select(Member.id).where(Member.pseudonym == fact.member)).all():
        _give_back(session, id)


def _give_back(session: Session, holder_id: int) -> None:
    """As if they had declined."""
    is_open = select(Round.id).where(Round.state == State.OPEN)
    found = select(Mandate).where(
        Mandate.holder_id == holder_id,
        col(Mandate.declined).is_(False),
        col(Mandate.round_id).in_(is_open),
    )
    for mandate in session.exec(found).all():
        mandate.declined = True
        session.add(mandate)
        about = {"round_id": mandate.round_id, "giver_id": mandate.giver_id}
        tell(session, MandateDeclined(actor_id=None, holder_id=holder_id, **about))
