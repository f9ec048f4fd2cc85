"""Accompanying a vote: nothing that members do not see, and every act on the record."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.core import db
from civic.members.models import Member, MemberKind
from civic.notifications.models import PendingNotice
from civic.spaces.models import Membership
from voting import ticking
from voting.models import Disclosure, Round
from voting.turnout import Group, shown


def deed(browser, round, name, who="Fay", **data):
    return browser(who).post(f"/votes/{round.id}-the-lawn/{name}", data=data)


def page(browser, round, who="Fay"):
    return browser(who).get(f"/votes/{round.id}-the-lawn/console")


def test_a_reminder_reaches_only_those_whose_ballot_is_missing(new_round, vote, browser, told):
    round = new_round()
    assert len(told()) == 8  # everybody on the roll but Fay, who opened it, hears of the opening
    for name in ("Ada", "Voter 0"):
        vote(name, round, q1_tick="o1")
    assert deed(browser, round, "remind").status_code == 303
    reminded = told()
    assert "ben@example.org" in reminded
    assert not {"ada@example.org", "v0@example.org", "fay@example.org"} & set(reminded)


def test_one_reminder_a_day(new_round, browser, at, told, look):
    round = new_round()
    deed(browser, round, "remind")
    assert "within the last day" in (
        browser("Fay").post(f"/votes/{round.id}-the-lawn/remind", follow_redirects=True).text
    )
    assert len([one for one in look(select(PendingNotice.fact)) if one == "VotersReminded"]) == 1
    assert deed(browser, round, "remind", who="Ben").status_code == 403


def test_the_house_reminds_once_a_day_before_the_end(new_round, at, look):
    round = new_round()
    for hours in (13, 14, 20):
        at(round.closes_at - timedelta(hours=24 - hours))
        ticking.run()
    facts = look(select(PendingNotice.fact))
    assert facts.count("VotersReminded") == 1


def test_the_representative_of_an_entity_is_reminded_of_its_ballot(
    save, people, garden, voters, new_round, vote, browser, told
):
    mill = save(Member(name="Mill", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id))
    save(Membership(space_id=garden.id, member_id=mill.id))
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    deed(browser, round, "remind")
    assert "ben@example.org" in told()


def test_who_left_the_space_hears_nothing_of_its_secrets(new_round, told, garden, people):
    new_round()
    with db.writing() as session:
        session.delete(session.get(Membership, (garden.id, people["Ben"].id)))
    assert "ben@example.org" not in told()


def test_names_of_who_is_missing_stand_in_open_votes_only(new_round, vote, browser):
    secret, public = new_round(), new_round(disclosure=Disclosure.OPEN)
    for round in (secret, public):
        vote("Ada", round, q1_tick="o1")
    assert "Voter 3" not in page(browser, secret).text
    listed = page(browser, public).text
    assert "<li>Voter 3</li>" in listed
    assert "<li>Ada</li>" not in listed
    assert page(browser, public, who="Ben").status_code == 403


def test_turnout_is_floored_to_five_and_nothing_under_ten(
    new_round, vote, browser, save, garden, people
):
    more = [Member(name=f"Neighbour {n}") for n in range(8)]
    save(*more)
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in more))
    people.update({one.name: one for one in more})
    round = new_round()
    voters = [*(f"Voter {n}" for n in range(6)), *(f"Neighbour {n}" for n in range(8))]
    said = {}
    for count, name in enumerate(voters, 1):
        vote(name, round, q1_tick="o1")
        ticking.run()
        answer = page(browser, round).text
        said[count] = 'num">10<' in answer
        assert f'num">{count}<' not in answer or count == 10
    assert [count for count, shown in said.items() if shown] == [10, 11, 12, 13, 14]


def test_an_extension_needs_a_later_end_and_a_reason(new_round, browser, look):
    round = new_round()
    later = (round.closes_at + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = deed(browser, round, "extend", closes_at=later)
    assert answer.status_code == 422
    assert f'value="{later}"' in answer.text
    answer = deed(browser, round, "extend", closes_at="2020-01-01T10:00", reason="A feast.")
    assert answer.status_code == 422
    assert "must be later" in answer.text
    assert ">A feast.</textarea>" in answer.text
    assert deed(browser, round, "extend", closes_at=later, reason="A feast.").status_code == 303
    assert look(select(Round.closes_at))[0] > round.closes_at
    acts = page(browser, round).text
    assert "Fay extended the vote" in acts
    assert "A feast." in acts


def test_closing_early_needs_a_reason_and_keeps_what_was_typed(new_round, browser, close):
    round = new_round()
    answer = close(round, reason="  ")
    assert answer.status_code == 422
    assert "everybody will read it" in answer.text
    assert close(round).status_code == 303
    assert "Everybody is here." in browser("Ben").get(f"/votes/{round.id}-the-lawn").text


def test_the_record_is_of_this_vote_alone(new_round, browser):
    first, second = new_round(), new_round()
    deed(browser, first, "remind")
    assert "reminded those" in page(browser, first).text
    assert "reminded those" not in page(browser, second).text


def test_who_was_not_heard_is_shown_by_group_after_the_end(
    save, garden, voters, people, new_round, vote, close, browser
):
    with db.writing() as session:
        for n in range(40):
            one = Member(name=f"N{n:02}", category="tenant" if n % 2 else "owner")
            session.add(one)
            session.flush()
            session.add(Membership(space_id=garden.id, member_id=one.id))
            people[one.name] = one
    round = new_round()
    for n in range(20):
        vote(f"N{n:02}", round, q1_tick="o1")
    assert "tenant" not in page(browser, round).text
    close(round)
    text = page(browser, round).text
    assert '<th scope="row">tenant</th>' in text
    assert '<th scope="row">owner</th>' not in text  # else the nine without one could be computed
    assert "10 of 29" in text


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([Group("a", 20, 40), Group("b", 30, 60)], ["a", "b"]),
        ([Group("a", 20, 40), Group("b", 9, 60)], []),
        ([Group("a", 20, 40), Group("b", 9, 60), Group("c", 50, 90)], ["c", None]),
        ([Group("a", 20, 40), Group("b", 40, 41), Group("c", 50, 90)], ["c", None]),
        ([Group("a", 6, 30), Group("b", 7, 30), Group("c", 50, 90), Group("d", 50, 90)],
         ["c", "d", None]),
        ([Group("a", 3, 5)], []),
        ([], []),
    ],
)  # fmt: skip
def test_small_groups_go_together_and_take_one_more_along(groups, expected):
    table = shown(groups, least=10)
    assert [group.name for group in table] == expected
    whole = sum(group.voted for group in groups)
    assert not table or sum(group.voted for group in table) == whole
    for group in table:
        rest = whole - group.voted
        assert min(group.voted, group.may - group.voted) >= 10
        assert rest >= 10


def test_casting_reminds_nobody_and_is_told_to_nobody(new_round, vote, look):
    round = new_round()
    with db.writing() as session:
        for one in session.exec(select(PendingNotice)):
            session.delete(one)
    vote("Ben", round, q1_tick="o1")
    assert look(select(PendingNotice.fact).order_by(col(PendingNotice.id))) == []


def test_where_all_have_voted_nobody_is_left_to_remind(new_round, vote, browser, people):
    round = new_round(disclosure=Disclosure.OPEN)
    names = ["Ada", "Ben", "Fay", *(f"Voter {n}" for n in range(6))]
    for name in names[:-1]:
        vote(name, round, q1_tick="o1")
    console = f"/votes/{round.id}-the-lawn/console"
    assert "Remind those who have not voted" in browser("Fay").get(console).text
    assert "Fewer than 10 have voted" in browser("Fay").get(console).text
    vote(names[-1], round, q1_tick="o1")
    assert "Remind those who have not voted" not in browser("Fay").get(console).text
    assert "Fewer than 10 have voted" not in browser("Fay").get(console).text
