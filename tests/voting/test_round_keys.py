"""The key of a secret round: made once, missed loudly, destroyed once the result is kept."""

from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from voting import actions, ticking
from voting.canonical import fingerprint
from voting.models import CountedBallot, KeyDebt, Participation, Round, State, UrnSlot
from voting.urn import keys


def test_the_key_goes_with_the_closing_and_a_crash_in_between_is_resumed(
    app, config, new_round, vote, act, look
):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    with db.writing() as session:
        actions.close(session, round_id=round.id, actor=act.fay, now=now(), reason="x")
    with db.writing() as session:
        actions.finish(session, round_id=round.id)
    assert keys.is_there(config.key_folder, round.id)  # as after a crash right here
    assert len(look(select(KeyDebt))) == 1
    ticking.run()
    assert not keys.is_there(config.key_folder, round.id)
    assert look(select(KeyDebt)) == look(select(UrnSlot)) == []


def test_a_missing_key_refuses_votes_loudly(config, new_round, vote, look):
    round = new_round()
    keys.destroy(config.key_folder, round.id)
    answer = vote("Ben", round, q1_tick="o1")
    assert answer.status_code == 503
    assert "lost its key" in answer.text
    assert look(select(Participation)) == []


def test_a_vote_that_lost_its_key_is_cancelled_even_after_its_end(
    config, new_round, vote, browser, act, look, caplog
):
    """And holds up no other vote."""
    lost, other = new_round(), new_round()
    for round in (lost, other):
        vote("Ben", round, q1_tick="o1")
    keys.destroy(config.key_folder, lost.id)
    for round in (lost, other):
        with db.writing() as session:
            actions.close(session, round_id=round.id, actor=act.fay, now=now(), reason="x")
    ticking.run()
    assert f"round {lost.id} could not be moved on" in caplog.text
    assert dict(look(select(Round.id, Round.state))) == {
        lost.id: State.CLOSING,
        other.id: State.PUBLISHED,
    }
    assert not keys.is_there(config.key_folder, other.id)
    place = f"/votes/{lost.id}-the-lawn"
    assert f"{place}/cancel" in browser("Fay").get(f"{place}/console").text
    browser("Fay").post(f"{place}/cancel", data={"reason": "Its key is lost."})
    assert look(select(Round.state).where(Round.id == lost.id)) == [State.CANCELLED]
    assert look(select(UrnSlot)) == []


def test_an_opening_that_was_cut_off_before_its_commit_is_done_again(
    config, new_round, vote, close, act, look
):
    """Its key and the seed of its lots are there already."""
    round = new_round("plurality", opened=False, tie="lot")
    keys.create(config.key_folder, round.id)
    seed = keys.create_seed(config.key_folder, round.id)
    key = keys.read(config.key_folder, round.id)
    with db.writing() as session:
        opened = actions.open_round(session, round_id=round.id, actor=act.fay, now=now())
    assert keys.read(config.key_folder, round.id) == key
    assert fingerprint(seed) in opened.frozen
    assert [place.suffix for place in sorted(config.key_folder.iterdir())] == [".key", ".seed"]
    vote("Ben", round, q1_choice="o1")
    close(round)
    assert look(select(CountedBallot.choice)) == ["o1"]


def test_a_vote_opened_before_ballots_were_sealed_is_counted_to_its_end(
    config, new_round, vote, close, look
):
    round = new_round()
    place = config.key_folder / f"{round.id}.key"
    place.write_bytes(place.read_bytes()[: keys.LENGTH])
    vote("Ben", round, q1_tick="o1")
    assert look(select(UrnSlot.payload))[0].startswith('{"paper":{"q1":["o1"]}')
    close(round)
    assert look(select(CountedBallot.choice)) == [["o1"]]
