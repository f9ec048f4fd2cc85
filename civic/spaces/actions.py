"""Deeds with spaces: founding, changing, archiving; their phases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, or_, select, update

from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.core.clock import now
from civic.core.facts import tell
from civic.search.actions import index
from civic.search.models import SearchEntry
from civic.spaces import policies
from civic.spaces.facts import PhaseEntered, SpaceArchived, SpaceChanged, SpaceCreated
from civic.spaces.models import Membership, Phase, Role, Space


def create(session: Session, *, actor: Actor, values: Mapping[str, Any]) -> Space:
    """Whoever creates a space facilitates it, until somebody else does."""
    policies.CREATE.check(actor, None)
    space = Space(**values)
    session.add(space)
    session.flush()
    session.add(Membership(space_id=space.id, member_id=actor.id, role=Role.FACILITATOR))
    _make_findable(session, space)
    tell(session, SpaceCreated(space_id=space.id, actor_id=actor.id))
    return space


class WiderAudience(ValueError):
    """Those who belong or wrote there were promised a narrower one: see ``widening``."""


WIDTH = (Audience.SPACE, Audience.COMMUNITY, Audience.INTERNET)


def is_wider(one: Audience, other: Audience) -> bool:
    return WIDTH.index(one) > WIDTH.index(other)


def is_promised(session: Session, space: Space, actor: Actor) -> bool:
    """Whether anybody else belongs to the space, or anything was written there."""
    others = select(Membership).where(
        Membership.space_id == space.id, Membership.member_id != actor.id
    )
    written = select(SearchEntry).where(
        SearchEntry.space_id == space.id, SearchEntry.kind != "space"
    )
    return bool(session.exec(select(or_(others.exists(), written.exists()))).one())


def change(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    values: Mapping[str, Any],
    by_two: bool = False,
) -> None:
    """Who sees it changes at once everywhere: lists and search ask the space itself. ``by_two``:
    two have agreed on a wider audience, or it has waited. Raises WiderAudience."""
    policies.ADMINISTER.check(actor, space)
    wider = is_wider(values.get("audience", space.audience), space.audience)
    if wider and not by_two and is_promised(session, space, actor):
        raise WiderAudience
    for name, value in values.items():
        setattr(space, name, value)
    session.add(space)
    _make_findable(session, space)
    tell(session, SpaceChanged(space_id=space.id, actor_id=actor.id))


def archive(session: Session, *, space: Space, actor: Actor, archived: bool) -> None:
    policies.ADMINISTER.check(actor, space)
    space.archived_at = now() if archived else None
    session.add(space)
    tell(session, SpaceArchived(space_id=space.id, actor_id=actor.id, archived=archived))


def plan(
    session: Session, *, space: Space, actor: Actor, phases: Sequence[Mapping[str, Any]]
) -> None:
    """Replace the phases that are still to come by these, in order."""
    policies.ADMINISTER.check(actor, space)
    session.exec(
        delete(Phase).where(col(Phase.space_id) == space.id, col(Phase.entered_at).is_(None))
    )
    last = session.exec(
        select(func.coalesce(func.max(Phase.position), 0)).where(Phase.space_id == space.id)
    ).one()
    known = {str(act) for act in session.info["registry"].acts}
    session.add_all(
        Phase(
            space_id=space.id,
            position=last + place,
            title=phase["title"],
            acts=[act for act in phase["acts"] if act in known],
            starts_at=phase.get("starts_at"),
        )
        for place, phase in enumerate(phases, 1)
    )
    session.flush()


def rename(session: Session, *, phase: Phase, space: Space, actor: Actor, title: str) -> None:
    """Also one that has begun; what it opens stays."""
    policies.ADMINISTER.check(actor, space)
    phase.title = title
    session.add(phase)
    tell(session, SpaceChanged(space_id=space.id, actor_id=actor.id))


def enter(session: Session, *, space: Space, phase: Phase, actor: Actor | None) -> None:
    """From now on the phase's acts are open, and no others. ``actor`` None: by the calendar."""
    if actor is not None:
        policies.ADMINISTER.check(actor, space)
    session.exec(update(Phase).where(col(Phase.space_id) == space.id).values(is_current=False))
    session.refresh(phase)
    phase.is_current, phase.entered_at = True, now()
    space.acts = list(phase.acts)
    session.add(space)
    session.add(phase)
    tell(
        session,
        PhaseEntered(space_id=space.id, phase=phase.title, actor_id=actor.id if actor else None),
    )


def follow_calendar(session: Session, *, at: datetime) -> int:
    """Enter every phase whose day has come, oldest first."""
    due = session.exec(
        select(Phase, Space)
        .join(Space)
        .where(col(Phase.starts_at) <= at, col(Phase.entered_at).is_(None))
        .where(col(Space.archived_at).is_(None))
        .order_by(col(Phase.starts_at))
        .limit(100)
    ).all()
    for phase, space in due:
        enter(session, space=space, phase=phase, actor=None)
    return len(due)


def _make_findable(session: Session, space: Space) -> None:
    index(
        session,
        kind="space",
        subject_id=space.id,
        space_id=space.id,
        language=space.language,
        title=space.title,
        text=space.purpose,
    )
