"""Showing a space to more people than before, with all that was written there.

Whoever wrote in a closed space was promised its audience, and so was whoever belongs there. So a
wider one takes a second person (another facilitator, or an administrator), is told to all members
of the space at once, and comes a week later at the earliest: time to object, and one of those who
may agree is enough to stop it. Showing only what is written from then on would leave debates that
answer what their readers cannot see, and lists that differ from one reader to the next.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.audience import Audience
from civic.core.facts import tell
from civic.core.words import N_
from civic.feature import JointKind
from civic.joint import actions as joint
from civic.joint import queries as asked
from civic.joint.models import JointAct
from civic.members.models import Member, MemberState
from civic.spaces import actions, policies, queries
from civic.spaces.facts import WiderAudienceAsked
from civic.spaces.models import Membership, Space

KIND = "spaces.widen"
NOTICE_TIME = timedelta(days=7)


def ask(session: Session, *, space: Space, actor: Actor, audience: Audience) -> JointAct:
    """Told to the members of the space; the same asked again is told no second time."""
    policies.ADMINISTER.check(actor, space)
    known = {act.id for act in waiting(session, space)}
    details = {
        "space_id": space.id, "audience": audience.value, "promised": space.audience.value
    }  # fmt: skip
    act = joint.ask(session, actor=actor, kind=KIND, details=details, space_id=space.id)
    if act.id not in known:
        tell(
            session,
            WiderAudienceAsked(
                actor_id=actor.id, space_id=space.id, act_id=act.id, audience=audience.value
            ),
        )
    return act


def waiting(session: Session, space: Space) -> list[JointAct]:
    """What is asked for and not done yet."""
    found = asked.open_in_space(session, space_id=space.id, kinds=(KIND,))
    return [act for act, _asker in found]


def earliest(act: JointAct) -> datetime:
    """When it may come at the earliest."""
    return act.due_at or act.asked_at + NOTICE_TIME


def told(session: Session, fact: WiderAudienceAsked, after: int, limit: int) -> Sequence[int]:
    found = (
        select(Membership.member_id)
        .join(Member)
        .where(Membership.space_id == fact.space_id, col(Membership.member_id) > after)
        .where(Member.state == MemberState.ACTIVE)
        .order_by(col(Membership.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def in_words(session: Session, fact: WiderAudienceAsked) -> dict[str, Any]:
    act = session.get_one(JointAct, fact.act_id)
    return {
        "title": session.get_one(Space, fact.space_id).title,
        "audience": fact.audience,
        "day": earliest(act),
        "link": f"{session.info['config'].base_url}/spaces/{fact.space_id}",
    }


def still_waits(session: Session, _actor: Actor, fact: WiderAudienceAsked) -> bool:
    act = session.get(JointAct, fact.act_id)
    return act is not None and act.is_open


def _perform(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    space = session.get(Space, details["space_id"], with_for_update=True, populate_existing=True)
    audience = Audience(details["audience"])
    if space is None or not actions.is_wider(audience, space.audience):
        raise joint.CannotBeDone
    if space.audience != details.get("promised", space.audience):
        raise joint.CannotBeDone  # promised anew since: that was told to nobody
    actor = queries.actors(session, [session.get_one(Member, asker.id)])[asker.id]
    values = {"audience": audience}
    actions.change(session, space=space, actor=actor, values=values, by_two=True)


def _describe(session: Session, details: Mapping[str, Any]) -> str:
    space = session.get(Space, details["space_id"])
    title = space.title if space else "?"
    if details["audience"] == Audience.INTERNET:
        said = _(
            "Showing “%(title)s” to everybody on the Internet, past debates included", title=title
        )
    else:
        said = _("Showing “%(title)s” to the whole community, past debates included", title=title)
    return str(said)


def _keepers(session: Session, details: Mapping[str, Any]) -> Sequence[int]:
    return queries.facilitator_ids(session, details["space_id"])


JOINT_KIND = JointKind(
    name=KIND,
    what=N_("Showing a space, and what was written there, to more people"),
    describe=_describe,
    perform=_perform,
    waits=NOTICE_TIME,
    alone=NOTICE_TIME,
    about=lambda details: ("spaces.show", {"key": Key(details["space_id"], "")}),
    keepers=_keepers,
    witnesses=lambda _session, _details, _after, _limit: (),  # members have a mail of their own
)
