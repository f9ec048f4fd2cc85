"""Votes passed on by chance and counted by hand: pages, bundle and the script that stands alone all
say the same."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.members import actions as members
from civic.members.models import Member, MemberState
from tests.sizes import size
from tests.voting.rounds_by_chance import choice_by_chance
from voting import actions, publishing, queries
from voting.actions import BadRound
from voting.canonical import canonical
from voting.models import CountedBallot, Disclosure, Elector, Mandate, Round

SCRIPT = Path("voting/recount.py").resolve()
RULES = ("motion", "approval", "majority-judgment", "borda", "dhondt", "budget-equal-shares")
PROJECTS = [{"title": {"en": name}, "cost": cost} for name, cost in (("A", 60), ("B", 70))]
OF_RULE = {
    "motion": {"options": []},
    "budget-equal-shares": {"options": PROJECTS, "parameters": {"budget": "100"}},
}


@pytest.fixture
def opened(new_round, people, act):
    """A round by chance; in open ones, electors weigh 1 or 3."""

    def make(chance, rule):
        secret = chance.random() < 0.5
        with db.writing() as session:
            for one in people.values():
                session.get(Member, one.id).weight = 1 if secret else chance.choice([1, 3])
        onward = chance.random() < 0.7
        round = new_round(
            rule,
            opened=False,
            disclosure=Disclosure.SECRET if secret else Disclosure.OPEN,
            mandates={"onward": onward, "most": chance.choice([2, 3] if not onward else [None, 2])},
            requirements={"quorum": {"share": [1, 3], "of": chance.choice(["present", "roll"])}},
            **OF_RULE.get(rule, {}),
        )
        with db.writing() as session:
            session.get(Round, round.id).weighted = not secret
        with db.writing() as session:
            return actions.open_round(session, round_id=round.id, actor=act.fay, now=now())

    return make


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(size(len(RULES), soak=300)))
def test_a_round_by_hand(
    opened, people, look, browser, close, turnout, tmp_path, seed
):  # fmt: skip
    chance = Random(seed)
    round = opened(chance, RULES[seed % len(RULES)])
    frozen = json.loads(round.frozen)
    roll = dict(look(select(Elector.member_id, Elector.weight)))
    votes = _lived_through(chance, round, frozen["questions"][0], list(roll), people["Fay"].id)
    held = dict(
        look(select(Mandate.giver_id, Mandate.holder_id).where(Mandate.declined.is_(False)))
    )
    close(round)

    cast_by = {one: _voter(one, votes, held, onward=frozen["mandates"]["onward"]) for one in roll}
    entries = [[roll[one], votes[voter]] for one, voter in cast_by.items() if voter]
    carried = [one for one, voter in cast_by.items() if voter not in (None, one)]
    most = frozen["mandates"]["most"]
    assert not most or all(n <= most for n in Counter(cast_by[one] for one in carried).values())
    came = turnout(round)
    assert came["cast"] == len(entries)
    assert came["cast_weight"] == sum(weight for weight, _choice in entries)
    assert came["represented"] == len(carried)
    assert came["represented_weight"] == sum(roll[one] for one in carried)
    assert _counted(look(select(CountedBallot.weight, CountedBallot.choice))) == _counted(entries)

    present = frozen["questions"][0]["requirements"]["quorum"]["of"] == "present"
    (result,) = look(select(Round.result))
    heads = len(entries) - (len(carried) if present else 0)
    assert result["results"]["q1"]["quorum"] == {
        "left": 3 * heads, "right": len(roll), "holds": 3 * heads >= len(roll),
    }  # fmt: skip
    said = f"Voted themselves: {len(entries) - len(carried)}. Represented: {len(carried)}."
    for page in ("", "/minutes"):
        assert said in browser("Fay").get(f"/votes/{round.id}-the-lawn{page}").text
    assert f"Votes passed on: {len(held)}; carried: {len(carried)} " in _recounted(round, tmp_path)


def _lived_through(chance, round, question, roll, admin):
    """Some days of an open round. Who voted, and what."""
    votes = {}
    for _moment in range(chance.randint(5, 40)):
        one, other, deed = chance.choice(roll), chance.choice(roll), chance.random()
        own = {"round_id": round.id, "actor": Actor(id=one), "elector_id": one, "now": now()}
        try:
            with db.writing() as session:
                if deed < 0.6:
                    actions.pass_on(session, holder_id=other, **own)
                elif deed < 0.75:
                    choice = choice_by_chance(chance, question)
                    assert not actions.cast(session, paper={"q1": choice}, **own)
                    votes[one] = choice
                elif deed < 0.85:
                    actions.take_mandate_back(session, **own)
                elif deed < 0.95:
                    actions.decline(session, giver_id=other, **own)
                elif one not in votes and one != admin:
                    members.change(
                        session,
                        actor=Actor(id=admin, is_admin=True),
                        member=session.get(Member, one),
                        values={"state": MemberState.LEFT},
                    )
        except BadRound:
            continue
    return votes


def _voter(one, votes, held, *, onward):
    """Who voted for an elector; None for nobody."""
    steps = len(held) if onward else 1
    while one not in votes and one in held and steps:
        one, steps = held[one], steps - 1
    return one if one in votes else None


def _counted(entries):
    return Counter(json.dumps(list(entry), sort_keys=True) for entry in entries)


def _recounted(round, folder):
    with db.reading() as session:
        kept = session.get(Round, round.id)
        bundle = publishing.bundle(kept, queries.counted_ballots(session, kept), for_auditors=True)
    (folder / "bundle.json").write_text(canonical(bundle))
    command = [sys.executable, "-I", "-S", SCRIPT, folder / "bundle.json", "--lang", "en"]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout
