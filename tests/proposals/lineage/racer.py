"""One of many processes at the joint text of the first two proposals: ``DATA URL DEED``.

Waits for the file ``go`` in DATA, then prints what became of it.
"""

import sys

from civic.core import db
from civic.core.actor import Actor
from civic.core.permissions import Forbidden
from proposals import actions as root
from proposals.lineage import actions
from proposals.models import Proposal
from tests.racing import racing, say

ADA = Actor(id=1, name="Ada", roles_by_space={1: frozenset({"member"})})
BEN = Actor(id=2, name="Ben", roles_by_space={1: frozenset({"member"})})
JOINT = 3


def main(data: str, url: str, deed: str) -> None:
    with racing(data, url) as app, app.app_context():
        say(attempt(deed))


def attempt(deed: str) -> str:
    try:
        with db.writing() as session:
            if deed == "publish":
                actions.publish(session, proposal_id=JOINT, actor=ADA, read={JOINT: 1})
            elif deed == "join":
                actions.join(session, proposal_ids=[1, 2], actor=ADA)
            elif deed == "join the other way":
                actions.join(session, proposal_ids=[2, 1], actor=BEN)
            elif deed == "split":
                actions.split(session, proposal_id=2, into=2, actor=BEN)
            elif deed == "edit":
                text = session.get_one(Proposal, JOINT, with_for_update={"of": Proposal})
                root.edit(
                    session, proposal=text, actor=BEN, title="Plant limes", body="There.",
                    language="en", tags=(), note="", based_on=1,
                )  # fmt: skip
            else:
                first = session.get_one(Proposal, 2, with_for_update={"of": Proposal})
                root.withdraw(session, proposal=first, actor=BEN, reason="No.")
    except Forbidden:
        return "forbidden"
    except actions.Refused:
        return "refused"
    return "done"


if __name__ == "__main__":
    main(*sys.argv[1:])
