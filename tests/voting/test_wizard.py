"""Preparing a vote in pages: nothing typed is lost, nothing is chosen before it was tried."""

import re

import pytest

from civic.core import db
from civic.members.models import Member
from civic.spaces.models import Membership, Role, Space
from tests.voting.drafts import add_question, draft, keep_rule, the_round
from voting import actions
from voting.models import Disclosure, Publication, Round, State
from voting.trial import ballots, trial

__all__ = ["draft"]


def test_the_whole_way_from_a_subject_to_an_open_vote(draft, look):
    fay, edit = draft
    assert add_question(fay, edit).location.endswith("/question/1/rule")
    assert keep_rule(fay, edit).location.endswith("/edit/questions")
    assert fay.post(f"{edit}/voters", data={}).location.endswith("/edit/secrecy")
    answer = fay.post(f"{edit}/secrecy", data={"disclosure": "secret", "publication": ""})
    assert answer.location.endswith("/edit/schedule")
    end = {"opens": "hand", "closes_at": "2099-01-01T20:00"}
    assert fay.post(f"{edit}/schedule", data=end).location.endswith("/edit")
    check = fay.get(edit).text
    assert "Nothing stands in the way." in check
    fay.post(edit.replace("/edit", "/open"))
    round = the_round(look)
    assert round.state == State.OPEN
    assert "draft" not in round.frozen
    assert '"text":{"en":"For shade."}' in round.frozen
    assert "For shade." in fay.get(edit.replace("/edit", "/ballot")).text


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"opens": "hand", "closes_at": ""}, "Say when the vote closes."),
        ({"opens": "hand"}, "Say when the vote closes."),
        ({"opens": "hand", "closes_at": "soon"}, "Say when the vote closes."),
        (
            {"opens": "date", "opens_at": "", "closes_at": "2099-01-01T20:00"},
            "Say when it opens, or open it by hand.",
        ),
    ],
)
def test_a_date_that_is_missing_is_asked_for(draft, typed, problem):
    fay, edit = draft
    answer = fay.post(f"{edit}/schedule", data=typed)
    assert answer.status_code == 422
    assert problem in answer.text
    assert "Not a valid" not in answer.text


def test_a_wrong_date_keeps_everything_that_was_typed(draft):
    fay, edit = draft
    typed = {"opens": "date", "opens_at": "2099-02-01T20:00", "closes_at": "2099-01-01T20:00"}
    answer = fay.post(f"{edit}/schedule", data=typed | {"early_close": "y"})
    assert answer.status_code == 422
    assert "It must close after it opens." in answer.text
    assert 'value="2099-02-01T20:00"' in answer.text
    assert re.search(r'name="early_close"[^>]*checked|checked[^>]*name="early_close"', answer.text)


def test_a_button_that_leaves_a_page_saves_it_first(draft, look):
    fay, edit = draft
    answer = fay.post(f"{edit}/subject", data={"title_en": "The meadow", "then": "schedule"})
    assert answer.location.endswith("/edit/schedule")
    assert the_round(look).titles == {"en": "The meadow"}


def test_a_question_taken_out_can_be_put_back_where_it_was(draft, look):
    fay, edit = draft
    for title in ("First?", "Second?"):
        add_question(fay, edit, title_en=title)
    fay.post(f"{edit}/question/1/remove")
    assert "“First?” is taken out." in fay.get(f"{edit}/questions").text
    assert [q["title"]["en"] for q in the_round(look).questions] == ["Second?"]
    fay.post(f"{edit}/question/back")
    round = the_round(look)
    assert [(q["id"], q["title"]["en"]) for q in round.questions] == [
        ("q1", "First?"),
        ("q2", "Second?"),
    ]
    fay.post(f"{edit}/question/2/move", data={"by": "up"})
    assert [q["title"]["en"] for q in the_round(look).questions] == ["Second?", "First?"]
    assert fay.post(f"{edit}/question/9/move", data={"by": "up"}).status_code == 404


