"""What a secret ballot leaves behind: in tables, in files, in order, in pages."""

import ast
import re
from base64 import b64decode
from datetime import timedelta
from itertools import combinations

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.sealing import Unreadable
from civic.members.models import Member
from civic.spaces.models import Membership
from tests.sizes import size
from voting import actions, ticking
from voting.models import Round, State, UrnScrub, UrnSlot

COLUMNS = {
    "participation": {"round_id", "member_id"},
    "ballot_begun": {"round_id", "member_id"},
    "urn_slot": {"round_id", "slot", "payload"},
    "counted_ballot": {"round_id", "question", "place", "weight", "choice"},
}
PAPERS = [list(some) for n in (1, 2) for some in combinations(("o1", "o2", "o3", "o4"), n)]
"""Nine papers that differ, and one more."""


def put(round, member, choice):
    with db.writing() as session:
        problems = actions.cast(
            session,
            round_id=round.id,
            actor=Actor(id=member.id),
            elector_id=member.id,
            paper={"q1": choice},
            now=now(),
        )
    assert not problems


@pytest.fixture
def four_options():
    return [{"title": {"en": name}} for name in ("Trees", "A bench", "Hives", "Sand")]


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_of_ballots_hold_no_time_and_no_serial(table):
    assert set(SQLModel.metadata.tables[table].columns.keys()) == COLUMNS[table]


def test_no_foreign_key_leads_from_a_ballot_to_a_voter():
    """Both hang from their round, which thousands share, and from nothing else."""
    tables = SQLModel.metadata.tables
    for table in ("urn_slot", "counted_ballot"):
        assert {key.target_fullname for key in tables[table].foreign_keys} == {"round.id"}
    pointing = {
        name
        for name, table in tables.items()
        for key in table.foreign_keys
        if key.column.table.name in ("urn_slot", "counted_ballot", "participation")
    }
    assert pointing == set()


def test_the_order_of_ballots_says_nothing_of_the_order_of_voting(
    new_round, close, voters, people, four_options, look
):
    """Spearman's rank correlation over many rounds, as the rows lie in the table."""
    crowd = [people[name] for name in ("Ada", "Ben", "Fay")] + voters
    place = "rowid" if db.session.get_bind().dialect.name == "sqlite" else "ctid"
    runs, sum_of_rho = size(12, 60), 0.0
    for _ in range(runs):
        round = new_round(options=four_options)
        for member, choice in zip(crowd, PAPERS, strict=False):
            put(round, member, choice)
        with db.writing() as session:
            actions.close(session, round_id=round.id, actor=None, now=now())
        with db.writing() as session:
            actions.finish(session, round_id=round.id)
        with db.reading() as session:
            found = session.execute(
                text(f"SELECT choice FROM counted_ballot WHERE round_id = :id ORDER BY {place}"),
                {"id": round.id},
            ).scalars()
            lain = [ast.literal_eval(c) if isinstance(c, str) else c for c in found]
        n = len(crowd)
        apart = sum((cast - lain.index(choice)) ** 2 for cast, choice in enumerate(PAPERS[:n]))
        sum_of_rho += 1 - 6 * apart / (n * (n * n - 1))
    assert abs(sum_of_rho / runs) < 4 * (1 / ((n - 1) * runs)) ** 0.5


def test_all_ballots_of_a_round_are_written_at_once(new_round, vote, close):
    """On PostgreSQL, xmin would tell transactions apart; SQLite keeps none."""
    round = new_round()
    for name in ("Ada", "Ben", "Fay"):
        vote(name, round, q1_tick="o1")
    close(round)
    with db.reading() as session:
        on_postgresql = session.get_bind().dialect.name == "postgresql"
        mark = "xmin::text" if on_postgresql else "round_id"
        found = session.execute(text(f"SELECT DISTINCT {mark} FROM counted_ballot")).all()
    assert len(found) == 1


def urn_pages(look):
    with db.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            return 0
        return session.execute(text("SELECT pg_relation_size('urn_slot')")).scalar_one()


def test_after_the_end_neither_slot_nor_key_is_left_in_any_file(
    on_disk, config, new_round, vote, close, look
):
    round = new_round()
    for name in ("Ada", "Ben", "Fay"):
        vote(name, round, q1_tick="o1")
    slots = [slot.slot.encode() for slot in look(select(UrnSlot))]
    key = (config.key_folder / f"{round.id}.key").read_bytes()
    written = on_disk()
    assert key in written
    if urn_pages(look) == 0:
        assert all(slot in written for slot in slots)

    close(round)
    assert len(look(select(UrnScrub))) == 1
    ticking.run()
    assert look(select(UrnScrub)) == look(select(UrnSlot)) == []
    left = on_disk()
    assert key not in left
    assert not any(slot in left for slot in slots)
    assert urn_pages(look) == 0


