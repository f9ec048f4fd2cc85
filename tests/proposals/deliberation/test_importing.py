"""A real city's deliberation moves in; and a small one with every fault a file can have."""

import gzip
import json
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from sqlmodel import col, func, select

from civic.audit.models import AuditEntry
from civic.members.models import Member, MemberState
from civic.notifications.models import PendingNotice
from civic.search.models import SearchEntry
from proposals.deliberation.importing import import_deliberation
from proposals.deliberation.models import Alignment, Comment
from proposals.models import Proposal, ProposalTag, Support


def silent(_label: str, _total: int):
    return nullcontext(SimpleNamespace(update=lambda _steps: None))


def proposal(number: int, **other) -> dict:
    return {
        "id": number, "code": f"X-{number}", "created_at": "2016-02-01T10:00:00",
        "title": f"Idea number {number}", "body": "<p>Some <b>words</b></p>", "author": 7,
        "category": "Housing", "district": None, "status": "accepted", "supports": 12,
        "comments": 3, **other,
    }  # fmt: skip


def comment(number: int, **other) -> dict:
    return {
        "id": number, "proposal": 1, "ancestry": None, "created_at": "2016-02-02T10:00:00",
        "author": 8, "alignment": 1, "body": f"<p>Message {number}</p>", "likes": 2,
        "dislikes": 1, **other,
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Write the two files, from rows or from raw lines."""

    def write(proposals, comments):
        for name, rows in (("proposals", proposals), ("comments", comments)):
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            data = "\n".join(lines).encode()
            (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(data))
        return tmp_path

    return write


def test_a_small_deliberation_moves_in(people, folder, look):
    report = import_deliberation(
        folder(
            [proposal(1), proposal(2, author=None, status="rejected")],
            [
                comment(5),
                comment(6, ancestry="5", alignment=None),
                comment(7, ancestry="5/6", alignment=None, author=None),
            ],
        ),
        space="A city",
        progress=silent,
    )
    assert report.problems == []
    assert "2 proposals, 3 comments and 2 authors were added" in report.summary()
    first, second = look(select(Proposal).order_by(col(Proposal.id)))
    assert (first.body, first.imported_supports, first.comment_count) == ("Some **words**", 12, 3)
    assert (second.author_id, second.verdict) == (None, "rejected")
    assert f"{first.opened_at:%d %B %Y}" == "01 February 2016"  # where it stands in all lists
    [tagged_at] = look(select(ProposalTag.opened_at).where(ProposalTag.proposal_id == first.id))
    assert tagged_at == first.opened_at
    root, reply, deeper = look(select(Comment).order_by(col(Comment.id)))
    assert (root.alignment, root.imported_likes, root.reply_count) == (Alignment.FOR, 2, 2)
    assert (reply.parent_id, reply.place) == (root.id, 1)
    assert (deeper.parent_id, deeper.root_id, deeper.place) == (reply.id, root.id, 2)
    assert deeper.author_id is None


def test_nobody_votes_or_supports_by_being_imported_and_nobody_is_told(people, folder, look):
    import_deliberation(folder([proposal(1)], [comment(5)]), space="A city", progress=silent)
    states = look(select(Member.state).where(col(Member.imported_key).is_not(None)))
    assert set(states) == {MemberState.IMPORTED}
    assert look(select(Support)) == []
    assert look(select(PendingNotice)) == []
    assert [entry.name for entry in look(select(AuditEntry))] == ["ProposalsImported"]


def test_importing_twice_adds_nothing_twice_and_takes_what_is_new(people, folder, look):
    import_deliberation(folder([proposal(1)], [comment(5)]), space="A city", progress=silent)
    again = import_deliberation(
        folder([proposal(1)], [comment(5), comment(6, ancestry="5", alignment=None)]),
        space="A city",
        progress=silent,
    )
    assert (again.proposals, again.comments, again.known) == (0, 1, 2)
    assert look(select(Comment.reply_count).order_by(col(Comment.id))) == [1, 0]


def test_an_orphan_hangs_from_its_nearest_known_ancestor_and_is_reported(people, folder, look):
    report = import_deliberation(
        folder(
            [proposal(1)],
            [
                comment(5),
                comment(9, ancestry="5/404", alignment=None),
                comment(10, ancestry="404", alignment=None),
            ],
        ),
        space="A city",
        progress=silent,
    )
    root, orphan, alone = look(select(Comment).order_by(col(Comment.imported_key)))[:3]
    by_key = {row.imported_key.rpartition(":")[2]: row for row in (root, orphan, alone)}
    assert by_key["9"].parent_id == by_key["5"].id
    assert by_key["10"].parent_id is None
    assert ["line 3" in report.problems[0], "line 2" in report.problems[1]] == [True, True]


@pytest.mark.parametrize(
    "bad",
    [
        "{not json",
        "[1, 2]",
        json.dumps(comment(6) | {"body": None}),
        json.dumps(comment(6) | {"body": "<p> </p>"}),
        json.dumps(comment(6) | {"created_at": "yesterday"}),
        json.dumps(comment(6) | {"likes": -3}),
        json.dumps(comment(6) | {"proposal": 404}),
        json.dumps(comment(5)),
        json.dumps({key: value for key, value in comment(6).items() if key != "id"}),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_moves_in(people, folder, look, bad):
    files = folder([proposal(1)], [comment(5), bad, comment(7)])
    report = import_deliberation(files, space="A city", progress=silent)
    assert len(report.problems) == 1
    assert "line 2" in report.problems[0]
    assert report.comments == 2


def test_a_file_that_is_cut_short_gives_what_it_has(people, folder):
    files = folder([proposal(1)], [comment(5)])
    whole = (files / "comments.jsonl.gz").read_bytes()
    (files / "comments.jsonl.gz").write_bytes(whole[:-12])
    report = import_deliberation(files, space="A city", progress=silent)
    assert report.proposals == 1
    assert "damaged" in report.problems[0]


def test_html_that_would_run_does_not(people, folder, browser, garden):
    import_deliberation(
        folder(
            [proposal(1, body="<script>alert(1)</script>Fine")],
            [
                comment(
                    5, alignment=0, body='<p><a href="javascript:alert(1)">x</a> <img src=x></p>'
                )
            ],
        ),
        space=garden.title,
        progress=silent,
    )
    page = browser("Ada").get("/proposals/1-idea-number-1").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "On the original platform: 2 in favour, 1 not" in page


@pytest.mark.thorough
def test_barcelona_moves_in_within_a_minute_of_work(people, shared, look):
    began = time.process_time()
    city = shared / "data" / "decidim-barcelona-2016"
    report = import_deliberation(city, space="Barcelona", progress=silent)
    assert time.process_time() - began < 60
    assert len(report.problems) == 1, "one orphan"
    verdicts = look(select(Proposal.verdict, func.count()).group_by(col(Proposal.verdict)))
    assert sorted(count for _verdict, count in verdicts) == [2_718, 8_142]
    assert look(select(func.sum(Proposal.imported_supports))) == [165_127]
    assert look(select(func.count()).where(Comment.place == 0)) == [16_217]
    sides = look(select(Comment.alignment, func.count()).group_by(col(Comment.alignment)))
    assert dict(sides)[Alignment.FOR] == 5_198
    assert dict(sides)[Alignment.AGAINST] == 798
    assert look(select(func.max(Proposal.comment_count))) == [337]
    assert look(select(func.count()).select_from(SearchEntry)) == [10_860 + 18_192]
    again = import_deliberation(city, space="Barcelona", progress=silent)
    assert (again.proposals, again.comments, again.members) == (0, 0, 0)


def test_a_long_argument_from_elsewhere_is_shown_in_short_with_the_way_to_the_rest(
    people, folder, browser, garden
):
    long = f"<p>{'So it is. ' * 100}</p><p>At last <em>the end</em>.</p>"
    import_deliberation(
        folder([proposal(1)], [comment(5, body=long), comment(6, author=None, alignment=0)]),
        space=garden.title,
        progress=silent,
    )
    ada = browser("Ada")
    page = ada.get("/proposals/1-idea-number-1").text
    assert "Read it in full" in page
    assert "the end" not in page
    assert "2 in favour on the original platform" in page
    assert "Author not named" in page
    assert "Counts for" not in page, "nobody here said so, and the debate is over"
    assert "<em>the end</em>" in ada.get("/proposals/1-idea-number-1/comments?root=1").text


def test_what_moved_in_is_found_by_search_and_its_authors_are_on_no_list(
    people, folder, browser, garden
):
    import_deliberation(
        folder([proposal(1)], [comment(5, body="<p>Wisteria</p>", author=4711)]),
        space=garden.title,
        progress=silent,
    )
    found = browser("Ada").get("/search?q=wisteria").text
    assert "Idea number 1" in found
    for page in ("/members/", f"/spaces/{garden.id}-the-garden/members"):
        shown = browser("Kim").get(page)
        assert shown.status_code == 200, page
        assert "4711" not in shown.text
