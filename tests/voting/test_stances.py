"""Stances and reasons: written beside the choice, checked, counted, shown to whom they may be."""

import json

import pytest
from click.testing import CliRunner
from sqlmodel import select

from civic.cli import dispatcher
from tests.voting.test_round import count_again
from voting.ballots import Option, all_forms
from voting.ballots.stance import LONGEST_REASON
from voting.models import CountedBallot, Disclosure, Publication, Round, UrnSlot

WORDS = "The hall has no ramp."
FORM = all_forms()["stance"]
OPTIONS = [Option("agree"), Option("object")]


@pytest.fixture
def consent(new_round):
    return lambda **how: new_round("consent", options=[], **how)


def check(browser, name, round, **fields):
    data = {f"q1-{key}": value for key, value in fields.items()}
    return browser(name).post(f"/votes/{round.id}-the-lawn/ballot", data=data)


def page_of(browser, name, round):
    return browser(name).get(f"/votes/{round.id}-the-lawn").text


# ---------------------------------------------------------------- writing


def test_each_stance_says_what_it_means_and_where_a_reason_is_needed(consent, browser):
    page = browser("Ben").get(f"/votes/{consent().id}-the-lawn/ballot").text
    paper = page[page.index('id="paper"') :]
    assert paper.count('type="radio"') == 5
    assert "checked" not in paper
    assert "I vote blank" in paper
    assert "Needed for: I object." in paper
    assert "facilitators alone read it" in paper


def test_an_objection_without_a_reason_comes_back_with_a_cure(consent, browser, look):
    answer = check(browser, "Ben", consent(), stance="object", reason=" \u200b\n ")
    assert answer.status_code == 422
    assert "This stance needs a reason" in answer.text
    assert 'href="#q1-reason"' in answer.text
    assert 'id="q1-reason"' in answer.text
    assert look(select(UrnSlot)) == []


def test_a_reason_is_kept_through_every_page(consent, browser):
    round = consent()
    checked = check(browser, "Ben", round, stance="object", reason="One\r\n<b>two</b>")
    assert "One\n&lt;b&gt;two&lt;/b&gt;" in checked.text
    back = browser("Ben").post(
        f"/votes/{round.id}-the-lawn/ballot/arrange",
        data={"q1-stance": "object", "q1-reason": "One\n<b>two</b>"},
    )
    assert "One\n&lt;b&gt;two&lt;/b&gt;</textarea>" in back.text
    assert 'value="object" checked' in back.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stance": "(blank)", "reason": "x"}, "A blank ballot carries no reason"),
        ({"reason": "x"}, "Choose something"),
        ({"stance": ["agree", "object"], "reason": "x"}, "Choose one option only"),
        ({"stance": "shrug"}, "does not belong to this vote"),
        ({"stance": "object", "reason": "x" * 601}, "601 characters; 600 are allowed"),
    ],
    ids=["blank", "no stance", "two stances", "unknown", "too long"],
)
def test_what_is_no_choice_is_refused_with_words(fields, words, consent, browser):
    answer = check(browser, "Ben", consent(), **fields)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (" a\r\nb\rc \n", "a\nb\nc"),
        ("a\tb\x00\x1f\x85c", "a bc"),
        ("\u202eevil\u2066", "evil"),
        ("\u200b\u00a0", ""),
        ("👩‍🌾 é", "👩‍🌾 é"),
    ],
)
def test_words_are_plain_text(sent, kept):
    choice = FORM.parse({"stance": ["agree"], "reason": [sent]}, OPTIONS)
    assert choice == {"stance": "agree", "reason": kept}
    again = dict(FORM.fields(choice))
    assert FORM.parse({name: [value] for name, value in again.items()}, OPTIONS) == choice


@pytest.mark.parametrize(
    "choice",
    [
        "agree",
        {"stance": "agree"},
        {"stance": ["agree"], "reason": ""},
        {"stance": "agree", "reason": 3},
        {"stance": "agree", "reason": " a"},
        {"stance": "agree", "reason": "\u202eevil"},
        {"stance": "agree", "reason": "\ud800"},
        {"stance": "agree", "reason": "a\r\nb"},
        {"stance": "agree", "reason": "x" * 601},
        {"stance": "object", "reason": ""},
        {"stance": "agree", "reason": "", "name": "Ben"},
    ],
    ids=repr,
)
def test_what_no_page_sends_is_no_ballot(choice):
    assert FORM.problems(choice, OPTIONS, {"reason_for": ["object"]})


def test_every_secret_ballot_has_one_size_whatever_is_written(consent, vote, look):
    """In bytes: an accent, an emoji and an escaped quote are longer than a letter."""
    round = consent()
    reasons = ["", "no", "é" * 500, "👩" * LONGEST_REASON, '"\\\n"' * 140 + "x"]
    for n, reason in enumerate(reasons):
        assert vote(f"Voter {n}", round, q1_stance="agree", q1_reason=reason).status_code == 303
    vote("Ben", round, q1_stance="(blank)")
    sizes = {len(slot.payload.encode()) for slot in look(select(UrnSlot))}
    assert len(look(select(UrnSlot))) == 6
    assert len(sizes) == 1


# ---------------------------------------------------------------- after a secret vote


@pytest.fixture
def objected(consent, vote, close):
    """Nobody is named; the objection was cast last and sorts first."""

    def run(**how):
        round = consent(**how)
        for n in range(4):
            vote(f"Voter {n}", round, q1_stance="agree")
        vote("Ada", round, q1_stance="concerns", q1_reason="Who cleans?")
        vote("Ben", round, q1_stance="object", q1_reason=WORDS)
        close(round)
        return round

    return run


