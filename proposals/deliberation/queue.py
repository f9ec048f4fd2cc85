"""What waits for those who moderate, and what those whom it concerns may read of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, cast, literal, union_all
from sqlmodel import Session, col, func, or_, select, true

from civic.core.actor import Actor
from civic.core.audience import Reader, reader
from civic.core.links import Waiting
from civic.core.pagination import Page, cut
from civic.core.tables import columns
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.members.models import Member
from civic.spaces.models import Role, Space
from proposals.deliberation.models import Comment, CommentState, Flag, Removal, Suspension
from proposals.models import Proposal

SENTENCES = {
    "flag": (N_("A message was reported."), N_("Look at it")),
    "removal": (N_("Somebody appeals against a removal."), N_("Answer the appeal")),
    "suspension": (N_("Somebody appeals against a suspension."), N_("Answer the appeal")),
}
ENDPOINTS = {"flag": "flagged", "removal": "answer", "suspension": "answer_suspension"}


def moderates(actor: Actor) -> bool:
    return actor.is_admin or bool(_facilitated(actor))


def _facilitated(actor: Actor) -> list[int]:
    return [id for id, roles in actor.roles_by_space.items() if Role.FACILITATOR in roles]


def _told(actor: Actor) -> dict[str, Any]:
    """What the statements below want to know of the actor."""
    return {"member_id": actor.id, "led": _facilitated(actor)}


def _mine(reader: Reader, space_id: Any) -> Any:
    led: Any = bindparam("led", expanding=True)
    return true() if reader == Reader.ADMINISTRATOR else col(space_id).in_(led)


def _open_flags(reader: Reader) -> tuple[Any, Any]:
    """Reports by message, from the few that are open; and which of them this actor decides on."""
    per = (
        select(Flag.comment_id, func.count().label("flags"), func.min(Flag.at).label("since"))
        .where(col(Flag.settled_at).is_(None))
        .group_by(col(Flag.comment_id))
        .subquery()
    )
    theirs = and_(
        col(Comment.state) == CommentState.SHOWN,
        col(Comment.author_id).is_distinct_from(bindparam("member_id")),
        _mine(reader, Proposal.space_id),
    )
    return per, theirs


def _open_appeals(reader: Reader) -> Any:
    return (
        col(Removal.appealed_at).is_not(None),
        col(Removal.upheld).is_(None),
        col(Removal.by_id).is_distinct_from(bindparam("member_id")),
        col(Comment.author_id).is_distinct_from(bindparam("member_id")),
        _mine(reader, Removal.space_id),
    )


def flagged(session: Session, *, actor: Actor, limit: int = 50) -> Sequence[Any]:
    """Messages with open reports, the most reported first; never the actor's own."""
    per, theirs = _open_flags(reader(actor))
    found = (
        select(
            *columns(
                Comment.id, Comment.body, Comment.language, Comment.created_at,
                Proposal.id.label("proposal_id"), Proposal.title,  # type: ignore[attr-defined]
                Space.title.label("space_title"),  # type: ignore[attr-defined]
                Member.name, per.c.flags, per.c.since,
            )
        )
        .select_from(per)
        .join(Comment, col(Comment.id) == per.c.comment_id)
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .join(Space, col(Proposal.space_id) == col(Space.id))
        .outerjoin(Member, col(Comment.author_id) == col(Member.id))
        .where(theirs)
        .order_by(per.c.flags.desc(), per.c.since, per.c.comment_id)
        .limit(limit)
    )  # fmt: skip
    return session.execute(found, _told(actor)).all()


def reports(session: Session, *, comment_ids: Sequence[int]) -> Mapping[int, list[Flag]]:
    """The open reports of each message, the oldest first. Who made them is not for pages."""
    found = (
        select(Flag)
        .where(col(Flag.comment_id).in_(comment_ids), col(Flag.settled_at).is_(None))
        .order_by(col(Flag.at))
        .limit(500)
    )
    about: dict[int, list[Flag]] = defaultdict(list)
    for flag in session.exec(found) if comment_ids else ():
        about[flag.comment_id].append(flag)
    return about


def record(session: Session, *, author_id: int, space_id: int) -> tuple[int, int]:
    """How many messages of this author were removed in this space, and how many suspensions
    there were; those that an appeal reversed do not count."""
    removed = (
        select(func.count())
        .select_from(Removal)
        .join(Comment, col(Removal.comment_id) == col(Comment.id))
        .where(Comment.author_id == author_id, Removal.space_id == space_id)
        .where(col(Removal.upheld).is_not(False))
        .scalar_subquery()
    )
    suspended = (
        select(func.count())
        .where(Suspension.member_id == author_id, Suspension.space_id == space_id)
        .where(col(Suspension.upheld).is_not(False))
        .scalar_subquery()
    )
    counts = session.execute(select(removed, suspended)).one()
    return int(counts[0]), int(counts[1])


