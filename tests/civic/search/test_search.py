"""Finding what others wrote, on either database alike."""

import re

import pytest
from sqlmodel import select

from civic.core import db
from civic.search import normal
from civic.search.models import SearchEntry, mark
from civic.spaces.models import Space
from proposals import actions
from proposals.deliberation import actions as deliberation
from proposals.models import Proposal


def found(answer) -> list[str]:
    assert answer.status_code == 200
    titles = re.findall(r"<h2 lang=[^>]*><a [^>]*>(.*?)</a></h2>", answer.text)
    return [re.sub("<[^>]+>", "", title) for title in titles]


@pytest.fixture
def asks(browser):
    return lambda words, name="Ben", **more: browser(name).get(
        "/search", query_string={"q": words, **more}
    )


@pytest.mark.parametrize("words", ["forêt", "FORET", "forets", "Les forêts", "la foret du nord"])
def test_accents_capitals_and_endings_do_not_matter(idea, asks, words):
    idea("Une forêt derrière l’école", language="fr")
    idea("Repeindre le préau", language="fr")
    assert found(asks(words)) == ["Une forêt derrière l’école"]


@pytest.mark.parametrize("words", ["planting", "plants", "planted", "PLANT"])
def test_english_endings_do_not_matter(idea, asks, words):
    idea("Plant pear trees")
    assert found(asks(words)) == ["Plant pear trees"]


def test_the_beginning_of_a_word_is_enough(idea, asks):
    idea("Trois composteurs au square", language="fr")
    assert found(asks("compost")) == ["Trois composteurs au square"]
    assert found(asks("com")) == []


def test_any_word_matches_and_the_best_comes_first(idea, asks):
    idea("Benches by the river", body="For those who wait.")
    idea("A roof for bicycles", body="And perhaps benches.")
    idea("Benches and bicycles", body="Both by the river.")
    assert found(asks("benches bicycles river"))[0] == "Benches and bicycles"
    assert len(found(asks("benches bicycles river"))) == 3
    assert found(asks("benches"))[-1] == "A roof for bicycles", "words of the title weigh more"


def test_small_words_find_nothing_by_themselves(idea, asks):
    idea("Plant pear trees", body="The best of the garden.")
    idea("Paint the shed", body="It is the first thing to do.")
    assert found(asks("the pear")) == ["Plant pear trees"]


def test_the_words_are_marked_and_nothing_else_is_markup(idea, asks):
    idea(
        "Plant <b>pear</b> trees",
        body="Long before. " * 30 + "Then a <i>pear</i>. " + "After. " * 60,
    )
    page = asks("pears").text
    assert "Plant &lt;b&gt;<mark>pear</mark>&lt;/b&gt; trees" in page
    assert "… " in page
    assert "<mark>pear</mark>&lt;/i&gt;" in page


def test_messages_votes_and_spaces_are_found_and_counted(app, idea, ballot, asks, act):
    pears = idea("Plant pear trees")
    with db.writing() as session:
        written = deliberation.write(
            session,
            actor=act.ben,
            proposal=session.get_one(Proposal, pears.id),
            body="A ladder for the gardeners, please.",
            language="en",
            now=pears.opened_at,
        )
    ballot("Who keeps the ladder?")
    page = asks("ladder")
    assert "Messages (1)" in page.text
    assert "Votes (1)" in page.text
    assert "Proposals (0)" in page.text
    assert f"/comments/{written.id}" in page.text, "the first kind with hits is shown"
    assert found(asks("ladder", kind="round")) == ["Who keeps the ladder?"]


@pytest.mark.parametrize("words", ["planting", "arbre", "bancs"])
def test_a_vote_is_found_in_every_language_that_its_paper_is_written_in(ballot, asks, words):
    ballot("The lawn", title_in_french="La pelouse et ses bancs")
    assert found(asks(words, kind="round")) == ["The lawn"]