@pytest.mark.parametrize("publication", [Publication.BALLOTS, Publication.SUMS])
def test_words_are_cut_off_secret_ballots_before_anything_is_published(
    publication, objected, browser, look, tmp_path
):
    round = objected(publication=publication)
    assert {row.choice["reason"] for row in look(select(CountedBallot))} == {None}
    address = f"/votes/{round.id}-the-lawn"
    for name in ("bundle.json", "full-bundle.json", "q1.csv"):
        answer = browser("Fay").get(f"{address}/{name}")
        assert "ramp" not in answer.text
    (tmp_path / "bundle.json").write_bytes(browser("Ben").get(f"{address}/bundle.json").data)
    assert count_again(tmp_path / "bundle.json") == 0


def test_facilitators_alone_read_the_words_of_a_secret_vote(objected, browser, look):
    round = objected()
    for name in ("Ben", "Ada"):
        page = page_of(browser, name, round)
        assert "ramp" not in page
        assert "2 reasons were written" in page
    fays = page_of(browser, "Fay", round)
    assert fays.index(WORDS) < fays.index("Who cleans?")  # what stops the text comes first
    assert "Ben" not in fays[fays.index("The reasons") : fays.index("Who cleans?")]


def test_the_words_are_in_the_order_of_the_alphabet(consent, vote, close, look):
    round = consent()
    for name, reason in (("Ada", "c"), ("Ben", "a"), ("Voter 1", "b"), ("Voter 2", "a")):
        vote(name, round, q1_stance="concerns", q1_reason=reason)
    close(round)
    voices = look(select(Round))[0].result["voices"]
    assert voices == {"q1": {"concerns": {"count": 4, "texts": ["a", "a", "b", "c"]}}}


# ---------------------------------------------------------------- after an open vote


def test_in_an_open_vote_members_read_reasons_beside_names(objected, browser, tmp_path):
    round = objected(disclosure=Disclosure.OPEN)
    page = page_of(browser, "Ada", round)
    told = page[page.index("The reasons") :]
    assert told.index("I object (1)") < told.index("Ben") < told.index(WORDS)
    bundle = browser("Ada").get(f"/votes/{round.id}-the-lawn/bundle.json").data
    (tmp_path / "bundle.json").write_bytes(bundle)
    assert WORDS in bundle.decode()
    assert count_again(tmp_path / "bundle.json") == 0


def test_an_open_ballot_says_so_and_comes_back_filled_in(consent, browser, vote):
    round = consent(disclosure=Disclosure.OPEN)
    vote("Ben", round, q1_stance="object", q1_reason=WORDS)
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert "beside your name" in page
    assert f"{WORDS}</textarea>" in page


def test_words_are_shown_as_text(consent, browser, vote, close):
    round = consent(disclosure=Disclosure.OPEN)
    vote("Ben", round, q1_stance="object", q1_reason="<script>alert(1)</script>")
    close(round)
    assert "<script>alert(1)" not in page_of(browser, "Ada", round)


# ---------------------------------------------------------------- what comes out


def test_an_objection_stops_the_text_and_says_what_happens_now(objected, browser):
    page = page_of(browser, "Ben", objected())
    assert "Not adopted: The lawn" in page
    assert "1 objection stops the text for now." in page
    assert "What speaks against the text is worked out" in page


def test_without_an_objection_the_text_is_adopted_with_its_concerns(
    consent, browser, vote, close, look
):
    round = consent()
    for n in range(5):
        vote(f"Voter {n}", round, q1_stance="concerns" if n else "agree")
    close(round)
    assert look(select(Round))[0].result["results"]["q1"]["verdict"] == "adopted"
    assert "4 concerns go with the decision." in page_of(browser, "Ben", round)


@pytest.mark.parametrize(
    ("rule", "stance", "headline"),
    [
        ("consensus", "agree", "Adopted: The lawn"),
        ("gradients", "follow", "Adopted: The lawn"),
        ("gradients", "disagree", "Not adopted: The lawn"),
        ("advice", "favourable", "Advice: In favour"),
    ],
)
def test_every_rule_of_stances_goes_from_draft_to_result(
    rule, stance, headline, new_round, browser, vote, close
):
    round = new_round(rule, options=[])
    for n in range(5):
        vote(f"Voter {n}", round, q1_stance=stance)
    close(round)
    assert headline in page_of(browser, "Ben", round)


def test_the_wizard_tries_the_count(new_round, browser):
    draft = new_round(opened=False)
    page = browser("Fay").get(f"/votes/{draft.id}-the-lawn/edit/question/1/rule/consent")
    assert page.status_code == 200
    assert "The stances" in page.text
    kept = browser("Fay").post(
        f"/votes/{draft.id}-the-lawn/edit/question/1/rule/consent",
        data={"p-least": "2", "tie": "nobody", "base": "expressed", "strict": "yes"},
    )
    assert kept.status_code == 303


def test_the_table_of_an_open_vote_is_counted_from_the_command_line(objected, browser, tmp_path):
    round = objected(disclosure=Disclosure.OPEN)
    table = tmp_path / "q1.csv"
    table.write_bytes(browser("Ben").get(f"/votes/{round.id}-the-lawn/q1.csv").data)
    assert WORDS in table.read_text()
    answer = CliRunner().invoke(dispatcher, ["tally", str(table), "--rule", "consent", "--json"])
    counted = json.loads(answer.output)
    assert counted["elected"] == ["object"]
    assert counted["numbers"]["first"] == {"agree": 4, "concerns": 1, "object": 1, "abstain": 0}
