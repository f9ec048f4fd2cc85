"""A round from opening to recount: frozen, one ballot each, counted once, and told honestly."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select, text

import voting
from civic.audit.models import AuditEntry
from civic.core import db
from civic.members.models import Member
from civic.spaces.models import Membership
from voting import ticking
from voting.models import (
    CountedBallot,
    Disclosure,
    OpenBallot,
    Participation,
    Round,
    State,
    UrnSlot,
)


def count_again(bundle):
    """Alone in a folder, with the standard library only."""
    script = Path(voting.__path__[0]) / "recount.py"
    command = [sys.executable, "-I", "-S", script, bundle]
    return subprocess.run(command, cwd=bundle.parent, capture_output=True).returncode


def fresh(look, round):
    return look(select(Round).where(Round.id == round.id))[0]


def test_one_ballot_each_and_the_last_one_counts(new_round, vote, close, look):
    round = new_round()
    for choice in ("o1", "o1", "o2"):
        assert vote("Ben", round, q1_tick=choice).status_code == 303
    assert len(look(select(UrnSlot))) == len(look(select(Participation))) == 1

    assert close(round).status_code == 303
    result = fresh(look, round).result["results"]["q1"]
    assert (result["elected"], result["turnout"]["cast"]) == (["o2"], 1)


def test_the_published_bundle_counts_again(new_round, vote, close, browser, tmp_path):
    round = new_round(tie="lot")
    vote("Ben", round, q1_tick="o1")
    vote("Ada", round, q1_tick="o2")
    vote("Voter 1", round, q1_blank="1")
    close(round)
    content = browser("Ben").get(f"/votes/{round.id}-the-lawn/bundle.json").data
    file = tmp_path / "bundle.json"
    file.write_bytes(content)
    assert count_again(file) == 0
    bundle = json.loads(content)
    bundle["ballots"]["q1"][0][1] = ["o2"] if bundle["ballots"]["q1"][0][1] != ["o2"] else ["o1"]
    file.write_text(json.dumps(bundle))
    assert count_again(file) == 2


def test_nobody_sees_a_result_before_closing(new_round, vote, browser):
    round = new_round()
    for n in range(6):
        vote(f"Voter {n}", round, q1_tick="o2")
    for name in ("Ben", "Fay", "Kim"):
        page = browser(name)
        for path in ("", "/console", "/bundle.json", "/full-bundle.json"):
            answer = page.get(f"/votes/{round.id}-the-lawn{path}")
            assert answer.status_code in (200, 403, 404)
            assert "elected" not in answer.text
            assert ">6<" not in answer.text


def test_turnout_while_open_is_floored_and_hidden_when_small(new_round, vote, look):
    round = new_round()
    for n in range(6):
        vote(f"Voter {n}", round, q1_tick="o2")
    ticking.run()
    assert fresh(look, round).turnout_shown == 0


def test_a_ballot_after_the_end_is_told_so(new_round, vote, close, look):
    round = new_round()
    close(round)
    answer = vote("Ben", round, q1_tick="o1")
    assert answer.status_code == 409
    assert "was not recorded" in answer.text
    assert look(select(Participation)) == []


def test_the_schedule_closes_to_the_moment(new_round, vote, at, look):
    round = new_round()
    end = round.closes_at
    at(end - timedelta(milliseconds=1))
    assert vote("Ben", round, q1_tick="o1").status_code == 303
    at(end)
    assert vote("Ada", round, q1_tick="o1").status_code == 409
    ticking.run()
    closed = fresh(look, round)
    assert closed.state == State.PUBLISHED
    assert closed.result["results"]["q1"]["turnout"]["cast"] == 1


def test_who_joins_later_is_not_on_the_roll(new_round, vote, save, people, garden):
    round = new_round()
    late = save(Member(name="Late", email="late@example.org"))
    save(Membership(space_id=garden.id, member_id=late.id))
    people["Late"] = late
    assert vote("Late", round, q1_tick="o1").status_code == 403
    assert vote("Zoe", round, q1_tick="o1").status_code in (403, 404)


def test_a_vote_in_which_nobody_voted_is_taken_away_and_counted_again(
    new_round, close, browser, tmp_path
):
    round = new_round("irv")
    close(round)
    here = f"/votes/{round.id}-the-lawn"
    file = tmp_path / "bundle.json"
    file.write_text(browser("Ben").get(f"{here}/bundle.json").text)
    assert count_again(file) == 0
    for ending in ("csv", "blt", "soi"):
        assert browser("Ben").get(f"{here}/q1.{ending}").status_code == 200


@pytest.mark.parametrize("column", ["frozen", "questions", "check_code", "disclosure"])
def test_what_is_frozen_is_kept_by_the_database(new_round, column):
    round = new_round()
    value = "'open'" if column == "disclosure" else "'[]'"
    with pytest.raises(DatabaseError, match="frozen"), db.writing() as session:
        session.exec(text(f"UPDATE round SET {column} = {value} WHERE id = {round.id}"))


def test_the_record_of_acts_is_never_changed(new_round):
    new_round()
    for statement in ("UPDATE audit_entry SET name = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError, match="never changed"), db.writing() as session:
            session.exec(text(statement))


def test_casting_leaves_no_trace_of_time_or_choice(new_round, vote, look):
    round = new_round()
    before = look(select(AuditEntry.id))
    vote("Ben", round, q1_tick="o1")
    assert look(select(AuditEntry.id)) == before
    names = {c.name for t in (Participation, UrnSlot) for c in t.__table__.columns}
    assert names == {"round_id", "member_id", "slot", "payload"}


def test_all_payloads_have_one_size(new_round, vote, look):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    vote("Ada", round, q1_tick=["o1", "o2"])
    vote("Fay", round, q1_blank="1")
    assert len({len(slot.payload) for slot in look(select(UrnSlot))}) == 1


def test_ballots_come_out_in_another_order_than_they_went_in(
    new_round, vote, close, look, papers_in_the_urn
):
    """Slots lie in the order of their names; thirty rounds in that order would be no chance."""
    same = 0
    for _ in range(5):
        round = new_round()
        for n in range(6):
            vote(f"Voter {n}", round, q1_tick="o1" if n % 2 else "o2")
        lain = [paper["q1"] for paper in papers_in_the_urn(round)]
        close(round)
        counted = look(
            select(CountedBallot.choice)
            .where(CountedBallot.round_id == round.id)
            .order_by(CountedBallot.place)
        )
        same += list(counted) == lain
    assert same < 5


def test_a_secret_vote_needs_five(new_round, browser, garden, voters):
    round = new_round(opened=False)
    with db.writing() as session:
        for member in voters:
            session.delete(session.get(Membership, (garden.id, member.id)))
    answer = browser("Fay").post(f"/votes/{round.id}-the-lawn/open", follow_redirects=True)
    assert "needs 5 voters at least" in answer.text


def test_an_open_vote_shows_names_after_it(new_round, vote, close, browser, look):
    round = new_round(disclosure=Disclosure.OPEN)
    vote("Ben", round, q1_tick="o1")
    assert len(look(select(OpenBallot))) == 1
    assert "Who voted how" not in browser("Ada").get(f"/votes/{round.id}-the-lawn").text
    close(round)
    assert "Who voted how" in browser("Ada").get(f"/votes/{round.id}-the-lawn").text


def test_casting_takes_few_statements(new_round, browser, statements):
    round = new_round()
    ben = browser("Ben")
    statements.clear()
    ben.post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    asked = [s for s in statements if not s.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= 6, asked


def test_a_cancelled_vote_keeps_no_ballot(new_round, vote, browser, look):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    browser("Fay").post(f"/votes/{round.id}-the-lawn/cancel", data={"reason": "A wrong date."})
    assert look(select(UrnSlot)) == look(select(Participation)) == []
    assert "A wrong date." in browser("Ada").get(f"/votes/{round.id}-the-lawn").text


def test_an_explained_option_counts_again_too(new_round, vote, close, browser, tmp_path):
    explained = [
        {"title": {"en": "Trees"}, "text": {"en": "For shade."}},
        {"title": {"en": "A bench"}},
    ]
    round = new_round(options=explained)
    vote("Ben", round, q1_tick="o1")
    close(round)
    file = tmp_path / "bundle.json"
    file.write_bytes(browser("Ben").get(f"/votes/{round.id}-the-lawn/bundle.json").data)
    assert count_again(file) == 0


def test_no_number_is_promised_that_so_few_voters_never_reach(new_round, save, browser):
    assert "shown after the end" in browser("Fay").get(f"/votes/{new_round().id}-the-lawn").text
    members = [save(Member(name=f"Voter {n}")) for n in range(3)]
    save(*(Membership(space_id=1, member_id=member.id) for member in members))
    page = browser("Fay").get(f"/votes/{new_round().id}-the-lawn").text
    assert "shown once 10 people have voted" in page
