"""The list of votes tells me what I have still to do, and what I have done."""

import re
from datetime import timedelta

import pytest

from civic.community.actions import the_community
from civic.core import db
from civic.core.audience import Audience
from civic.core.clock import now
from civic.spaces.models import Space
from voting.models import Round

TITLES = re.compile(r'<h2><a href="[^"]*/votes/(\d+)-')


@pytest.fixture
def read(browser):
    return lambda name, page: browser(name).get(page, follow_redirects=True).text


@pytest.fixture
def closing_in(new_round):
    """An open round that ends in so many days."""

    def make(days):
        round = new_round()
        with db.writing() as session:
            session.get_one(Round, round.id).closes_at = now() + timedelta(days=days)
        return round

    return make


def test_it_says_where_my_vote_is_missing(new_round, read, garden):
    round = new_round()
    for page in ("/votes/", f"/spaces/{garden.id}"):
        seen = read("Ben", page)
        assert "Your vote is missing" in seen
        assert f'href="/votes/{round.id}-the-lawn/ballot"' in seen


def test_it_says_that_i_have_voted_and_tells_nobody_else(new_round, vote, read):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    mine, others = read("Ben", "/votes/"), read("Ada", "/votes/")
    assert "You have voted" in mine
    assert "Change the vote" in mine
    assert "Your vote is missing" not in mine
    assert "You have voted" not in others
    assert "Your vote is missing" in others


def test_my_part_stays_told_when_it_is_decided(new_round, vote, close, read):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    close(round)
    assert "You have voted" in read("Ben", "/votes/decisions")
    assert "You have voted" not in read("Ada", "/votes/decisions")
    assert "Change the vote" not in read("Ben", "/votes/decisions")


def test_nothing_is_asked_of_those_who_have_no_vote(new_round, read):
    new_round()
    seen = read("Kim", "/votes/")
    assert "The lawn" in seen
    assert "Your vote is missing" not in seen
    assert "/ballot" not in seen


def test_the_nearest_end_comes_first(closing_in, read):
    late, soon, between = closing_in(9), closing_in(1), closing_in(4)
    order = [int(id) for id in TITLES.findall(read("Ben", "/votes/"))]
    assert order == [soon.id, between.id, late.id]
    after = TITLES.findall(read("Ben", f"/votes/?group=open&after={between.id}"))
    assert after == [str(late.id)]


def test_a_vote_that_has_ended_asks_for_nothing(closing_in, read):
    closing_in(-1)
    assert "Your vote is missing" not in read("Ben", "/votes/")


def test_a_visitor_is_asked_to_sign_in(new_round, read, garden):
    round = new_round()
    with db.writing() as session:
        session.get_one(Space, garden.id).audience = Audience.INTERNET
        the_community(session).open_to_read = True
    seen = read(None, f"/votes/{round.id}")
    assert "Sign in to vote" in seen
    assert "You are not on the list of voters" not in seen


def test_after_one_vote_the_next_is_one_step_away(new_round, vote, read):
    first, second = new_round(), new_round()
    vote("Ben", first, q1_tick="o1")
    thanks = read("Ben", f"/votes/{first.id}-the-lawn/cast")
    assert "Votes still waiting for you" in thanks
    assert f"/votes/{second.id}-the-lawn/ballot" in thanks
    vote("Ben", second, q1_tick="o1")
    assert "still waiting for you" not in read("Ben", f"/votes/{second.id}-the-lawn/cast")


def test_the_list_of_spaces_tells_what_is_open_in_each(new_round, vote, read):
    assert "open vote" not in read("Ben", "/spaces/")
    first, _second = new_round(), new_round()
    assert "2 open votes" in read("Ben", "/spaces/")
    assert "Your vote is missing</span>" in read("Ben", "/spaces/")
    vote("Ben", first, q1_tick="o1")
    assert "Your vote is missing in one" in read("Ben", "/spaces/")
    assert "Your vote is missing" not in read("Kim", "/spaces/")


def test_the_page_of_a_space_begins_with_the_nearest_end(closing_in, close, read, garden):
    late, soon, over = closing_in(9), closing_in(1), closing_in(4)
    close(over)
    order = [int(id) for id in TITLES.findall(read("Ben", f"/spaces/{garden.id}"))]
    assert order == [soon.id, late.id, over.id]


def test_the_vote_that_closed_last_comes_first_whatever_its_number(new_round, close, read, save):
    first, second, third = (new_round() for _ in range(3))
    for round in (second, third, first):
        close(round)
    ended = [first.id, third.id, second.id]
    assert [int(id) for id in TITLES.findall(read("Ben", "/votes/decisions"))] == ended
    rest = read("Ben", f"/votes/?group=closed&after={first.id}")
    assert [int(id) for id in TITLES.findall(rest)] == ended[1:]


def test_nobody_learns_by_a_page_when_a_hidden_vote_ends(closing_in, read, save):
    soon = closing_in(1)
    elsewhere = save(Space(title="Elsewhere", language="en", audience="space"))
    hidden = closing_in(4)
    late = closing_in(9)
    with db.writing() as session:
        session.get_one(Round, hidden.id).space_id = elsewhere.id
    assert TITLES.findall(read("Ben", f"/votes/?group=open&after={soon.id}")) == [str(late.id)]
    assert TITLES.findall(read("Ben", f"/votes/?group=open&after={hidden.id}")) == []


def test_of_a_vote_that_is_a_draft_again_the_record_says_no_title(new_round, browser):
    round = new_round(opened=False)
    there = f"/votes/{round.id}-the-lawn"
    browser("Fay").post(f"{there}/announce")
    assert "The lawn" in browser("Ada").get("/record").text
    browser("Fay").post(f"{there}/take-back")
    with db.writing() as session:
        session.get_one(Round, round.id).titles = {"en": "The lake"}
    for page in ("/record", "/", "/search?q=lake"):
        read = browser("Ada").get(page).text
        assert "The lake</a>" not in read
        assert "-the-lake" not in read
    assert "The lake" in browser("Fay").get("/votes/").text
