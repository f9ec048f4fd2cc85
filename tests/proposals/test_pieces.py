"""Lines and messages are remembered: nobody sees what was, nor what is somebody else's."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from civic.core import db
from civic.core.clock import now

HERE = "/proposals/1-plant-trees"


@pytest.fixture
def debate(propose, browser):
    """Ada's proposal; Ben writes, Fay answers him, Ada answers her; Ben argues."""
    propose(tags="road")
    ben = browser("Ben")
    ben.post(f"{HERE}/comments/new", data={"body": "Which **trees**?"})
    browser("Fay").post(f"{HERE}/comments/1/reply", data={"body": "Limes."})
    browser("Ada").post(f"{HERE}/comments/2/reply", data={"body": "Not limes."})
    ben.post(f"{HERE}/arguments/new", data={"side": "for", "body": "Shade."})


def _change(statement: str, **values: object) -> None:
    with db.writing() as session:
        session.execute(text(statement), values)


TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')


def _without_token(page: str) -> str:
    """It tells the second."""
    return TOKEN.sub("", page)


OF_MESSAGES = {
    "UPDATE comment SET body = 'Oaks.' WHERE id = 1": "<p>Oaks.</p>",
    "UPDATE comment SET body = 'Yews.' WHERE id = 2": "Yews.</blockquote>",
    "UPDATE comment SET body = 'Cool.' WHERE id = 4": "<p>Cool.</p>",
    "UPDATE comment SET language = 'fr' WHERE id = 1": '<div class="prose" lang="fr">',
    "UPDATE comment SET language = 'fr' WHERE id = 4": '<p lang="fr">Cool.',
    "UPDATE comment SET edited_at = :then WHERE id = 1": "comments/1/history",
    "UPDATE comment SET created_at = :then WHERE id = 1": "3 May 2019",
    "UPDATE comment SET weight_count = 6 WHERE id = 4": r"Counts for me \(6\)",
    "UPDATE comment SET reply_count = 5 WHERE id = 4": "5 replies",
    "UPDATE member SET name = 'Bert' WHERE name = 'Ben'": "<b>Bert</b>",
    "UPDATE member SET name = 'Faye' WHERE name = 'Fay'": "Faye wrote:",
    "UPDATE proposal SET author_id = 2": "<b>Bert</b>[^\n]*proposed this",
    "INSERT INTO mention (comment_id, member_id) VALUES (1, 1)": "names you",
    "INSERT INTO argument_weight (comment_id, member_id) VALUES (4, 1)": "Counts for you",
    "UPDATE comment SET author_id = NULL WHERE id = 1": "<b>A former member</b>",
    "UPDATE comment SET imported_likes = 7 WHERE id = 1": "7 in favour, 0 not",
    "UPDATE comment SET imported_dislikes = 3 WHERE id = 1": "7 in favour, 3 not",
    "UPDATE comment SET imported_likes = 9 WHERE id = 4": "9 in favour on the original",
    "UPDATE space SET acts = '[]'": "(?s)^(?!.*comments/1/reply)",
    "UPDATE comment SET state = 'removed' WHERE id = 2": "(no longer shown)",
    "UPDATE comment SET state = 'removed' WHERE id = 4": 'class="note">Removed by a facilitator: ',
    "UPDATE comment SET state = 'deleted' WHERE id = 1": "Deleted by its author.",
}
OF_A_LINE = {
    "UPDATE proposal SET title = 'Plant oaks'": ">Plant oaks</a></h2>",
    "UPDATE proposal SET body = 'By the mill.'": "By the mill.",
    "UPDATE proposal SET language = 'fr'": 'lang="fr">Plant oaks',
    "UPDATE proposal SET version = 4": 'name="version" value="4"',
    "UPDATE proposal SET support_count = 8": r"Support \(8\)",
    "UPDATE proposal SET comment_count = 77": "77 messages",
    "UPDATE proposal SET imported_supports = 5": "5 supports on the original",
    "UPDATE proposal SET opened_at = :then": "3 May 2019",
    "UPDATE member SET name = 'Adele' WHERE name = 'Ada'": "<span>Adele",
    "UPDATE proposal SET author_id = NULL": "a former member",
    "UPDATE space SET title = 'The orchard'": "The orchard</span>",
    "UPDATE space SET language = 'fr'": '<span lang="fr">',
    "UPDATE space SET support_threshold = 10": "2 more supports before the debate",
    "INSERT INTO proposal_tag (proposal_id, tag) VALUES (1, 'shade')": 'class="tag"[^>]*>shade',
    "INSERT INTO support (proposal_id, member_id) VALUES (1, 2)": "You support this",
    "UPDATE proposal SET stage = 'deliberation'": "Deliberation<span",
    "UPDATE space SET acts = '[]'": "8 supports",
    "UPDATE proposal SET stage = 'decided'": "Not chosen",
    "UPDATE proposal SET verdict = 'adopted'": "Follow-up<span",
}