def test_a_message_leads_to_itself_even_when_ids_differ(app, idea, asks, act):
    for number in range(3):
        pears = idea(f"Idea number {number}")
    with db.writing() as session:
        written = deliberation.write(
            session, actor=act.ben, proposal=session.get_one(Proposal, pears.id),
            body="Wheelbarrow.", language="en", now=pears.opened_at,
        )  # fmt: skip
    page = asks("wheelbarrow", kind="comment")
    assert found(page) == ["Idea number 2"]
    assert f"/proposals/{pears.id}-idea-number-2/comments/{written.id}" in page.text


def test_strangers_find_nothing_of_a_closed_space(idea, asks):
    idea("Plant pear trees")
    page = asks("pear", name="Zoe")
    assert found(page) == []
    assert "Proposals (0)" in page.text


def test_one_space_alone(app, save, idea, asks, garden, act, people):
    idea("Plant pear trees")
    elsewhere = save(Space(title="The square", language="en", audience="community"))
    assert found(asks("pear", space=garden.id)) == ["Plant pear trees"]
    assert found(asks("pear", space=elsewhere.id)) == []
    assert "Search all spaces" in asks("pear", space=elsewhere.id).text


def test_nothing_found_offers_a_cure(idea, ballot, asks):
    ballot("The lawn")
    page = asks("lawn", kind="proposal").text
    assert "Nothing found for “lawn”" in page
    assert "But there are hits among:" in page
    assert "Try fewer words" in asks("zzzz").text


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        'a"b OR c',
        "pear* NEAR(x)",
        "-",
        "pear & !tree | (",
        "\x01",
        "%",
        "( ) :*",
        "⑴ ⒈ ½ ͺ",
        "ͺ",
    ],
)
def test_signs_are_words_or_nothing(idea, asks, words):
    idea("Plant pear trees")
    assert asks(words).status_code == 200


def test_pages_follow_each_other(save, idea, garden, asks, browser):
    for number in range(22):
        idea(f"Bench number {number}", by="ada" if number < 11 else "ben")
    first = asks("bench")
    assert len(found(first)) == 20
    more = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert len(found(browser("Ben").get(more))) == 2
    behind = browser("Ben").get(more.replace("start=20", "start=60"))
    assert found(behind) == []
    assert "Proposals (22)" in behind.text


def test_a_withdrawn_name_is_found_no_more(app, idea, asks, look, act):
    pears = idea("Plant pear trees")
    with db.writing() as session:
        actions.edit(
            session, proposal=session.get_one(Proposal, pears.id), actor=act.ada,
            title="Plant apple trees", body="Along the wall.", note="", based_on=1,
            tags=(), language="en",
        )  # fmt: skip
    assert found(asks("pear")) == []
    assert found(asks("apple")) == ["Plant apple trees"]
    assert len(look(select(SearchEntry).where(SearchEntry.kind == "proposal"))) == 1


def test_a_search_takes_a_fixed_number_of_statements(browser, idea, statements):
    ben = browser("Ben")
    idea("Plant pear trees")
    ben.get("/search?q=pear")

    def taken():
        statements.clear()
        ben.get("/search?q=pear")
        return len(statements)

    few = taken()
    for number in range(12):
        idea(f"Pear number {number}")
    assert taken() == few <= 7


def test_a_stem_that_another_begins_with_is_asked_for_alone():
    assert normal.asked("composteurs") == [("composteur",)]
    assert normal.asked("decoba") == [("decob",)], "in French; the other languages' are longer"


def test_a_word_counts_once_however_many_languages_cut_it_short(idea, asks):
    assert normal.asked("bababa") == [("bab", "babab")]
    idea("Bababa in the title")
    idea("A lawn", body="Bab and babab, and a pond.")
    idea("A shed", body="Bababa beside a pond.")
    assert found(asks("bababa")) == ["Bababa in the title", "A shed", "A lawn"]
    assert found(asks("bababa pond"))[:2] == ["Bababa in the title", "A shed"]


def test_each_kind_has_a_mark_of_its_own_in_the_index(app):
    kinds = app.extensions["session_info"]["registry"].searchables
    assert len({mark(kind) for kind in kinds}) == len(kinds) == 5
