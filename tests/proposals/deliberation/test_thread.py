"""The thread of a proposal, as members meet it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import func, select

from civic.core import db
from civic.core.clock import now
from civic.search.models import SearchEntry
from proposals.deliberation import actions
from proposals.deliberation.models import (
    ArgumentWeight,
    Comment,
    CommentVersion,
    Follow,
)
from proposals.models import Proposal, Stage
from tests.proposals.deliberation.conftest import HERE

XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg/onload=alert(1)>",
    '![x](x" onerror="alert(1))',
    "`</code><script>alert(1)</script>`",
    "<a href='java\tscript:alert(1)'>x</a>",
]


def test_a_message_is_written_read_and_found(trees, browser, look):
    answer = browser("Ben").post(f"{HERE}/comments/new", data={"body": "Which **trees**?"})
    assert answer.status_code == 303
    assert answer.location.endswith("#c1")
    page = browser("Ada").get(answer.location).text
    assert "Which <strong>trees</strong>?" in page
    assert look(select(SearchEntry.kind).where(SearchEntry.kind == "comment"))
    assert look(select(Proposal.comment_count)) == [1]


def test_arguments_stand_in_two_columns_and_the_weightier_first(trees, says, browser):
    says("Ada", "Shade in summer.", side="for")
    says("Ben", "Birds come back.", side="for")
    says("Fay", "Roots lift the pavement.", side="against")
    browser("Ada").post(f"{HERE}/comments/2/weigh", data={"counts": "yes"})
    page = browser("Ben").get(f"{HERE}/comments").text
    assert page.index("Birds") < page.index("Shade") < page.index("Roots")


def test_an_empty_debate_says_whether_there_are_arguments(trees, says, browser):
    assert "Nobody has written here yet." in browser("Ada").get(HERE).text
    says("Ben", "They give shade.", side="for")
    page = browser("Ada").get(HERE).text
    assert "So far there are arguments only." in page
    assert "Nobody has written here yet." not in page
    assert ">Debate</h2>" in page, "an argument is counted above its column"
    says("Ada", "Who waters them?")
    assert '>Debate <span class="muted num">(1)</span></h2>' in browser("Ada").get(HERE).text


def test_an_argument_is_one_short_line(trees, browser):
    ben = browser("Ben")
    answer = ben.post(f"{HERE}/arguments/new", data={"side": "for", "body": "x" * 281})
    assert answer.status_code == 422
    assert "x" * 281 in answer.text
    assert "At most 280 characters" in answer.text
    assert ben.post(f"{HERE}/arguments/new", data={"body": "Shade."}).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("Zoe", 404), (None, 302), ("Kim", 403)])
def test_who_is_no_member_of_the_space_does_not_debate(trees, browser, name, status):
    assert browser(name).get(f"{HERE}/comments/new").status_code == status


def test_a_phase_without_debate_takes_no_message(trees, browser, only_open, look):
    only_open("proposals.propose")
    answer = browser("Ben").post(f"{HERE}/comments/new", data={"body": "Too late"})
    assert answer.status_code == 403
    assert "in a phase that provides for it" in answer.text
    assert look(select(Comment)) == []


def test_a_reply_deeper_than_two_levels_quotes_what_it_answers(trees, says, browser):
    root = says("Ada", "Where shall they stand?")
    reply = says("Ben", "Along the north side.", to=root)
    says("Fay", "That is in the shade.", to=reply)
    page = browser("Ada").get(f"{HERE}/comments").text
    quote = page.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert "Along the north side." in quote


def test_replying_without_javascript_is_a_page_with_the_message_quoted(trees, says, browser):
    root = says("Ada", "Where shall they stand?")
    ben = browser("Ben")
    page = ben.get(f"{HERE}/comments/{root.id}/reply").text
    assert "Where shall they stand?" in page
    fragment = ben.get(f"{HERE}/comments/{root.id}/reply", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    answer = ben.post(f"{HERE}/comments/{root.id}/reply", data={"body": ""})
    assert answer.status_code == 422
    assert "Where shall they stand?" in answer.text


@pytest.mark.thorough
def test_a_thread_of_ten_thousand_replies_to_replies_is_read_like_any(trees, save, browser):
    """A chain, each answering the one before."""
    first = save(Comment(proposal_id=trees.id, body="0", reply_count=10_000, language="en"))
    save(
        *(
            Comment(
                proposal_id=trees.id,
                id=first.id + n,
                parent_id=first.id + n - 1,
                root_id=first.id,
                place=n,
                body=str(n),
                language="en",
            )
            for n in range(1, 10_001)
        )
    )
    ada = browser("Ada")
    assert "9992 more replies" in ada.get(f"{HERE}/comments").text
    deepest = ada.get(f"{HERE}/comments/{first.id + 10_000}", follow_redirects=True)
    assert f'id="c{first.id + 10_000}"' in deepest.text
    assert deepest.text.count('class="post"') == 41, "the message it begins with, and its page"


@pytest.mark.parametrize("reply", [0, 3, 9, 60])
def test_a_permalink_leads_to_the_page_that_shows_the_message(trees, says, save, browser, reply):
    for n in range(45):
        root = says("Ada", f"Root {n}") if n < 40 else says("Ben", f"Root {n}")
    target = root
    rows = [
        Comment(
            proposal_id=trees.id, root_id=root.id, parent_id=root.id, place=n, body="r",
            language="en",
        )
        for n in range(1, 61)
    ]  # fmt: skip
    root.reply_count = len(rows)
    save(root, *rows)
    if reply:
        target = rows[reply - 1]
    page = browser("Ada").get(f"{HERE}/comments/{target.id}", follow_redirects=True)
    assert f'id="c{target.id}"' in page.text


def test_a_message_has_no_address_under_another_proposal(trees, says, save, browser, garden):
    message = says("Ada", "Here")
    other = save(Proposal(space_id=garden.id, title="Other", stage="open", opened_at=now()))
    assert (
        browser("Ada").get(f"/proposals/{other.id}-other/comments/{message.id}").status_code == 404
    )


def test_a_message_is_edited_within_a_quarter_of_an_hour_and_keeps_its_history(
    trees, says, browser, at, look
):
    message = says("Ben", "Oaks")
    ben = browser("Ben")
    later = now() + timedelta(minutes=14)
    at(later)
    assert ben.post(f"{HERE}/comments/1/edit", data={"body": "Limes"}).status_code == 303
    assert [version.body for version in look(select(CommentVersion))] == ["Oaks"]
    assert "Oaks" in browser("Ada").get(f"{HERE}/comments/1/history").text
    at(message.created_at + timedelta(minutes=16))
    assert ben.get(f"{HERE}/comments/1/edit").status_code == 403
    assert browser("Ada").get(f"{HERE}/comments/1/edit").status_code == 403


def test_where_the_debate_has_ended_no_link_leads_to_a_refusal(trees, says, browser, save):
    says("Ben", "Oaks")
    assert "/comments/1/edit" in browser("Ben").get(HERE).text
    trees.stage = Stage.DECIDED
    save(trees)
    assert "/comments/1/edit" not in browser("Ben").get(HERE).text
    refused = browser("Ben").get(f"{HERE}/comments/1/edit")
    assert refused.status_code == 403
    assert "for fifteen minutes, while the debate is open." in refused.text


def test_a_deleted_message_leaves_a_line_and_its_replies(trees, says, browser, look):
    root = says("Ben", "Something rash")
    says("Ada", "I disagree", to=root)
    assert browser("Ada").post(f"{HERE}/comments/1/delete").status_code == 403
    assert browser("Ben").post(f"{HERE}/comments/1/delete").status_code == 303
    page = browser("Ada").get(f"{HERE}/comments").text
    assert "Deleted by its author" in page
    assert "I disagree" in page
    assert "Something rash" not in page
    assert look(select(SearchEntry.subject_id).where(SearchEntry.kind == "comment")) == [2]


@pytest.mark.parametrize("attack", XSS)
def test_nothing_that_is_typed_runs(trees, browser, attack):
    ben = browser("Ben")
    ben.post(f"{HERE}/comments/new", data={"body": attack})
    ben.post(f"{HERE}/arguments/new", data={"body": attack, "side": "for"})
    page = browser("Ada").get(f"{HERE}/comments").text.lower()
    inside = page[page.index('id="h-arguments"') :]
    assert "<script>alert" not in inside
    assert "<img" not in inside
    assert "<svg/onload" not in inside
    assert 'href="javascript' not in inside
    assert 'href="data:' not in inside


def test_who_writes_follows_and_may_stop(trees, says, browser, look, people):
    says("Ben", "Hello")
    assert look(select(Follow.member_id)) == [people["Ben"].id]
    browser("Ben").post(f"{HERE}/follow", data={"follow": "no"})
    assert look(select(Follow)) == []


def test_nobody_floods_a_debate(trees, says, browser, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AN_HOUR", 2)
    says("Ben", "One")
    says("Ben", "Two")
    answer = browser("Ben").post(f"{HERE}/comments/new", data={"body": "Three"})
    assert answer.status_code == 422
    assert "wait a little" in answer.text
    assert "Three" in answer.text


def test_weighing_twice_counts_once(trees, says, browser, look):
    says("Ada", "Shade.", side="for")
    ben = browser("Ben")
    for counts in ("yes", "yes", "no", "yes"):
        ben.post(f"{HERE}/comments/1/weigh", data={"counts": counts})
    assert look(select(Comment.weight_count)) == [1]
    assert look(select(func.count()).select_from(ArgumentWeight)) == [1]


def test_a_message_that_is_no_argument_is_not_weighed(trees, says, browser):
    says("Ada", "Hello")
    answer = browser("Ben").post(f"{HERE}/comments/1/weigh", data={"counts": "yes"})
    assert answer.status_code == 403


def test_each_id_stands_once_on_the_page_and_in_the_forms_that_come_to_it(trees, says, browser):
    first, second = says("Ada", "One"), says("Fay", "Two")
    says("Fay", "Three", to=first)
    says("Fay", "Shade", side="for")
    ben = browser("Ben")
    page = ben.get(HERE).text
    for message in (first, second):
        address = f"{HERE}/comments/{message.id}/reply"
        page += ben.get(address, headers={"HX-Request": "true"}).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("below", "status"),
    [("", 302), ("/comments/new", 302), ("/comments?before=9", 302), ("/comments/1/reply", 200)],
)
def test_a_message_is_found_by_its_number_and_that_of_its_proposal(says, browser, below, status):
    says("Ben", "Where?")
    assert browser("Ada").get(f"/proposals/1{below}").status_code == status
    assert browser("Ada").get(f"/proposals/1-as-it-was-called{below}").status_code == 302


def test_what_ended_without_a_debate_invites_nobody_to_begin_one(trees, browser):
    with db.writing() as session:
        session.get_one(Proposal, trees.id).stage = Stage.DECIDED
    page = browser("Ben").get(f"/proposals/{trees.id}-plant-trees").text
    assert "This ended without a debate." in page
    assert "A question is a good beginning" not in page
    assert "No argument for it yet" not in page
