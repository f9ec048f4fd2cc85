"""One of many processes that do the same with the first proposal: ``DATA URL DEED``.

Waits for the file ``go`` in DATA, then prints what became of it, a line each.
"""

import sys

from civic.core import db
from civic.core.actor import Actor
from civic.core.permissions import Forbidden
from proposals import actions
from proposals.models import Proposal
from tests.racing import racing, say

ADA = Actor(id=1, name="Ada", roles_by_space={1: frozenset({"member"})})
BEN = Actor(id=2, name="Ben", roles_by_space={1: frozenset({"member"})})


def main(data: str, url: str, deed: str) -> None:
    with racing(data, url) as app, app.app_context():
        for _ in range(10 if deed == "support" else 1):
            say(attempt(deed))


def attempt(deed: str) -> str:
    try:
        with db.writing() as session:
            proposal = session.get_one(Proposal, 1, with_for_update={"of": Proposal})
            if deed == "support":
                actions.support(session, proposal=proposal, actor=BEN)
            elif deed == "withdraw":
                actions.withdraw(session, proposal=proposal, actor=ADA, reason="Closed road.")
            else:
                actions.edit(
                    session, proposal=proposal, actor=ADA, title="Plant limes", body="There.",
                    language="en", tags=(), note="", based_on=1,
                )  # fmt: skip
    except Forbidden:
        return "refused"
    except actions.ChangedMeanwhile:
        return "late"
    return "done"


if __name__ == "__main__":
    main(*sys.argv[1:])