def test_a_rule_is_tried_before_it_is_chosen(draft, look):
    fay, edit = draft
    add_question(fay, edit)
    page = fay.get(f"{edit}/question/1/rule/majority-judgment").text
    assert "60 invented ballots" in page
    assert the_round(look).questions[0]["draft"]["chosen"] is False
    assert "has no rule yet" in fay.get(edit).text
    answer = keep_rule(fay, edit, "approval", then="look", quorum="99 %")
    assert answer.status_code == 200
    assert "The quorum is not reached" in answer.text
    assert the_round(look).questions[0]["draft"]["chosen"] is False


def test_a_missing_setting_says_so_and_keeps_the_rest(draft):
    fay, edit = draft
    add_question(fay, edit, **{"o-cost": ["60", "70", ""]})
    answer = keep_rule(fay, edit, "budget-greedy", quorum="1/3")
    assert answer.status_code == 422
    assert "“The whole budget” is missing" in answer.text
    assert 'value="1/3"' in answer.text
    assert keep_rule(fay, edit, "budget-greedy", **{"p-budget": "100"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("1/3", [1, 3]),
        ("33 %", [33, 100]),
        ("12,5%", [1, 8]),
        ("100 %", [1, 1]),
    ],
)
def test_a_share_is_a_fraction_or_per_cent(typed, share, draft, look):
    fay, edit = draft
    add_question(fay, edit)
    keep_rule(fay, edit, quorum=typed, quorum_of="weight", majority=typed, strict="no", base="roll")
    required = the_round(look).questions[0]["requirements"]
    assert required["quorum"] == {"share": share, "of": "weight"}
    assert required["majority"] == {"share": share, "strict": False, "base": "roll"}


@pytest.mark.parametrize("typed", ["0", "101 %", "-1/3", "1/0", "a third", "1e3", "１/３", "1//3"])
def test_what_is_no_share_is_refused(typed, draft):
    fay, edit = draft
    add_question(fay, edit)
    answer = keep_rule(fay, edit, quorum=typed)
    assert answer.status_code == 422
    assert "Write a fraction such as 1/3" in answer.text


def test_who_would_vote_is_seen_before_it_is_saved(draft, save, garden, look):
    fay, edit = draft
    tenants = [Member(name=f"Tenant {n}", category="tenant", weight=1 + n) for n in range(3)]
    save(*tenants)
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in tenants))
    watcher = save(Member(name="Watcher", category="tenant"))
    save(Membership(space_id=garden.id, member_id=watcher.id, role=Role.OBSERVER))
    page = fay.get(f"{edit}/voters").text
    assert "12 people would be on the list of voters." in page
    assert "tenant (3)" in page
    page = fay.post(f"{edit}/voters", data={"categories": "tenant", "then": "look"}).text
    assert "3 people would be on the list of voters." in page
    assert "A secret vote needs 5 voters at least" in page
    assert "Tenant 2" in page
    assert "Watcher" not in page
    assert the_round(look).roll_filters == {}
    fay.post(f"{edit}/voters", data={"weighted": "y"})
    assert "Only 1 voters have the weight 2" in fay.get(edit).text


def test_a_draft_and_its_names_are_for_facilitators(draft, browser):
    _fay, edit = draft
    for name in ("Ben", "Zoe", "Kim"):
        for page in ("", "/subject", "/questions", "/question", "/voters", "/schedule"):
            assert browser(name).get(edit + page).status_code in (403, 404)


def test_sums_are_usual_where_ballots_would_be_telling(new_round, look, save, garden):
    few = new_round(publication=None)
    assert the_round(look).publication == Publication.SUMS
    assert few.publication == Publication.SUMS
    more = [Member(name=f"Neighbour {n}") for n in range(15)]
    save(*more)
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in more))
    assert new_round(publication=None).publication == Publication.BALLOTS
    assert new_round("irv", publication=None).publication == Publication.SUMS
    assert (
        new_round("irv", publication=None, disclosure=Disclosure.OPEN).publication
        == Publication.BALLOTS
    )


def test_an_open_vote_cannot_publish_sums(draft):
    fay, edit = draft
    answer = fay.post(f"{edit}/secrecy", data={"disclosure": "open", "publication": "sums"})
    assert answer.status_code == 422
    assert "An open vote publishes its ballots" in answer.text


