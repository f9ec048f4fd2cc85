"""A text holds what it is made from, but never against an author; and it outlives its own."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.privacy.erasing import erase
from proposals.lineage.models import Origin
from proposals.models import CoAuthor, Proposal

SECRET = "What Ben reads no more"


@pytest.fixture
def struck(two, join, edit, browser, people) -> str:
    """A text made from Ada's and Ben's, of whose authors Ada strikes Ben."""
    text = join(*two)
    browser("Ada").post(f"{text}/co-authors/{people['Ben'].id}/strike")
    edit("Ada", text, title=SECRET)
    return text


@pytest.fixture
def erased(people):
    def leave(name: str) -> None:
        with db.writing() as session:
            erase(session, session.info["registry"], people[name].id, with_texts=False)

    return leave


def test_who_was_struck_off_reads_neither_the_text_nor_its_title(struck, two, browser):
    page = browser("Ben").get(two[1]).text
    assert "being written by others" in page
    assert SECRET not in page
    assert "what-ben-reads" not in page
    assert SECRET in browser("Fay").get(two[1]).text, "a facilitator may have to stand in"
    assert browser("Ben").get(struck).status_code == 404


def test_who_was_struck_off_has_their_proposal_back(struck, two, browser, look, join):
    there = f"{struck}/made-from/2/take-out".replace("3-plant-trees", "3")
    assert f'action="{there}"' in browser("Ben").get(two[1]).text
    answer = browser("Ben").post(there, follow_redirects=True)
    assert "The proposal stands for itself again." in answer.text
    assert SECRET not in answer.text
    assert look(select(Origin.origin_id)) == [1]
    making.run()
    told = {mail.address for mail in look(select(OutboxMail)) if "TakenOut" in mail.key}
    assert told == {"ada@example.org"}
    browser("Ada").post(f"{struck}/discard")
    assert join(two[1], two[0], by="Ben"), "and it goes on elsewhere"


def test_nobody_else_learns_that_there_is_such_a_text(struck, two, browser, sol, look):
    assert "being written" not in browser(sol).get(two[1]).text
    for origin in (1, 2, 9):
        answer = browser(sol).post(f"{struck}/made-from/{origin}/take-out")
        assert answer.status_code == 404
    assert browser("Ben").post(f"{struck}/made-from/1/take-out").status_code == 404
    assert look(select(Origin.origin_id).order_by(Origin.origin_id)) == [1, 2]


def test_erased_its_author_leaves_it_to_the_first_who_signs(
    two, join, agree, erased, browser, look
):
    text = join(*two)
    agree("Ben", text, two[1])
    erased("Ada")
    ben, names = look(select(Proposal.author_id).where(Proposal.id == 3)), look(select(CoAuthor))
    assert (ben, names) == (look(select(Proposal.author_id).where(Proposal.id == 2)), [])
    assert browser("Ben").get(f"{text}/edit").status_code == 200
    making.run()
    assert "ben@example.org" in {mail.address for mail in look(select(OutboxMail))}


def test_erased_its_author_takes_it_along_where_nobody_signs_it_and_who_was_asked_is_told(
    two, join, erased, look
):
    join(*two)
    making.run()
    erased("Ada")
    assert look(select(Origin)) == []
    making.run()
    told = [mail.address for mail in look(select(OutboxMail)) if "TakenOut" in mail.key]
    assert told == ["ben@example.org"]
