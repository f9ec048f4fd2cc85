"""One of many processes that do the same thing at once: ``DATA URL DEED ROUND MEMBER…``.

Waits for the file ``go`` in DATA, then prints what became of it, a line each.
"""

import sys

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.members.facts import MemberLeft
from civic.members.models import Member
from tests.racing import racing, say
from voting import actions
from voting.actions import BadRound
from voting.actions.casting import TooLate


def main(data: str, url: str, deed: str, round_id: str, *members: str) -> None:
    with racing(data, url) as app, app.app_context():
        for member in members or ["0"]:
            say(attempt(deed, int(round_id), int(member)))


def attempt(deed: str, round_id: int, member: int) -> str:
    try:
        with db.writing() as session:
            if deed == "cast":
                paper = {"q1": ["o1"]}
                actor = Actor(id=member)
                actions.cast(
                    session,
                    round_id=round_id,
                    actor=actor,
                    elector_id=member,
                    paper=paper,
                    now=now(),
                )
            elif deed.startswith("give:"):
                actions.pass_on(
                    session,
                    round_id=round_id,
                    actor=Actor(id=member),
                    elector_id=member,
                    holder_id=int(deed.removeprefix("give:")),
                    now=now(),
                )
            elif deed.startswith("agree:"):
                number = int(deed.removeprefix("agree:"))
                act = session.get_one(JointAct, number, with_for_update=True)
                joint.agree(session, actor=Actor(id=member, is_admin=True), act=act)
            elif deed == "leave":
                left = session.get(Member, member)
                tell(session, MemberLeft(actor_id=None, member=left.pseudonym))
            else:
                actions.close(session, round_id=round_id, actor=None, now=now())
    except (BadRound, TooLate, Forbidden, joint.CannotBeDone):
        return "refused"
    if deed == "close":
        with db.writing() as session:
            actions.finish(session, round_id=round_id)
    return "done"


if __name__ == "__main__":
    main(*sys.argv[1:])
