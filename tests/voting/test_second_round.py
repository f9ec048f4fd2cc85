"""A rule of two rounds opens the second one by itself, between those who go on."""

from sqlmodel import col, select

from voting import ticking
from voting.models import Round, State

THREE = [{"title": {"en": name}} for name in ("Trees", "A bench", "A pond")]


def second_of(look, round):
    return look(select(Round).where(col(Round.copied_from_id) == round.id))


def test_more_than_half_ends_it(new_round, vote, close, look):
    round = new_round(rule="two-round")
    for name, choice in {"Ben": "o1", "Ada": "o1", "Voter 1": "o2"}.items():
        assert vote(name, round, q1_choice=choice).status_code == 303
    close(round)
    (closed,) = look(select(Round).where(Round.id == round.id))
    assert closed.result["results"]["q1"]["elected"] == ["o1"]
    assert second_of(look, round) == []


def test_half_is_not_enough_and_the_first_two_meet_again(new_round, vote, close, look, browser):
    round = new_round(rule="two-round", options=THREE)
    chosen = {"Ben": "o1", "Ada": "o1", "Voter 1": "o2", "Voter 2": "o3", "Voter 3": "o3"}
    for name, choice in chosen.items():
        assert vote(name, round, q1_choice=choice).status_code == 303
    close(round)

    page = browser("Ben").get(f"/votes/{round.id}", follow_redirects=True).text
    assert "A second round decides" in page
    decided = browser("Fay").get(f"/votes/{round.id}", follow_redirects=True).text
    assert decided.count("Copy as a new draft") == 1, "beside the page, not as what comes next"

    (second,) = second_of(look, round)
    assert second.state == State.ANNOUNCED
    (question,) = second.questions
    assert [option["id"] for option in question["options"]] == ["o1", "o3"]
    assert question["rule"] == "plurality"
    assert second.closes_at > second.opens_at

    ticking.run()
    (opened,) = second_of(look, round)
    assert opened.state == State.OPEN
    assert vote("Voter 1", opened, q1_choice="o3").status_code == 303