@pytest.mark.parametrize(
    ("name", "page", "changes"),
    [("Ada", HERE, OF_MESSAGES), ("Ben", "/proposals/", OF_A_LINE)],
    ids=["messages", "lines"],
)
def test_what_has_changed_is_shown(debate, browser, name, page, changes):
    reader = browser(name)
    for change, shows in changes.items():
        assert not re.search(shows, before := _without_token(reader.get(page).text)), change
        assert _without_token(reader.get(page).text) == before
        _change(change, **({"then": "2019-05-03 10:00:00+00:00"} if ":then" in change else {}))
        assert re.search(shows, reader.get(page).text), change


OFFERED = re.compile(r"/comments/1/(\w+)")


def test_everybody_is_offered_what_they_may_do(debate, browser, at):
    mine = {"Ben": {"reply", "edit", "delete"}, "Ada": {"reply", "flag"}, "Zoe": set(), None: set()}
    mine["Fay"] = {"reply", "flag", "remove"}
    _change("UPDATE space SET audience = 'internet'")
    mine["Zoe"] = {"flag"}
    for name in [*mine, *reversed(mine)]:
        assert set(OFFERED.findall(browser(name).get(HERE).text)) == mine[name], name
    at(now() + timedelta(minutes=16))
    assert set(OFFERED.findall(browser("Ben").get(HERE).text)) == {"reply", "delete"}


def test_only_who_has_not_read_it_is_told_that_it_is_new(debate, browser, says_later):
    ada = browser("Ada")
    ada.get(HERE)
    says_later("Elms, then.")
    assert 'class="tag now">new<' in ada.get(HERE).text
    assert 'class="tag now">new<' not in browser("Ben").get(HERE).text


@pytest.fixture
def says_later(browser, at):
    def say(body: str) -> None:
        at(now() + timedelta(minutes=30))
        browser("Ben").post(f"{HERE}/comments/new", data={"body": body})

    return say


def test_each_reads_it_in_their_language_zone_and_year(debate, browser, at):
    _change("UPDATE comment SET created_at = :then", then=f"{now():%Y}-01-02 23:30:00+00:00")
    ada = browser("Ada")
    assert "January, 11:30" not in (english := ada.get(HERE).text)
    assert "3 January, 12:30" in english
    assert "3 janvier à 0 h 30" in browser("Ben", language="fr").get(HERE).text.replace(
        "\u00a0", " "
    )
    _change("UPDATE member SET time_zone = 'America/Montreal' WHERE name = 'Ada'")
    assert "2 January, 6:30" in ada.get(HERE).text.replace("\u00a0", " ")
    at(now().replace(year=now().year + 1))
    assert f"2 January {now().year - 1}" in browser("Ada").get(HERE).text


def test_forms_carry_the_token_of_their_own_page(debate, app, browser):
    app.config["WTF_CSRF_ENABLED"] = True
    pages = [browser(name).get("/proposals/").text for name in ("Ben", "Fay")]
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert all(page.count("/support") for page in pages)


def test_nobody_can_write_what_stands_for_the_token(propose, browser):
    address = propose(title="Plant <token> trees", body="And <token>.")
    browser("Ben").post(f"{address}/comments/new", data={"body": "<token>"})
    for page in (address, "/proposals/"):
        assert "<token>" not in (shown := browser("Ben").get(page).text)
        assert "&lt;token&gt;" in shown