def appealed(session: Session, *, actor: Actor, limit: int = 50) -> Sequence[Any]:
    """Appeals that nobody has answered and that this actor may answer, the oldest first."""
    found = (
        select(
            *columns(
                Comment.id, Proposal.id.label("proposal_id"), Proposal.title,  # type: ignore[attr-defined]
                Space.title.label("space_title"), Removal.reason, Removal.appeal,  # type: ignore[attr-defined]
                Removal.appealed_at,
            )
        )
        .select_from(Removal)
        .join(Comment, col(Removal.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .join(Space, col(Proposal.space_id) == col(Space.id))
        .where(*_open_appeals(reader(actor)))
        .order_by(col(Removal.appealed_at))
        .limit(limit)
    )  # fmt: skip
    return session.execute(found, _told(actor)).all()


def suspensions(session: Session, *, actor: Actor, before: int = 0, size: int = 50) -> Page[Any]:
    """Those that this actor oversees or undergoes, newest first."""
    found = (
        select(
            *columns(
                Suspension.id, Suspension.member_id, Suspension.by_id, Suspension.reason,
                Suspension.until, Suspension.appeal, Suspension.appealed_at, Suspension.upheld,
                Suspension.answer, Member.name, Space.title.label("space_title"),  # type: ignore[attr-defined]
            )
        )
        .join(Member, col(Suspension.member_id) == col(Member.id))
        .join(Space, col(Suspension.space_id) == col(Space.id))
        .where(
            or_(col(Suspension.member_id) == actor.id, _mine(reader(actor), Suspension.space_id)),
            col(Suspension.id) < before if before else true(),
        )
        .order_by(col(Suspension.id).desc())
        .limit(size + 1)
    )  # fmt: skip
    return _cut(session.execute(found, _told(actor)).all(), size)


def _cut(rows: Sequence[Any], size: int) -> Page[Any]:
    return cut(rows, size=size, key=lambda last: last.id)


def my_reports(session: Session, *, actor: Actor, before: int = 0, size: int = 50) -> Page[Any]:
    """What became of the messages that this member reported, the newest message first."""
    found = (
        select(
            *columns(
                Comment.id, Comment.body, Comment.state, Flag.reason, Flag.at, Flag.upheld,
                Proposal.id.label("proposal_id"), Proposal.title,  # type: ignore[attr-defined]
                Removal.reason.label("removal_reason"),  # type: ignore[attr-defined]
            )
        )
        .select_from(Flag)
        .join(Comment, col(Flag.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .outerjoin(Removal, col(Removal.comment_id) == col(Comment.id))
        .where(Flag.member_id == actor.id, col(Flag.comment_id) < before if before else true())
        .order_by(col(Flag.comment_id).desc())
        .limit(size + 1)
    )  # fmt: skip
    return _cut(session.execute(found).all(), size)


def my_removals(session: Session, *, actor: Actor, before: int = 0, size: int = 50) -> Page[Any]:
    """This member's messages that were removed, the newest message first, and what became of each
    appeal."""
    found = (
        select(
            *columns(
                Comment.id, Comment.body, Proposal.id.label("proposal_id"), Proposal.title,  # type: ignore[attr-defined]
                Removal.reason, Removal.at, Removal.appealed_at, Removal.upheld, Removal.answer,
            )
        )
        .select_from(Removal)
        .join(Comment, col(Removal.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(Comment.author_id == actor.id, col(Comment.id) < before if before else true())
        .order_by(col(Comment.id).desc())
        .limit(size + 1)
    )  # fmt: skip
    return _cut(session.execute(found).all(), size)


def waiting(actor: Actor, *, now: datetime) -> Question | None:
    """Reported messages and appeals, for those who decide on them, the oldest first."""
    return Question(_waiting(reader(actor)), _told(actor)) if moderates(actor) else None


@cache
def _waiting(reader: Reader) -> Select[Any]:
    member_id: Any = bindparam("member_id")
    per, theirs = _open_flags(reader)
    flags = (
        select(
            literal("flag").label("kind"),
            *columns(Comment.id, Proposal.id, Proposal.title, per.c.since),
        )
        .select_from(per)
        .join(Comment, col(Comment.id) == per.c.comment_id)
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(theirs)
    )
    removals = (
        select(
            literal("removal"),
            *columns(Comment.id, Proposal.id, Proposal.title, Removal.appealed_at),
        )
        .select_from(Removal)
        .join(Comment, col(Removal.comment_id) == col(Comment.id))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(*_open_appeals(reader))
    )
    suspended = (
        select(
            literal("suspension"),
            *columns(Suspension.id, Suspension.id, Space.title, Suspension.appealed_at),
        )
        .join(Space, col(Suspension.space_id) == col(Space.id))
        .where(col(Suspension.appealed_at).is_not(None), col(Suspension.upheld).is_(None))
        .where(col(Suspension.by_id).is_distinct_from(member_id), Suspension.member_id != member_id)
        .where(_mine(reader, Suspension.space_id))
    )
    kind, row_id, proposal_id, title, since = union_all(flags, removals, suspended).subquery().c
    details = literal('{"kind": "') + kind + literal('", "row": ') + cast(row_id, Text) + "}"
    return asked(proposal_id, title=title, details=details).order_by(since)


def waits(session: Session, row: Row) -> Waiting:
    kind = row.details["kind"]
    message, button = SENTENCES[kind]
    return Waiting(
        endpoint=f"deliberation.{ENDPOINTS[kind]}",
        id=row.id,
        title=row.title,
        values={} if kind == "suspension" else {"comment_id": row.details["row"]},
        kind=N_("Moderation"),
        message=message,
        button=button,
    )
