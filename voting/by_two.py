"""What takes two people in a vote that says so: closing it early, extending it, cancelling it.

One facilitator asks, with a reason that everybody reads. Another facilitator of the space or an
administrator agrees, and it is done. The vote's own end wins over whatever still waits: nothing
that was asked for before is done after it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, or_, select

from civic.audit.models import AuditEntry
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.permissions import Forbidden, Permission
from civic.core.words import N_, moment, text_in
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint import queries as asked
from civic.joint.facts import JointActAgreed, JointActStopped
from civic.joint.models import JointAct
from civic.members import queries as members
from civic.members.models import Member
from civic.spaces import queries as spaces
from civic.spaces.facts import DutyAccepted, RoleGiven
from civic.spaces.models import Role
from voting import actions, policies, queries
from voting.facts import RoundChangeAgreed, RoundChangeAsked, RoundChangeStopped
from voting.models import Round, State
from voting.notices import electors
from voting.papers import takes_two

CHANGES: Mapping[str, Permission] = {
    "close": policies.CLOSE,
    "extend": policies.EXTEND,
    "cancel": policies.CANCEL,
}
"""What may be asked for, and who may ask."""
KINDS = tuple(f"voting.{change}" for change in CHANGES)

ENDED = N_(
    "The vote has reached its end, and is counted now. Only if it could not be counted might it "
    "still be cancelled."
)


def rule(two: bool) -> str:
    """What a vote's terms say of it, in a sentence for its members."""
    if two:
        return _(
            "Once it is open, closing it early, extending or cancelling it takes two people, "
            "and a reason that everybody reads."
        )
    return _(
        "Once it is open, one person may close it early, extend or cancel it, with a reason "
        "that everybody reads."
    )


def is_chosen(round: Round) -> bool:
    """Frozen if it ever opened, as drafted before."""
    return takes_two(round) if round.frozen else round.by_two


def is_needed(round: Round, change: str) -> bool:
    """Once its end has come, a vote is closed by one person, as the house would."""
    return takes_two(round) and (change != "close" or now() < round.closes_at)


def ask(
    session: Session,
    *,
    actor: Actor,
    round: Round,
    change: str,
    reason: str,
    closes_at: datetime | None = None,
) -> JointAct:
    """Raises BadRound."""
    CHANGES[change].check(actor, round)
    if not reason:
        raise actions.BadRound(N_("Say why: everybody will read it."))
    if round.state == State.OPEN and now() >= round.closes_at:
        raise actions.BadRound(ENDED)
    if closes_at is not None and closes_at <= round.closes_at:
        raise actions.BadRound(N_("The new end must be later than the present one."))
    details: dict[str, Any] = {"round_id": round.id, "in_count": round.state == State.CLOSING}
    if closes_at is not None:
        details["closes_at"] = closes_at.isoformat()
    known = {act.id for act, *_rest in waiting(session, round)}
    try:
        act = joint.ask(
            session,
            actor=actor,
            kind=f"voting.{change}",
            details=details,
            space_id=round.space_id,
            reason=reason,
        )
    except joint.TooMany:
        raise actions.BadRound(joint.TOO_MANY) from None
    if act.id not in known:
        tell(
            session,
            RoundChangeAsked(
                round_id=round.id,
                space_id=round.space_id,
                actor_id=actor.id,
                change=change,
                closes_at=details.get("closes_at"),
                reason=reason,
            ),
        )
    return act


def waiting(session: Session, round: Round) -> list[tuple[JointAct, str | None, str]]:
    """What is asked for in this vote and not done yet: who asked, and what in words."""
    if not takes_two(round) or round.state not in (State.OPEN, State.CLOSING):
        return []
    found = asked.open_in_space(session, space_id=round.space_id, kinds=KINDS)
    return [
        (act, name, _said(act.kind, act.details, round))
        for act, name in found
        if act.details["round_id"] == round.id
    ]


def who_may(session: Session, space_id: int) -> set[int]:
    """The people of whom it takes two: the space's facilitators, and administrators, of whom two
    are enough to know."""
    found = spaces.facilitator_ids(session, space_id)
    return {*found, *members.administrators(session, after=0, limit=2)}


def void(session: Session) -> list[int]:
    """What was asked for in votes that have ended in the meantime."""
    is_open = (col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None))
    found = session.exec(select(JointAct).where(*is_open, col(JointAct.kind).in_(KINDS)))
    rounds = ((act, session.get(Round, act.details["round_id"])) for act in found)
    return [act.id for act, round in rounds if round is None or _is_void(round, act.details)]


def _is_void(round: Round, details: Mapping[str, Any]) -> bool:
    if round.state == State.CLOSING:
        return not details["in_count"]
    return round.state != State.OPEN or now() >= round.closes_at


