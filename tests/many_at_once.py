"""One of several processes that do the same deed at once: ``DATA URL DEED TIMES``.

DEED: ``arrive`` (somebody comes in through a partner for the first time), ``ask`` (for an act of
two), ``omit`` (say what a summary leaves out); ``arrivals`` and ``grants`` do it again and again,
with somebody else each time. Waits for the file ``go`` in DATA, then prints a word for each deed.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.joint import actions as joint
from civic.members.models import CommunityRole, Member
from civic.partners import entering
from civic.partners.models import Connection
from civic.partners.protocol.client import Identity
from civic.partners.protocol.refusals import Refused
from civic.partners.rules import Outcome
from civic.sign_in import granting, taking_along
from proposals.deliberation import summarising
from proposals.deliberation.models import Summary
from proposals.models import Proposal
from tests.racing import racing, say


def arrive(session, _number, subject="sub-1"):
    entering.welcome(
        session, connection=session.exec(select(Connection)).one(), result=Outcome(),
        identity=Identity(subject=subject, claims={}), name=f"Lou {subject}", locale="en",
    )  # fmt: skip


def arrivals(session, number):
    arrive(session, number, subject=f"sub-{number}")


def administrator(session, name):
    member = session.exec(select(Member).where(Member.name == name)).one()
    return Actor(id=member.id, name=name, is_admin=True)


def ask(session, _number):
    taking_along.ask(session, actor=administrator(session, "Kim"))


def grants(session, number):
    voter = session.exec(select(Member).where(Member.name == f"Voter {number}")).one()
    act = granting.ask(
        session, actor=administrator(session, "Kim"), member=voter, role=CommunityRole.ADMINISTRATOR
    )
    joint.agree(session, actor=administrator(session, "Lou"), act=act)


def omit(session, number):
    ben = session.exec(select(Member).where(Member.name == "Ben")).one()
    summarising.mark_omission(
        session, actor=Actor(id=ben.id, roles_by_space={1: frozenset({"member"})}),
        proposal=session.exec(select(Proposal)).one(),
        summary=session.exec(select(Summary)).one(), sentence=f"Frost {number}.",
    )  # fmt: skip


DEEDS = {deed.__name__: deed for deed in (arrive, arrivals, ask, grants, omit)}


def main(data: str, url: str, name: str, times: str) -> None:
    one_by_one = name in ("arrivals", "grants")
    threads = 1 if one_by_one else int(times)
    with racing(data, url) as app, ThreadPoolExecutor(threads) as pool:

        def attempt(number: int) -> str:
            try:
                with app.app_context(), db.writing() as session:
                    DEEDS[name](session, number)
            except (Refused, IntegrityError):
                return "refused"
            return str(number) if one_by_one else "done"

        for word in pool.map(attempt, range(int(times))):
            say(word)


if __name__ == "__main__":
    main(*sys.argv[1:])
