"""What is found, and in which order, is what a reader of all visible texts would say."""

import random
import re

import pytest

from civic.core import db
from civic.core.audience import Audience
from civic.core.clock import now
from civic.search.actions import index
from civic.search.matching import MOST_HIDDEN
from civic.search.normal import LEAST_BEGINNING, asked, words
from civic.spaces.models import Space
from proposals.models import Proposal, Stage

WORDS = ["tree", "trees", "treehouse", "oak", "oaks", "oaken", "pond", "ponderous", "1", "8p8"]
QUESTIONS = ["trees", "oak", "pond 8p8", "1 tree oaks", "treehouse pond ponderous the"]


def stands(word, text):
    """Whether one of a word's stems stands in it, or, where it is long enough, a longer one."""
    return any(
        here == stem or (len(stem) >= LEAST_BEGINNING and here.startswith(stem))
        for here in words(text, "en")
        for stem in word
    )


def by_reading(question, written):
    """Titles, the likest first, then the newest."""
    likeness = {}
    for place, proposal in enumerate(written):
        for word in asked(question):
            title = stands(word, proposal.title)
            somewhere = title or stands(word, proposal.body)
            key = (proposal.title, place)
            likeness[key] = likeness.get(key, 0) + 5 * title + somewhere
    found = [(value, place, title) for (title, place), value in likeness.items() if value]
    return [title for _value, _place, title in sorted(found, reverse=True)]


@pytest.fixture
def written(garden, people, save):
    """Sixty proposals of chosen and hidden spaces, the oldest first; ``hidden``: how many spaces
    are."""

    def written(hidden):
        closed = [Space(title=f"Closed {n}", audience=Audience.SPACE) for n in range(hidden)]
        square = Space(title="The square", audience=Audience.COMMUNITY)
        save(square, *closed)
        dice = random.Random(hidden)
        spaces = [garden, square, *closed]
        rows = [
            Proposal(
                space_id=spaces[n % len(spaces)].id,
                author_id=people["Ada"].id,
                title=" ".join([*dice.choices(WORDS, k=2), f"number{n}"]),
                body=" ".join(dice.choices(WORDS, k=dice.randrange(4))),
                stage=Stage.OPEN,
                opened_at=now(),
            )
            for n in range(60)
        ]
        save(*rows)
        with db.writing() as session:
            for row in rows:
                index(
                    session, kind="proposal", subject_id=row.id, space_id=row.space_id,
                    language="en", title=row.title, text=row.body,
                )  # fmt: skip
        return {"all": rows, "square": square.id, "garden": garden.id}

    return written


def found(browser, question, **more):
    """On all pages, one after the other."""
    titles, start = [], 0
    while True:
        about = {"q": question, "kind": "proposal", "start": start, **more}
        page = browser.get("/search", query_string=about)
        assert page.status_code == 200
        here = re.findall(r"<h2 lang=[^>]*><a [^>]*>(.*?)</a></h2>", page.text)
        titles += [re.sub("<[^>]+>", "", title) for title in here]
        if 'rel="next"' not in page.text:
            assert f"Proposals ({len(titles)})" in page.text
            return titles
        start += 20


@pytest.mark.parametrize("hidden", [1, MOST_HIDDEN - 1, MOST_HIDDEN, MOST_HIDDEN + 3])
def test_only_what_is_visible_is_found_and_counted_the_likest_first(browser, written, hidden):
    world = written(hidden)
    seen = [row for row in world["all"] if row.space_id in (world["garden"], world["square"])]
    of_the_square = [row for row in seen if row.space_id == world["square"]]
    ben, kim = browser("Ben"), browser("Kim")
    for question in QUESTIONS:
        assert found(ben, question) == by_reading(question, seen)
        in_it = found(ben, question, space=world["square"])
        assert in_it == by_reading(question, of_the_square)
    assert found(kim, "tree") == by_reading("tree", world["all"]), "who administers sees them all"


def test_a_hidden_space_asked_for_by_its_number_has_nothing(browser, written):
    world = written(MOST_HIDDEN + 3)
    open_to_ben = (world["garden"], world["square"])
    closed = next(row for row in world["all"] if row.space_id not in open_to_ben)
    assert found(browser("Ben"), "tree oak pond 1", space=closed.space_id) == []
    assert found(browser("Kim"), "tree oak pond 1", space=closed.space_id)
