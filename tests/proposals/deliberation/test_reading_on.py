"""What is new in a debate, and its pages."""

import re
from datetime import timedelta

from sqlmodel import select

from civic.core.clock import now
from proposals.deliberation.models import (
    Comment,
    Seen,
)
from tests.proposals.deliberation.conftest import HERE


def test_what_is_new_since_the_last_visit_is_marked(trees, says, browser, at, look):
    says("Ben", "Old")
    ada = browser("Ada")
    ada.get(f"{HERE}/comments")
    at(now() + timedelta(hours=2))
    says("Ben", "Fresh")
    page = ada.get(f"{HERE}/comments").text
    assert page.index("Old") < page.index('id="new"') < page.index("Fresh")
    assert 'id="new"' in ada.get(f"{HERE}/comments").text, "a reload hides nothing"
    assert len(look(select(Seen))) == 1


def test_the_way_to_the_first_new_message_leads_there_wherever_it_is(trees, says, browser, at):
    first = says("Ben", "Old")
    for n in range(60):
        says("Fay", f"Root {n}") if n < 30 else says("Ada", f"Root {n}")
    ada = browser("Ada")
    ada.get(HERE)
    at(now() + timedelta(days=2))
    reply = says("Ben", "A late answer", to=first)
    says("Ben", "A late message")
    page = ada.get(HERE).text
    assert "Go to the first of 2 new messages" in page
    assert "A late answer" not in page, "it stands under an old message"
    place = ada.get(f"{HERE}/comments/{reply.id}", follow_redirects=True).text
    assert "2 new since" in place.partition('id="new"')[2].partition("A late answer")[0]


def test_a_debate_opens_at_its_end_and_is_read_backwards_page_by_page(trees, says, browser):
    for n in range(50):
        says("Ada" if n < 45 else "Ben", f"Root number {n}.")
    ada, fragment = browser("Ada"), {"HX-Request": "true"}
    page = ada.get(HERE).text
    shown = re.findall(r"Root number (\d+)\.", page)
    assert shown == [str(n) for n in range(10, 50)]
    (earlier,) = set(re.findall(r'href="([^"]+before=[^"]+)"', page))
    whole = ada.get(earlier).text
    assert re.findall(r"Root number (\d+)\.", whole) == [str(n) for n in range(10)]
    assert "Show later messages" in whole
    assert "Show earlier messages" not in whole
    part = ada.get(earlier, headers=fragment).text
    assert "<html" not in part
    assert "Show later messages" not in part, "they are on the page already"
    (later,) = set(re.findall(r'href="([^"]+start=[^"]+)"', whole))
    assert re.findall(r"Root number (\d+)\.", ada.get(later).text) == shown


def test_a_page_holds_about_forty_messages_with_their_replies(trees, save, browser):
    for _n in range(20):
        root = save(Comment(proposal_id=trees.id, body="x", reply_count=10, language="en"))
        save(
            *(
                Comment(
                    proposal_id=trees.id, root_id=root.id, parent_id=root.id, place=place,
                    body="y", language="en",
                )
                for place in range(1, 11)
            )
        )  # fmt: skip
    page = browser("Ada").get(HERE).text
    assert page.count('class="post"') == 36, "four conversations of nine"
    assert page.count("2 more replies") == 4


def test_reading_writes_at_most_every_five_minutes(trees, browser, statements):
    ada = browser("Ada")
    ada.get(f"{HERE}/comments")
    statements.clear()
    ada.get(f"{HERE}/comments")
    assert not [text for text in statements if not text.startswith("SELECT")]