def test_no_copy_of_the_database_tells_a_choice(new_round, vote, look):
    """However often it is copied: somebody votes, is seen to have voted, changes nothing or all."""
    round = new_round()
    copies = []
    for chosen in ("o1", "o1", "o2"):
        vote("Ben", round, q1_tick=chosen)
        copies.append(look(select(UrnSlot))[0])
    assert len({slot.slot for slot in copies}) == 1
    assert len({slot.payload for slot in copies}) == 3
    assert not any("o1" in b64decode(slot.payload).decode("latin-1") for slot in copies)
    assert len({len(slot.payload) for slot in copies}) == 1


def test_a_ballot_opens_in_its_own_slot_and_round_only(new_round, vote, close, look):
    """Who can write to the database, and has no key, moves no ballot and makes none."""
    one, other = new_round(), new_round()
    for round, chosen in ((one, "o1"), (other, "o2")):
        vote("Ben", round, q1_tick=chosen)
    with db.writing() as session:
        here, there = session.exec(select(UrnSlot).order_by(UrnSlot.round_id)).all()
        here.payload = there.payload
    with db.writing() as session:
        actions.close(session, round_id=one.id, actor=None, now=now())
    with pytest.raises(Unreadable), db.writing() as session:
        actions.finish(session, round_id=one.id)


def test_no_message_of_a_failed_statement_quotes_what_was_to_be_written(app):
    row = {"round_id": 99, "slot": "s", "payload": "the choice"}
    with pytest.raises(IntegrityError) as refused, db.writing() as session:
        session.execute(insert(UrnSlot), row)
    assert "the choice" not in str(refused.value)


def test_an_urn_is_not_written_anew_while_somebody_may_still_see_what_was_deleted(
    app, new_round, vote, close, look
):
    """PostgreSQL would carry over what they see. It neither waits for them for long, as everybody
    who votes would wait behind it."""
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    with app.extensions["readers"].connect() as reader:
        reader.execute(text("SELECT count(*) FROM urn_slot")).scalar_one()
        close(round)
        ticking.run()
        owed = look(select(UrnScrub))
    assert len(owed) == 1
    ticking.run()
    assert look(select(UrnScrub)) == []


def test_a_cancelled_vote_is_scrubbed_too(on_disk, new_round, vote, browser, look):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    slot = look(select(UrnSlot))[0].slot.encode()
    browser("Fay").post(f"/votes/{round.id}-the-lawn/cancel", data={"reason": "A wrong date."})
    ticking.run()
    assert look(select(UrnScrub)) == []
    assert slot not in on_disk()


def test_a_large_database_is_scrubbed_at_night_and_never_later_than_two_days(
    new_round, vote, close, at, look, monkeypatch
):
    monkeypatch.setattr("civic.core.rewriting.SMALL", 0)
    noon = now().replace(hour=12, minute=0)
    at(noon)
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    close(round)
    ticking.run()
    assert len(look(select(UrnScrub))) == 1
    at(noon + timedelta(hours=15))
    ticking.run()
    assert look(select(UrnScrub)) == []

    at(noon + timedelta(days=1))
    round = new_round()
    close(round)
    at(noon + timedelta(days=3, minutes=1))
    ticking.run()
    assert look(select(UrnScrub)) == []


def seen_while_open(browser, round):
    """Every page of the round, for everybody, without what changes from one load to the next."""
    pages = ("", "/console", "/ballot", "/cast", "/close", "/bundle.json", "/full-bundle.json",
             "/edit")  # fmt: skip
    lists = ("/votes/", "/votes/decisions", "/", "/record", "/search?q=lawn")
    return [
        re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
        for name in ("Ben", "Fay", "Kim", "Zoe")
        for address in [*(f"/votes/{round.id}-the-lawn{page}" for page in pages), *lists]
        for answer in [browser(name).get(address)]
    ]


def test_while_it_is_open_no_page_depends_on_what_was_chosen(
    new_round, browser, voters, people, at
):
    at(now())
    round = new_round()
    crowd = [people[name] for name in ("Ada", "Ben", "Fay")] + voters
    for member in crowd:
        put(round, member, ["o1"])
    ticking.run()
    first = seen_while_open(browser, round)
    for member in crowd:
        put(round, member, ["o2"])
    ticking.run()
    assert seen_while_open(browser, round) == first


def test_a_rare_weight_cannot_open_as_a_secret_vote(new_round, browser, save, garden, look):
    round = new_round(opened=False)
    heavy = save(Member(name="Heavy", weight=7))
    save(Membership(space_id=garden.id, member_id=heavy.id))
    browser("Fay").post(f"/votes/{round.id}-the-lawn/edit/voters", data={"weighted": "y"})
    answer = browser("Fay").post(f"/votes/{round.id}-the-lawn/open", follow_redirects=True)
    assert "Only 1 voters have the weight 7" in answer.text
    assert look(select(Round.state))[0] == State.DRAFT