def test_a_copy_is_a_draft_with_the_same_questions(new_round, browser, look):
    round = new_round()
    browser("Fay").post(f"/votes/{round.id}-the-lawn/cancel", data={"reason": "A wrong date."})
    browser("Fay").post(f"/votes/{round.id}-the-lawn/copy")
    fresh = the_round(look)
    assert (fresh.state, fresh.copied_from_id, fresh.frozen) == (State.DRAFT, round.id, None)
    assert [q["title"] for q in fresh.questions] == [q["title"] for q in round.questions]


def test_a_phase_governs_drafting_and_opening_but_not_an_open_vote(
    new_round, only_open, browser, vote, garden
):
    waiting, running = new_round(opened=False), new_round()
    only_open("proposals.propose")
    fay = browser("Fay")
    assert fay.get(f"/votes/new/{garden.id}-the-garden").status_code == 403
    assert fay.post(f"/votes/{waiting.id}-the-lawn/open").status_code == 403
    assert vote("Ben", running, q1_tick="o1").status_code == 303
    end = {"reason": "All are here."}
    assert fay.post(f"/votes/{running.id}-the-lawn/close", data=end).status_code == 303


def test_the_crowd_of_a_trial_is_always_the_same_and_settings_change_the_outcome():
    titles = [{"title": {"en": name}} for name in ("A", "B", "C", "D")]

    def tried(**parameters):
        question = actions.new_question(
            title={"en": "?"}, rule="approval", options=titles, parameters=parameters
        )
        return question | {"id": "q1"}

    assert trial(tried()) == trial(tried())
    assert ballots(tried()).count([1, None]) == 4
    one, two = (trial(tried(seats=n))["results"]["q1"]["elected"] for n in (1, 2))
    assert (len(one), len(two)) == (1, 2)


def test_every_rule_has_a_trial(draft, look):
    fay, edit = draft
    add_question(fay, edit, **{"o-cost": ["60", "70", ""]})
    for rule in ("approval", "majority-judgment", "irv", "schulze", "budget-greedy",
                 "budget-equal-shares", "motion"):  # fmt: skip
        answer = keep_rule(fay, edit, rule, then="look", **{"p-budget": "100"})
        if rule == "approval":
            answer = keep_rule(fay, edit, rule, then="look")
        assert answer.status_code == 200, rule
        assert "Why" in answer.text[answer.text.index('id="trial"') :]


def test_a_page_of_the_wizard_asks_few_questions(draft, statements):
    fay, edit = draft
    add_question(fay, edit)
    for page in ("", "/subject", "/questions", "/question/1", "/question/1/rule",
                 "/question/1/rule/approval", "/voters", "/secrecy", "/schedule"):  # fmt: skip
        statements.clear()
        assert fay.get(edit + page).status_code == 200
        asked = [s for s in statements if not s.startswith(("BEGIN", "PRAGMA"))]
        assert len(asked) <= 12, (page, asked)


def test_nothing_can_be_edited_once_it_is_open(new_round, browser, act):
    round = new_round()
    edit = f"/votes/{round.id}-the-lawn/edit"
    fay = browser("Fay")
    for page in ("", "/subject", "/questions", "/question", "/voters", "/secrecy", "/schedule"):
        assert fay.get(edit + page).status_code == 403
    for page in ("/question/1/remove", "/question/1/move", "/question/back"):
        assert fay.post(edit + page).status_code == 403
    with pytest.raises(Exception, match="until it opens"), db.writing() as session:
        actions.edit(session, round=session.get(Round, round.id), actor=act.fay, titles={})


def test_a_vote_is_begun_from_the_list_of_votes(app, garden, browser, save, people):
    fay = browser("Fay")
    assert 'href="/votes/new"' in fay.get("/votes/").text
    assert fay.get("/votes/new").location == "/votes/new/1-the-garden/from"
    acts = [str(act) for act in app.extensions["registry"].acts]
    orchard = save(Space(title="The orchard", acts=acts))
    save(Membership(space_id=orchard.id, member_id=people["Fay"].id, role=Role.FACILITATOR))
    page = fay.get("/votes/new").text
    for space in ("1-the-garden", f"{orchard.id}-the-orchard"):
        assert f'href="/votes/new/{space}/from"' in page


def test_who_facilitates_nothing_is_not_invited_to_prepare_a_vote(garden, browser):
    assert "/votes/new" not in browser("Ben").get("/votes/").text
    assert "You prepare no vote anywhere now" in browser("Ben").get("/votes/new").text
