"""Two proposals become one, with everybody's agreement, and nobody's support is carried over."""

from sqlmodel import select

from civic.core import clock, db
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.spaces.models import Space
from proposals import actions as root
from proposals.lineage.models import Origin
from proposals.models import CoAuthor, Proposal, Stage, Verdict


def test_those_that_want_the_same_stand_first_and_words_find_others(two, propose, browser):
    propose("Fay", title="A tap by the gate", body="For cans.")
    page = browser("Ada").get(f"{two[0]}/join").text
    assert "Plant a hedge" in page
    assert "Plant trees</span>" not in page, "not with itself"
    found = browser("Ada").get(f"{two[0]}/join?q=tap").text
    assert "A tap by the gate" in found
    assert "Plant a hedge" not in found
    nothing = browser("Ada").get(f"{two[0]}/join?q=zeppelin").text
    assert "Nothing here can be joined with it. Try other words." in nothing


def test_the_joint_text_is_drafted_from_both_and_read_by_their_authors_alone(
    two, join, browser, sol
):
    text = join(*two)
    page = browser("Ben").get(text).text
    assert "Along the <strong>road</strong>." in page
    assert "Of hazel." in page
    assert "Agree to this wording" in page
    assert browser("Fay").get(text).status_code == 200, "a facilitator may have to stand in"
    assert browser(sol).get(text).status_code == 404
    assert browser("Zoe").get(text).status_code == 404


def test_who_has_to_agree_is_told_by_mail_and_on_the_first_page(two, join, agree, browser, look):
    text = join(*two)
    making.run()
    assert [mail.address for mail in look(select(OutboxMail))] == ["ben@example.org"]
    assert "A text is made from your proposal. Do you agree to it?" in browser("Ben").get("/").text
    agree("Ben", text, two[1])
    assert "Do you agree to it?" not in browser("Ben").get("/").text


def test_published_it_closes_the_first_ones_which_stay_readable_and_lead_to_it(
    joined, two, browser, look, stages
):
    assert stages() == [Stage.CONTINUED, Stage.CONTINUED, Stage.OPEN]
    for first in two:
        page = browser("Fay").get(first).text
        assert "it goes on in another text" in page
        assert f'href="{joined}' in page
        assert browser("Fay").post(f"{first}/support").status_code == 403
        assert browser("Fay").get(f"{first}/join").status_code == 403
    page = browser("Fay").get(joined).text
    assert "Made from these proposals" in page
    assert f'href="{two[1]}"' in page
    assert "Made from:" in page, "in the timeline, too"
    assert look(select(CoAuthor.member_id)) == [2], "who agreed signs"
    assert "Plant a hedge" in browser("Fay").get("/proposals/?q=hedge&stage=continued").text
    assert (
        "goes on in another text" in browser("Ben").get("/mine").text + browser("Ben").get("/").text
    )


def test_it_is_not_published_before_all_have_agreed(two, join, agree, publish, browser, stages):
    text = join(*two)
    assert "Publish the joint text" not in browser("Ada").get(text).text
    assert "Not everybody has agreed to this wording yet." in publish(text).text
    assert browser("Ada").post(f"{text}/publish").status_code == 403, "the ordinary way is shut"
    agree("Ben", text, two[1])
    assert "Publish the joint text" in browser("Ada").get(text).text
    for other in ("Ben", "Fay"):
        assert browser(other).post(f"{text}/made-from/publish").status_code == 403
    assert stages() == [Stage.OPEN, Stage.OPEN, Stage.DRAFT]


def test_nobody_publishes_other_words_than_they_read(two, join, agree, edit, publish, stages):
    """Ben changes the text, and agrees to it, while Ada reads what it was."""
    text = join(*two)
    agree("Ben", text, two[1])
    edit("Ben", text, body="Of plastic.")
    agree("Ben", text, two[1], version=2)
    assert "The text has changed in the meantime" in publish(text, version=1).text
    assert stages()[-1] == Stage.DRAFT


def test_who_agreed_agreed_to_these_words_and_no_others(
    two, join, agree, edit, publish, browser, look, stages
):
    text = join(*two)
    assert "The text has changed in the meantime" in agree("Ben", text, two[1], version=7).text
    agree("Ben", text, two[1])
    edit("Ada", text, body="Down with hedges.")
    assert "agreed to an earlier wording" in browser("Ada").get(text).text
    assert "Not everybody has agreed" in publish(text).text
    assert "Do you agree to it?" in browser("Ben").get("/").text
    agree("Ben", text, two[1], version=2)
    publish(text)
    assert look(select(Proposal.body).where(Proposal.id == 3)) == ["Down with hedges."]
    assert stages()[-1] == Stage.OPEN


def test_who_takes_their_name_off_the_draft_has_not_agreed(
    two, join, agree, publish, browser, look
):
    text = join(*two)
    agree("Ben", text, two[1])
    browser("Ben").post(f"{text}/unsign")
    assert "Not everybody has agreed" in publish(text).text
    assert "does not sign this text" in browser("Ada").get(text).text


def test_an_author_declines_and_keeps_their_proposal(two, join, browser, publish, look):
    text = join(*two)
    making.run()
    answer = browser("Ben").post(f"{text}/made-from/2/take-out", follow_redirects=True)
    assert "The proposal stands for itself again." in answer.text
    assert browser("Ben").get(text).status_code == 404
    assert look(select(Origin.origin_id)) == [1]
    assert "Only one proposal is left" in browser("Ada").get(text).text
    assert "Not everybody has agreed" in publish(text).text
    making.run()
    told = {mail.address for mail in look(select(OutboxMail)) if "TakenOut" in mail.key}
    assert told == {"ada@example.org"}


