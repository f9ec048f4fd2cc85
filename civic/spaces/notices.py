"""Who is told that somebody wants to belong, and what was answered."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from civic.core.facts import Fact
from civic.feature import Notice
from civic.members.models import Member
from civic.spaces import leading, mandates, widening
from civic.spaces.facts import (
    FacilitatorMandateEndsSoon,
    JoinAnswered,
    JoinAsked,
    SpaceFact,
    SpaceLeftUnled,
    WiderAudienceAsked,
)
from civic.spaces.models import JoinRequest, Membership, Role, Space


def _facilitators(session: Session, fact: JoinAsked, after: int, limit: int) -> Sequence[int]:
    found = (
        select(Membership.member_id)
        .where(Membership.space_id == fact.space_id, Membership.role == Role.FACILITATOR)
        .where(col(Membership.member_id) > after)
        .order_by(col(Membership.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def _asker(_session: Session, fact: JoinAnswered, after: int, _limit: int) -> Sequence[int]:
    return [fact.member_id] if fact.member_id > after else []


def _context(session: Session, fact: SpaceFact) -> dict[str, Any]:
    space = session.get_one(Space, fact.space_id)
    asker = session.get(Member, fact.actor_id) if fact.actor_id else None
    request = session.get(JoinRequest, (fact.space_id, fact.actor_id))
    base = session.info["config"].base_url
    return {
        "title": space.title,
        "name": asker.name if asker else "",
        "words": request.words if request else "",
        "link": f"{base}/spaces/{space.id}",
    }


def _notice(recipients: Any, name: str, choice: str) -> Notice:
    return Notice(
        recipients=recipients,
        context=_context,
        template=f"spaces/notices/{name}.txt",
        choice=choice,
    )


NOTICES: dict[type[Fact], Sequence[Notice]] = {
    JoinAsked: [_notice(_facilitators, "asked", "duties")],
    FacilitatorMandateEndsSoon: [
        Notice(
            recipients=mandates.concerned,
            context=mandates.in_words,
            template="spaces/notices/mandate.txt",
            choice="duties",
        )
    ],
    SpaceLeftUnled: [
        Notice(
            recipients=leading.told,
            context=leading.in_words,
            template="spaces/notices/unled.txt",
            choice="duties",
            allowed=leading.is_so,
        )
    ],
    WiderAudienceAsked: [
        Notice(
            recipients=widening.told,
            context=widening.in_words,
            template="spaces/notices/wider.txt",
            choice="",
            allowed=widening.still_waits,
        )
    ],
    JoinAnswered: [_notice(_asker, "answered", "mine")],
}
