"""Who voted how in an open vote, however many they are."""

import re

from civic.core import db
from tests.plans import whole
from voting import mandates, queries
from voting.models import Disclosure


def test_of_many_who_passed_their_vote_on_the_first_are_named(
    new_round, vote, lets, close, browser, monkeypatch
):
    monkeypatch.setattr(mandates, "SHOWN", 2)
    round = new_round(mandates={"onward": True, "most": None}, disclosure=Disclosure.OPEN)
    for giver in ("Voter 3", "Voter 1", "Ben", "Voter 2"):
        assert lets(giver, "Ada", round).status_code == 303
    vote("Ada", round, q1_tick="o1")
    vote("Fay", round, q1_tick="o2")
    close(round)
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn").text
    assert "Ada, also for Voter 3, Voter 1, and 2 other people" in page
    assert "2 voters" in page


def test_who_voted_how_is_read_a_page_at_a_time(new_round, vote, close, browser, plans):
    round = new_round(disclosure=Disclosure.OPEN)
    for name in ("Fay", "Ada", "Ben"):
        vote(name, round, q1_tick="o1")
    close(round)
    with db.reading() as session:
        first = queries.open_ballots(session, round.id, size=2)
        rest = queries.open_ballots(session, round.id, size=2, after=first.next)
    assert [name for _, name, _ in (*first, *rest)] == ["Ada", "Ben", "Fay"]
    assert rest.next is None
    address = f"/votes/{round.id}-the-lawn"
    names = re.findall(r"<dt>(\w+)</dt><dd>Trees", browser("Ben").get(address).text)
    assert names == ["Ada", "Ben", "Fay"]
    further = browser("Ben").get(address, query_string={"names": first.next}).text
    assert re.findall(r"<dt>(\w+)</dt><dd>Trees", further) == ["Fay"]
    assert "Names and choices, a hundred at a time" in further
    asked = plans(lambda session: queries.open_ballots(session, round.id, size=2, after=first.next))
    assert not any(whole(table, asked[0][1]) for table in ("open_ballot", "member")), asked