def test_thrown_away_before_publication_it_leaves_nothing_behind(two, join, browser, look, stages):
    text = join(*two)
    making.run()
    browser("Ada").post(f"{text}/discard")
    assert look(select(Origin)) == []
    making.run()
    told = [mail.address for mail in look(select(OutboxMail)) if "TakenOut" in mail.key]
    assert told == ["ben@example.org"], "who was asked to agree"
    assert stages() == [Stage.OPEN, Stage.OPEN]
    assert join(*two), "and it can be begun anew"


def test_somebody_else_neither_agrees_nor_takes_out(two, join, browser, sol, look):
    text = join(*two)
    for deed in ("agree", "take-out", "stand-in"):
        assert browser(sol).post(f"{text}/made-from/2/{deed}").status_code == 404
    for deed in ("agree", "stand-in"):
        assert browser("Ada").post(f"{text}/made-from/2/{deed}").status_code == 403
    assert browser("Fay").post(f"{text}/made-from/2/take-out").status_code == 403
    assert browser("Ben").post(f"{text}/made-from/1/agree").status_code == 403
    assert browser("Ben").post(f"{text}/made-from/3/agree").status_code == 404
    assert look(select(Origin.agreed_version)) == [None, None]


def test_only_their_authors_and_facilitators_begin(two, browser, sol):
    assert browser(sol).get(f"{two[0]}/join").status_code == 403
    assert browser("Zoe").get(f"{two[0]}/join").status_code == 404
    assert "Join this proposal with another one" not in browser(sol).get(two[0]).text
    assert "Join this proposal with another one" in browser("Fay").get(two[0]).text


def test_what_cannot_be_joined_is_refused_with_a_cure(two, join, browser, look, act):
    def said(*others):
        return browser("Ada").post(f"{two[0]}/join", data={"with": list(others)})

    assert "Choose at least one proposal" in said().text
    assert "Choose at least one proposal" in said(1).text, "itself"
    assert said(99).status_code == 422
    assert "Five proposals at most" in said(*range(2, 9)).text
    with db.writing() as session:
        ben = session.get_one(Proposal, 2)
        root.decide(session, proposal=ben, actor=act.fay, verdict=Verdict.ADOPTED)
    assert "One of them can no longer be joined." in said(2).text
    assert "Plant a hedge" not in browser("Ada").get(f"{two[0]}/join").text
    assert look(select(Origin)) == []


def test_texts_that_are_too_long_together_are_cut_where_one_sees_it(propose, join, look):
    long = [propose(name, title=f"Of {name}", body=name * 4_000) for name in ("Ada", "Ben")]
    join(*long)
    (body,) = look(select(Proposal.body).where(Proposal.id == 3))
    assert len(body) == 20_000
    assert body.endswith(" …")


def test_what_is_elsewhere_or_a_draft_is_not_joined(propose, draft, browser, look, save, people):
    first = propose("Ada")
    draft("Ben", title="Not yet")
    attic = save(Space(title="The attic", language="en", audience="community"))
    with db.writing() as session:
        session.add(
            Proposal(
                space_id=attic.id, author_id=people["Zoe"].id, title="A chest", stage=Stage.OPEN,
                opened_at=clock.now(),
            )
        )  # fmt: skip
    for other in (2, 3):
        answer = browser("Ada").post(f"{first}/join", data={"with": other})
        assert "One of them can no longer be joined." in answer.text
    assert look(select(Origin)) == []


def test_a_proposal_goes_on_in_one_text_at_a_time(two, join, propose, browser):
    join(*two)
    third = propose("Fay", title="A tap")
    answer = browser("Fay").post(f"{third}/join", data={"with": 2})
    assert "One of them is being joined or split already" in answer.text
    answer = browser("Ben").post(f"{two[1]}/split", data={"into": 2})
    assert "It is being joined or split already" in answer.text
    assert (
        "A text that is made from this proposal is being written" in browser("Ben").get(two[1]).text
    )


def test_put_to_the_vote_in_the_meantime_it_holds_the_text_up(two, join, agree, publish, stages):
    text = join(*two)
    agree("Ben", text, two[1])
    with db.writing() as session:
        session.get_one(Proposal, 2).stage = Stage.IN_VOTE
    assert "Not everybody has agreed" in publish(text).text
    assert stages() == [Stage.OPEN, Stage.IN_VOTE, Stage.DRAFT]


def test_a_text_from_a_debated_proposal_is_debated_at_once(two, join, agree, publish, act, stages):
    with db.writing() as session:
        root.move_on(session, proposal=session.get_one(Proposal, 2), actor=act.fay)
    text = join(*two)
    agree("Ben", text, two[1])
    publish(text)
    assert stages()[-1] == Stage.DELIBERATION


def test_its_pages_cost_the_same_whatever_it_is_made_from(two, propose, join, browser, statements):
    more = [propose("Ben", title=f"Plant a hedge of {name}") for name in ("hazel", "oak", "yew")]
    texts = join(*two), join(*more, by="Ben")
    costs = []
    for text, who in zip(texts, ("Ada", "Ben"), strict=True):
        client = browser(who)
        client.get(text)
        statements.clear()
        assert client.get(text).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 12
