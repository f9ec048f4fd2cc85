"""A facilitator's summary of a debate: signed, versioned, and answered."""

from sqlmodel import col, select

from civic.core.mail import OutboxMail
from civic.notifications import making
from tests.proposals.deliberation.conftest import HERE


def test_the_summary_is_signed_versioned_and_answered(trees, says, browser):
    says("Ben", "Hello")
    fay, ada = browser("Fay"), browser("Ada")
    assert ada.get(f"{HERE}/summary").status_code == 403
    assert fay.post(f"{HERE}/summary", data={}).status_code == 422
    fay.post(f"{HERE}/summary", data={"agreed": "Trees are good."})
    fay.post(f"{HERE}/summary", data={"agreed": "Trees are good.", "missing": "The cost."})
    page = ada.get(f"{HERE}/comments").text
    assert "The cost." in page
    assert "Summed up by Fay" in page
    said = ada.post(f"{HERE}/summaries/2/omission", data={"sentence": "The birds!"})
    assert said.status_code == 303
    every = ada.get(f"{HERE}/summaries").text
    assert "The birds!" in every
    assert "Version 1" in every
    assert "One member finds something left out" in ada.get(f"{HERE}/comments").text


def test_a_summary_says_what_it_covers_and_when_the_debate_has_gone_on(trees, says, browser):
    for _n in range(3):
        says("Ben", "Hello")
    browser("Fay").post(f"{HERE}/summary", data={"agreed": "Trees are good."})
    page = browser("Ada").get(HERE).text
    assert "Covers messages 1 to 3." in page
    assert "since then" not in page
    says("Ben", "More")
    assert "One message since then." in browser("Ada").get(HERE).text
    for _n in range(9):
        says("Ben", "More")
    page = browser("Ada").get(HERE).text
    assert "10 messages since then" in page
    assert "no longer tells all of it" in page


def test_what_a_summary_leaves_out_reaches_facilitators_and_can_be_taken_back(
    trees, says, browser, look
):
    says("Ben", "Hello")
    fay, ada = browser("Fay"), browser("Ada")
    fay.post(f"{HERE}/summary", data={"agreed": "Trees are good."})
    for sentence in ("The birds!", "The birds, and the bees!"):
        ada.post(f"{HERE}/summaries/1/omission", data={"sentence": sentence})
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.key).startswith("SummaryQuestioned"))
    assert look(told) == ["fay@example.org"], "once, however often it is reworded"
    assert "The birds, and the bees!" in fay.get(f"{HERE}/summary").text
    assert "The birds, and the bees!" in ada.get(f"{HERE}/summaries").text
    ada.post(f"{HERE}/summaries/1/complete")
    assert "the bees" not in fay.get(f"{HERE}/summary").text
    assert "finds something left out" not in ada.get(HERE).text
    assert browser("Kim").post(f"{HERE}/summaries/1/complete").status_code == 403
