"""Somebody leaves or is erased: whoever passed a vote on to them that is still open has it back.
Somebody else is named who votes for an entity: what is open says so.
Of somebody erased the name goes, too, where they broke a tie. Rolls and ballots stay as they are.
"""

from datetime import datetime

from flask_babel import force_locale, gettext
from sqlmodel import Session, String, cast, col, select

from civic.community.queries import settings
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.words import capitalised
from civic.feature import Parting
from civic.members.facts import MemberLeft, RepresentativeNamed
from civic.members.models import Member
from voting import queries
from voting.facts import ElectorRepresentedAnew, MandateDeclined
from voting.models import Elector, Mandate, RepresentedAnew, Round, State


def part(session: Session, parting: Parting) -> None:
    _give_all_back(session, parting.member_id)
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
    """They cannot sign in any more, and so not vote: neither for themselves nor for an entity."""
    for id in session.exec(select(Member.id).where(Member.pseudonym == fact.member)).all():
        _give_all_back(session, id)


def represent_anew(session: Session, fact: RepresentativeNamed) -> None:
    """Rolls do not freeze who votes for an entity: who was dismissed shall not, and who left
    cannot. So that nobody votes for others by naming representatives, each open vote says that it
    was done, by whom and when; and goes on saying so, whoever is named again."""
    entity = session.exec(select(Member).where(Member.pseudonym == fact.member)).one()
    on_roll = select(Round).join(Elector).where(Elector.member_id == entity.id)
    for round in session.exec(on_roll.where(Round.state == State.OPEN)).unique().all():
        session.merge(RepresentedAnew(round_id=round.id, member_id=entity.id, at=now()))
        tell(
            session,
            ElectorRepresentedAnew(
                actor_id=fact.actor_id,
                round_id=round.id,
                space_id=round.space_id,
                elector=fact.member,
            ),
        )
    if entity.represented_by_id is None:
        _give_back(session, entity.id)


def represented_anew(session: Session, round: Round) -> list[tuple[str, datetime]]:
    """Entities of a round's roll for which somebody else was named while it was open, and when."""
    if round.frozen is None:
        return []
    found = (
        select(Member.name, RepresentedAnew.at)
        .join(RepresentedAnew)
        .where(RepresentedAnew.round_id == round.id)
        .order_by(col(RepresentedAnew.at), col(RepresentedAnew.member_id))
    )
    return list(session.exec(found))


def _give_all_back(session: Session, member_id: int) -> None:
    """Of a member, and of the entities for which they vote."""
    represented = select(Member.id).where(Member.represented_by_id == member_id)
    for id in (member_id, *session.exec(represented).all()):
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
