"""Votes passed on, together with what else a vote may ask: majorities of each base, colleges, codes
from a sheet, and a giver who is erased."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.privacy import ticking as privacy
from civic.sign_in import tokens
from civic.sign_in.models import Purpose
from civic.spaces.models import Membership
from voting import actions
from voting.models import Disclosure, Mandate, Round

ONCE = {"onward": False, "most": 2}
SCRIPT = Path("voting/recount.py").resolve()
BASES = {"roll": 9, "present": 7, "cast": 5, "expressed": 3}
"""Nine may vote. Seven are present or represented; two of them abstain, two leave it blank."""


@pytest.mark.parametrize("base", BASES)
def test_whoever_is_represented_counts_in_each_base_of_a_majority(
    new_round, vote, lets, close, look, browser, tmp_path, base
):
    asked = {"majority": {"share": [1, 2], "strict": True, "base": base}}
    round = new_round("motion", mandates=ONCE, options=[], requirements=asked)
    for giver, holder in (("Ben", "Ada"), ("Voter 1", "Voter 0"), ("Voter 3", "Voter 2")):
        lets(giver, holder, round)
    vote("Ada", round, q1_choice="for")
    vote("Fay", round, q1_choice="against")
    vote("Voter 0", round, q1_choice="abstain")
    vote("Voter 2", round, q1_blank="1")
    close(round)
    result = look(select(Round.result))[0]["results"]["q1"]
    assert result["turnout"]["represented"] == 3
    half_of = BASES[base]
    assert result["majority"] == {"left": 2 * 2, "right": half_of, "holds": half_of < 2 * 2}
    assert result["verdict"] == ("adopted" if base == "expressed" else "rejected")
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(browser("Ada").get(f"/votes/{round.id}-the-lawn/bundle.json").data)
    again = subprocess.run([sys.executable, "-I", "-S", SCRIPT, bundle], capture_output=True)
    assert again.returncode == 0, again.stdout


def test_a_vote_of_one_college_is_passed_on_within_it(
    new_round, vote, lets, close, people, turnout, act
):
    users = ("Ada", "Ben", "Voter 0", "Voter 1", "Voter 2")
    draft = new_round(mandates=ONCE, opened=False)
    with db.writing() as session:
        for name in users:
            session.get(Member, people[name].id).college = "Users"
        kept = session.get(Round, draft.id)
        kept.roll_filters = {"categories": [], "colleges": ["Users"], "paid_up": False}
        session.flush()
        actions.open_round(session, round_id=draft.id, actor=act.fay, now=now())
    assert lets("Fay", "Ada", draft).status_code == 403, "Fay belongs to no college"
    assert "on the list of voters" in lets("Ben", "Fay", draft).text
    assert lets("Ben", "Ada", draft).status_code == 303
    vote("Ada", draft, q1_tick="o1")
    close(draft)
    assert (turnout(draft)["roll"], turnout(draft)["cast"]) == (5, 2)
    assert turnout(draft)["represented"] == 1


def test_who_comes_in_by_a_code_from_a_sheet_passes_their_vote_on(
    app, new_round, vote, close, save, garden, voters, people, turnout
):
    olga = save(Member(name="Olga"))
    save(Membership(space_id=garden.id, member_id=olga.id))
    round = new_round(mandates=ONCE)
    with db.writing() as session:
        tokens.make(session, Purpose.CODE, secret="ABCDEFGH2345", member_id=olga.id)
    client = app.test_client()
    client.post("/sign-in/code", data={"code": "ABCD-EFGH-2345"})
    where = f"/votes/{round.id}-the-lawn/pass-on"
    assert client.post(where, data={"to": people["Ada"].id}).status_code == 303
    vote("Ada", round, q1_tick="o1")
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (2, 1)


@pytest.mark.parametrize("disclosure", Disclosure)
def test_a_giver_who_is_erased_while_it_is_open_is_represented_all_the_same(
    new_round, vote, lets, close, browser, at, look, turnout, disclosure
):
    """The roll stays as it is; the name is gone."""
    round = new_round(mandates=ONCE, disclosure=disclosure, publication=None)
    with db.writing() as session:
        session.get(Round, round.id).closes_at = now() + timedelta(days=30)
    lets("Ben", "Ada", round)
    assert browser("Ben").post("/my-data/leave", data={"sure": "y"}).status_code == 303
    at(now() + timedelta(days=15))
    privacy.erase()
    assert look(select(Mandate.declined)) == [False]
    vote("Ada", round, q1_tick="o1")
    close(round)
    assert (turnout(round)["cast"], turnout(round)["represented"]) == (2, 1)
    assert "Ben" not in browser("Ada").get(f"/votes/{round.id}-the-lawn").text
