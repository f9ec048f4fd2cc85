"""One ballot each, all or nothing, counted once, from whoever may and nobody else."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.permissions import Forbidden
from civic.members.models import Member, MemberState
from civic.spaces.models import Membership
from proposals.deliberation.models import Suspension
from tests.sizes import size
from voting import actions, ticking
from voting.actions.casting import TooLate
from voting.models import (
    CountedBallot,
    Disclosure,
    OpenBallot,
    Participation,
    Round,
    State,
    UrnSlot,
)


class Broken(Exception):
    pass


def cast(round, member_id, choice=("o1",), elector_id=None):
    with db.writing() as session:
        return actions.cast(
            session,
            round_id=round.id,
            actor=Actor(id=member_id),
            elector_id=elector_id or member_id,
            paper={"q1": list(choice) if choice else None},
            now=now(),
        )


def end(round):
    with db.writing() as session:
        actions.close(session, round_id=round.id, actor=None, now=now())
    with db.writing() as session:
        actions.finish(session, round_id=round.id)
        return session.get_one(Round, round.id)


@pytest.mark.parametrize("disclosure", Disclosure)
@pytest.mark.parametrize("again", [False, True])
def test_a_fault_after_any_statement_leaves_all_or_nothing(
    app, new_round, people, look, disclosure, again
):
    round, ben = new_round(disclosure=disclosure), people["Ben"]
    if again:
        cast(round, ben.id, ["o2"])
    table = UrnSlot if disclosure == Disclosure.SECRET else OpenBallot
    before = [row.model_dump() for row in look(select(table))]
    voted = len(look(select(Participation)))
    engine = app.extensions["engine"]
    for fault_after in range(1, 9):
        count = 0

        def break_off(_connection, _cursor, _statement, *_rest, after=fault_after):
            nonlocal count
            count += 1
            if count == after:
                raise Broken

        event.listen(engine, "after_cursor_execute", break_off)
        try:
            cast(round, ben.id)
        except Broken:
            assert [row.model_dump() for row in look(select(table))] == before
            assert len(look(select(Participation))) == voted
        else:
            break
        finally:
            event.remove(engine, "after_cursor_execute", break_off)
    assert fault_after > 2, "no statement was broken off"
    assert len(look(select(table))) == len(look(select(Participation))) == 1


RULE_TABLE = {  # state -> is a ballot taken before the end, at it, after it
    State.DRAFT: (403, 403, 403),
    State.ANNOUNCED: (403, 403, 403),
    State.OPEN: (303, 409, 409),
    State.CLOSING: (409, 409, 409),
    State.PUBLISHED: (409, 409, 409),
    State.CANCELLED: (403, 403, 403),
}


@pytest.mark.parametrize("state", RULE_TABLE)
def test_when_a_ballot_is_taken(state, new_round, vote, at, act, look):
    round = new_round(opened=state not in (State.DRAFT, State.ANNOUNCED))
    start, finish = now(), round.closes_at
    with db.writing() as session:
        here = session.get_one(Round, round.id)
        if state == State.ANNOUNCED:
            actions.announce(session, round=here, actor=act.fay, now=now())
        elif state == State.CANCELLED:
            actions.cancel(session, round_id=round.id, actor=act.fay, reason="A wrong date.")
        elif state in (State.CLOSING, State.PUBLISHED):
            actions.close(session, round_id=round.id, actor=act.fay, now=start, reason="x")
    if state == State.PUBLISHED:
        with db.writing() as session:
            actions.finish(session, round_id=round.id)
    moments = (finish - timedelta(milliseconds=1), finish, finish + timedelta(milliseconds=1))
    answers = []
    for name, moment in zip(("Ada", "Ben", "Voter 1"), moments, strict=True):
        at(moment)
        answers.append(vote(name, round, q1_tick="o1").status_code)
    expected = RULE_TABLE[state]
    if state == State.DRAFT:  # a draft does not exist for members
        assert all(code in (403, 404) for code in answers)
    else:
        assert tuple(answers) == expected
    assert len(look(select(Participation))) == expected.count(303)


def test_a_captured_post_counts_for_its_sender_and_its_round_only(
    new_round, browser, people, look, vote
):
    round, other = new_round(), new_round("irv")
    ben = browser("Ben")
    sent = {"q1-tick": "o1", "for": people["Ben"].id}
    assert ben.post(f"/votes/{round.id}-the-lawn/cast", data=sent).status_code == 303
    assert ben.post(f"/votes/{round.id}-the-lawn/cast", data=sent).status_code == 303
    assert len(look(select(UrnSlot))) == 1
    answer = browser("Ada").post(f"/votes/{round.id}-the-lawn/cast", data=sent)
    assert answer.status_code == 403
    assert ben.post(f"/votes/{other.id}-the-lawn/cast", data=sent).status_code == 422
    assert len(look(select(UrnSlot))) == 1


def test_what_happens_to_a_member_meanwhile_changes_no_roll(
    new_round, vote, people, garden, save, look
):
    round = new_round()
    late = save(Member(name="Late", email="late@example.org"))
    save(Membership(space_id=garden.id, member_id=late.id))
    people["Late"] = late
    with db.writing() as session:
        session.delete(session.get(Membership, (garden.id, people["Ben"].id)))
        ada = session.get(Member, people["Ada"].id)
        ada.weight, ada.college = 50, "Other"
        session.add(
            Suspension(
                space_id=garden.id, member_id=ada.id, until=now() + timedelta(days=9), reason="x"
            )
        )
    assert vote("Late", round, q1_tick="o1").status_code == 403
    assert vote("Zoe", round, q1_tick="o1").status_code in (403, 404)
    assert vote("Ada", round, q1_tick="o1", weight="9").status_code == 303  # no ban from voting
    cast(round, people["Ben"].id)  # left the space: still on the roll
    result = end(round).result["results"]["q1"]["turnout"]
    assert (result["cast"], result["cast_weight"], result["roll"]) == (2, 2, 9)


def test_who_left_the_community_has_no_session_to_vote_with(new_round, browser, people):
    round = new_round()
    ben = browser("Ben")
    with db.writing() as session:
        session.get(Member, people["Ben"].id).state = MemberState.LEFT
    answer = ben.post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    assert answer.status_code in (302, 303, 401, 403, 404)
    assert "/cast" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("budget-greedy", {"q1-pick": ["o1", "o2"]}),
        ("budget-greedy", {"q1-pick": ["o1", "o1"]}),
        ("budget-greedy", {"q1-pick": "o9"}),
        ("budget-greedy", {"q1-pick": "Infinity"}),
        ("irv", {"q1-rank": ["o1", "o1"]}),
        ("irv", {"q1-rank": ["o1"] * 10_000}),
        ("irv", {"q1-rank-o1": "1", "q1-rank-o2": "3"}),
        ("irv", {"q1-rank-o1": "1", "q1-rank-o2": "1"}),
        ("irv", {"q1-rank": '["o1"]'}),
        ("majority-judgment", {"q1-grade-o1": "-1"}),
        ("majority-judgment", {"q1-grade-o1": "６"}),
        ("majority-judgment", {"q1-grade-o1": "²"}),
        ("majority-judgment", {"q1-grade-o1": "1e0"}),
        ("majority-judgment", {"q1-grade-o1": ["1", "2"]}),
        ("majority-judgment", {"q1-grade-zzz": "1"}),
        ("motion", {"q1-choice": ["for", "against"]}),
        ("motion", {"q1-choice": "For"}),
        ("approval", {"q1-tick": "o1", "q1-blank": "1"}),
        ("approval", {"q2-tick": "o1"}),
        ("approval", {}),
    ],
)
def test_no_faulty_paper_gets_into_the_urn(rule, fields, new_round, new_budget, browser, look):
    round = new_budget() if rule == "budget-greedy" else new_round(rule)
    answer = browser("Ben").post(f"/votes/{round.id}-the-lawn/cast", data=fields)
    assert answer.status_code in (400, 413, 422)
    assert look(select(UrnSlot)) == look(select(Participation)) == []


def test_nobody_voted_is_a_result(new_round, voters):
    result = end(new_round("motion")).result["results"]["q1"]
    assert result["verdict"] == "nobody_voted"


def test_all_blank_and_a_single_voter_are_results(new_round, people):
    for rule, paper in (("irv", None), ("majority-judgment", None), ("approval", ["o2"])):
        round = new_round(rule)
        cast(round, people["Ben"].id, paper)
        turnout = end(round).result["results"]["q1"]["turnout"]
        assert (turnout["cast"], turnout["blank"]) == (1, int(paper is None))


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.integers(0, 9), st.sampled_from(["o1", "o2", None])),
        st.tuples(st.just("leave"), st.integers(0, 8), st.none()),
        st.tuples(st.just("tick"), st.none(), st.none()),
        st.tuples(st.just("close"), st.none(), st.none()),
    ),
    max_size=14,
)


@settings(
    max_examples=size(12, 300),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@example(deeds=[("vote", 1, "o1"), ("vote", 1, "o2"), ("close", None, None)])
@given(deeds=DEEDS)
def test_whatever_happens_the_urn_is_what_a_list_on_paper_would_be(
    deeds, new_round, people, voters, look
):
    """Ten people (the last is not on the roll), any order of voting, voting again and closing."""
    crowd = [people[name] for name in ("Ada", "Ben", "Fay")] + voters + [people["Zoe"]]
    round, on_paper, is_open = new_round(), {}, True
    for deed, who, choice in deeds:
        if deed == "vote":
            try:
                cast(round, crowd[who].id, [choice] if choice else None)
                on_paper[who] = choice
                assert is_open
                assert who < 9
            except TooLate:
                assert not is_open
            except Forbidden:
                assert who == 9 or not is_open
        elif deed == "close" and is_open:
            end(round)
            is_open = False
        elif deed == "tick":
            ticking.run()
    if is_open:
        end(round)
    with db.reading() as session:
        turnout = session.get_one(Round, round.id).result["results"]["q1"]["turnout"]
        chosen = session.exec(
            select(CountedBallot.choice).where(CountedBallot.round_id == round.id)
        ).all()
    papers = [[choice] if choice else None for choice in on_paper.values()]
    assert Counter(map(str, chosen)) == Counter(map(str, papers))
    assert turnout["cast"] == len(on_paper)
    assert turnout["blank"] == sum(choice is None for choice in on_paper.values())
    assert turnout["roll"] == 9
