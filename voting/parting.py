"""Somebody is erased: who broke a tie is no longer named, and whoever passed a vote on to them that
is still open has it back. Rolls and ballots stay as they are."""

from flask_babel import force_locale, gettext
from sqlmodel import Session, String, cast, col, select

from civic.community.queries import settings
from civic.core.facts import tell
from civic.core.words import capitalised
from civic.feature import Parting
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
