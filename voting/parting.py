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
from voting import queries
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
    """As if they had declined. Each round is locked first, in one order: one that is just being
    counted is waited for, and keeps what it counted."""
    mine = (Mandate.holder_id == holder_id, col(Mandate.declined).is_(False))
    concerned = (
        select(Mandate.round_id)
        .join(Round, col(Round.id) == Mandate.round_id)
        .where(*mine, Round.state == State.OPEN)
        .distinct()
    )
    for round_id in sorted(session.exec(concerned)):
        if queries.locked(session, round_id, share=False).state != State.OPEN:
            continue
        for mandate in session.exec(
            select(Mandate).where(*mine, Mandate.round_id == round_id)
        ).all():
            mandate.declined = True
            session.add(mandate)
            about = {"round_id": round_id, "giver_id": mandate.giver_id}
            tell(session, MandateDeclined(actor_id=None, holder_id=holder_id, **about))
