"""Who is told what about a vote. Mails go to electors and those who represent one; of a reminder,
only to those whose ballot is missing when it is written."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from civic.community.queries import settings
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import Fact
from civic.feature import Notice
from civic.members.models import Member
from civic.members.queries import name_of
from civic.spaces.models import Membership
from voting import mandates, policies, queries, roll
from voting.facts import (
    MandateDeclined,
    MandateFact,
    MandateGiven,
    MandateTakenBack,
    RoundAnnounced,
    RoundCancelled,
    RoundExtended,
    RoundFact,
    RoundOpened,
    RoundPublished,
    VotersReminded,
)
from voting.models import Elector, Round, State

STALE = timedelta(days=3)
"""Nobody is told of a result that is older: it was brought in, or the house was asleep."""


def _electors(session: Session, fact: RoundFact, after: int, limit: int) -> Sequence[int]:
    return electors(session, fact.round_id, after, limit)


def electors(session: Session, round_id: int, after: int, limit: int) -> Sequence[int]:
    """Whoever holds a ballot of the round, in order: oneself, or for an entity."""
    holder = func.coalesce(Member.represented_by_id, Member.id)
    found = (
        select(holder)
        .select_from(Elector)
        .join(Member)
        .where(Elector.round_id == round_id, holder > after)
        .distinct()
        .order_by(holder)
        .limit(limit)
    )
    return list(session.exec(found))


def _who_would_vote(session: Session, fact: RoundFact, after: int, limit: int) -> Sequence[int]:
    """Before there is a list of voters: whoever would hold a ballot if it opened today."""
    round = session.get(Round, fact.round_id)
    if round is None:
        return []
    holder = func.coalesce(Member.represented_by_id, Member.id)
    today = settings(session).day_of(now())
    on_it = roll.conditions(space_id=round.space_id, filters=round.roll_filters, on=today)
    found = select(holder).select_from(Member).join(Membership).where(*on_it, holder > after)
    return list(session.exec(found.distinct().order_by(holder).limit(limit)))


def _context(session: Session, fact: RoundFact) -> dict[str, Any]:
    round = session.get_one(Round, fact.round_id)
    base = session.info["config"].base_url
    return {
        "titles": round.titles,
        "questions": [question["title"] for question in round.questions],
        "opens_at": round.opens_at,
        "closes_at": round.closes_at,
        "reason": getattr(fact, "reason", None),
        "link": f"{base}/votes/{round.id}",
    }


def _vote_is_missing(session: Session, actor: Actor, fact: RoundFact) -> bool:
    round = session.get(Round, fact.round_id)
    if round is None or round.state != State.OPEN or not policies.VIEW.allows(actor, round):
        return False
    mine = [id for id, *_rest in queries.electors_of(session, round_id=round.id, actor_id=actor.id)]
    missing = set(mine) - queries.has_voted(session, round_id=round.id, member_ids=mine)
    given = mandates.given(session, round_id=round.id, giver_ids=mine) if round.mandates else {}
    return bool(missing - {id for id, one in given.items() if not one.declined})


def _is_still_ahead(session: Session, actor: Actor, fact: RoundFact) -> bool:
    """One that opens at once, as a second round does, is told of when it is open."""
    round = session.get(Round, fact.round_id)
    if round is None or round.state != State.ANNOUNCED or not policies.VIEW.allows(actor, round):
        return False
    return round.opens_at is None or round.opens_at > now()


def _may_see(session: Session, actor: Actor, fact: RoundFact) -> bool:
    round = session.get(Round, fact.round_id)
    if round is None or not policies.VIEW.allows(actor, round):
        return False
    return round.closed_at is None or now() - round.closed_at < STALE


def _notice(name: str, allowed: Any, recipients: Any = _electors) -> Notice:
    return Notice(
        recipients=recipients,
        context=_context,
        template=f"voting/notices/{name}.txt",
        choice="votes",
        allowed=allowed,
    )


def _acts_for(session: Session, elector_id: int, after: int) -> Sequence[int]:
    """Oneself; of an entity, who represents it."""
    holder = func.coalesce(Member.represented_by_id, Member.id)
    return list(session.exec(select(holder).where(Member.id == elector_id, holder > after)))


def _holder(session: Session, fact: MandateFact, after: int, _limit: int) -> Sequence[int]:
    return _acts_for(session, fact.holder_id, after)


def _giver(session: Session, fact: MandateFact, after: int, _limit: int) -> Sequence[int]:
    return _acts_for(session, fact.giver_id, after)


def _between(session: Session, fact: MandateFact) -> dict[str, Any]:
    round = session.get_one(Round, fact.round_id)
    both = col(Member.id).in_((fact.giver_id, fact.holder_id))
    represented = select(Member.id).where(both, col(Member.represented_by_id).is_not(None))
    entities = set(session.exec(represented))
    return {
        "titles": round.titles,
        "giver": name_of(session, fact.giver_id),
        "holder": name_of(session, fact.holder_id),
        "giver_is_entity": fact.giver_id in entities,
        "holder_is_entity": fact.holder_id in entities,
        "onward": round.mandates is not None and round.mandates["onward"],
        "closes_at": round.closes_at,
        "link": f"{session.info['config'].base_url}/votes/{round.id}",
    }


def _about_mandate(name: str, recipients: Any, *, declined: bool | None) -> Notice:
    """``declined``: how the mandate has to stand when the mail is made; None: it has to be gone."""

    def is_so(session: Session, actor: Actor, fact: MandateFact) -> bool:
        round = session.get(Round, fact.round_id)
        if round is None or round.state != State.OPEN or not policies.VIEW.allows(actor, round):
            return False
        pair = mandates.given(session, round_id=round.id, giver_ids=[fact.giver_id])
        given = pair.get(fact.giver_id)
        found = given.declined if given and given.holder_id == fact.holder_id else None
        return found is declined

    return Notice(
        recipients=recipients,
        context=_between,
        template=f"voting/notices/{name}.txt",
        choice="votes",
        allowed=is_so,
    )


NOTICES: dict[type[Fact], Sequence[Notice]] = {
    RoundAnnounced: [_notice("announced", _is_still_ahead, _who_would_vote)],
    RoundOpened: [_notice("opened", _vote_is_missing)],
    VotersReminded: [_notice("reminded", _vote_is_missing)],
    RoundExtended: [_notice("extended", _may_see)],
    RoundPublished: [_notice("published", _may_see)],
    RoundCancelled: [_notice("cancelled", _may_see)],
    MandateGiven: [_about_mandate("mandate_given", _holder, declined=False)],
    MandateTakenBack: [_about_mandate("mandate_taken_back", _holder, declined=None)],
    MandateDeclined: [_about_mandate("mandate_declined", _giver, declined=True)],
}
