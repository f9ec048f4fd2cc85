"""The first steps of a community: what an administrator reads until it can decide something."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select as pick
from sqlmodel import Session, col, func, select

from civic.community.models import Community
from civic.core.actor import Actor
from civic.core.words import N_
from civic.members.models import Member, MemberState
from civic.sign_in.models import Account, Passkey
from civic.spaces.models import Membership, Space

A_FEW = 3
"""Fewer members are no community yet."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do; its words are marked for translation."""

    done: bool
    title: str
    why: str
    endpoint: str
    button: str


def steps(session: Session, actor: Actor, community: Community) -> Sequence[Step]:
    """For administrators, in one statement; none once the community can decide something."""
    if not actor.is_admin:
        return ()
    own = select(Account.member_id).where(
        Account.member_id == actor.id, col(Account.password).is_not(None)
    )
    key = select(Passkey.id).where(Passkey.member_id == actor.id)
    some = select(Member.id).where(Member.state == MemberState.ACTIVE).limit(A_FEW).subquery()
    has_door, founded, filled, members = session.execute(
        pick(
            own.exists() | key.exists(),
            select(Space.id).exists(),
            select(Membership.space_id).where(Membership.member_id != actor.id).exists(),
            select(func.count()).select_from(some).scalar_subquery(),
        )
    ).one()
    found = (
        Step(
            done=community.name != Community.model_fields["name"].default,
            title=N_("Name the community"),
            why=N_("Its name, what its members are called, its colour, and whom to write to."),
            endpoint="community.settings",
            button=N_("Open the settings"),
        ),
        Step(
            done=has_door,
            title=N_("Choose how to get back in"),
            why=N_("The link that let you in works once. Set a passkey, or a password."),
            endpoint="sign_in.ways_in",
            button=N_("Choose a way in"),
        ),
        Step(
            done=members >= A_FEW,
            title=N_("Bring the members here"),
            why=N_("From a table of your spreadsheet, tried out first; or one by one."),
            endpoint="members.take_in",
            button=N_("Import a table"),
        ),
        Step(
            done=founded,
            title=N_("Create a space"),
            why=N_("An assembly, a process or a working group: there people propose and vote."),
            endpoint="spaces.new",
            button=N_("Create a space"),
        ),
        Step(
            done=filled,
            title=N_("Bring the members into the space"),
            why=N_(
                "Whoever belongs to it is on its lists of voters. Then the first vote can open."
            ),
            endpoint="spaces.index",
            button=N_("See the spaces"),
        ),
    )
    return () if all(step.done for step in found) else found