def hear_agreed(session: Session, fact: JointActAgreed) -> None:
    _retell(session, fact, RoundChangeAgreed)


def hear_stopped(session: Session, fact: JointActStopped) -> None:
    _retell(session, fact, RoundChangeStopped)


def _retell(
    session: Session,
    fact: JointActAgreed | JointActStopped,
    news: type[RoundChangeAgreed] | type[RoundChangeStopped],
) -> None:
    """On the record of the vote itself, where its members look."""
    act = session.get(JointAct, fact.act_id) if fact.kind in KINDS else None
    if act is not None and act.space_id is not None:
        tell(
            session,
            news(
                round_id=act.details["round_id"],
                space_id=act.space_id,
                actor_id=fact.actor_id,
                change=_change(fact.kind),
            ),
        )


def _change(kind: str) -> str:
    return kind.removeprefix("voting.")


def _perform(change: str) -> Any:
    def perform(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
        round = queries.locked(session, details["round_id"], share=False)
        if _is_void(round, details):
            raise joint.CannotBeDone
        actor = spaces.actors(session, [session.get_one(Member, asker.id)])[asker.id]
        reason = details["reason"]
        about: dict[str, Any] = {"round_id": round.id, "actor": actor, "reason": reason}
        try:
            if change == "close":
                actions.close(session, **about, now=now(), by_two=True)
            elif change == "extend":
                later = datetime.fromisoformat(details["closes_at"])
                actions.extend(session, **about, closes_at=later, by_two=True)
            else:
                actions.cancel(session, **about, by_two=True)
        except (actions.BadRound, Forbidden):
            raise joint.CannotBeDone from None

    return perform


def _describe(change: str) -> Any:
    def describe(session: Session, details: Mapping[str, Any]) -> str:
        return _said(f"voting.{change}", details, session.get(Round, details["round_id"]))

    return describe


def _said(kind: str, details: Mapping[str, Any], round: Round | None) -> str:
    title = text_in(round.titles) if round else "?"
    if kind == "voting.close":
        return _("Closing the vote “%(title)s” before its end", title=title)
    if kind == "voting.extend":
        later = moment(datetime.fromisoformat(details["closes_at"]))
        return _("Extending the vote “%(title)s”: %(when)s", title=title, when=later)
    return _("Cancelling the vote “%(title)s”", title=title)


def _keepers(session: Session, details: Mapping[str, Any]) -> Sequence[int]:
    round = session.get(Round, details["round_id"])
    return spaces.facilitator_ids(session, round.space_id) if round else ()


def _same_hands(session: Session, details: Mapping[str, Any], asker_id: int) -> set[int]:
    """Whom the asker has made a facilitator since the vote opened, and who made the asker one:
    whoever makes somebody up is one person still. Who has come by an invitation since counts
    beside nobody, as whose it was is not remembered."""
    round = session.get_one(Round, details["round_id"])
    asker = session.exec(select(Member.pseudonym).where(Member.id == asker_id)).one()
    said = col(AuditEntry.details)
    new = select(AuditEntry.name, AuditEntry.actor, said["member"].as_string()).where(
        AuditEntry.space_id == round.space_id,
        col(AuditEntry.told_at) >= round.opened_at,
        or_(
            AuditEntry.name == DutyAccepted.__name__,
            (col(AuditEntry.name) == RoleGiven.__name__)
            & (said["role"].as_string() == Role.FACILITATOR),
        ),
    )
    found = set()
    for name, actor, member in session.exec(new):
        if name == DutyAccepted.__name__:
            if actor == asker:
                return set(spaces.facilitator_ids(session, round.space_id))
            found.add(actor)
        elif asker in (actor, member):
            found.add(member if actor == asker else actor)
    return set(session.exec(select(Member.id).where(col(Member.pseudonym).in_(found))))


def _witnesses(
    session: Session, details: Mapping[str, Any], after: int, limit: int
) -> Sequence[int]:
    return electors(session, details["round_id"], after, limit)


WORDS = {
    "close": N_("Closing a vote early, where its terms say that it takes two"),
    "extend": N_("Extending a vote, where its terms say that it takes two"),
    "cancel": N_("Cancelling a vote once it is open, where its terms say that it takes two"),
}
JOINT_KINDS = tuple(
    JointKind(
        name=f"voting.{change}",
        what=WORDS[change],
        describe=_describe(change),
        perform=_perform(change),
        about=lambda details: ("voting.show", {"key": Key(details["round_id"], "")}),
        keepers=_keepers,
        same_hands=_same_hands,
        witnesses=_witnesses,
    )
    for change in CHANGES
)
