"""What holds of a vote after every step of its life, and what is told of it at its end."""

import importlib.util
import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import String, cast
from sqlmodel import SQLModel, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from voting.models import (
    CountedBallot,
    Elector,
    OpenBallot,
    Participation,
    RepresentedAnew,
    State,
    UrnSlot,
)

recipe = importlib.util.spec_from_file_location("recount_of_lives", Path("voting/recount.py"))
recount = importlib.util.module_from_spec(recipe)
recipe.loader.exec_module(recount)

PAGES = (
    "", "/ballot", "/console", "/close", "/cancel", "/minutes", "/pass-on", "/pass-on?words=a",
    "/bundle.json", "/full-bundle.json", "/q1.csv", "/count/q1/0", "/what-if",
)  # fmt: skip
OVER = (State.CLOSED, State.PUBLISHED)


class Checked(RuleBasedStateMachine):
    """``happens``: what the deed of this step brings about, one or more of these."""

    life = None

    def __init__(self, house):
        super().__init__()
        self.house, self.happens = house, set()

    def begins(self, life):
        self.life = life
        self.roll = self.house.look(
            select(Elector.member_id, Elector.weight).where(self.of(Elector))
        )
        self.before = life.round()

    def of(self, table):
        return table.round_id == self.life.round_id

    @invariant()
    def holds(self):
        self.only_what_was_done_has_happened()
        self.terms_and_roll_are_frozen()
        self.who_took_part_is_who_could()
        self.two_have_agreed_or_one_has_waited()
        self.no_row_links_who_and_what()

    def only_what_was_done_has_happened(self):
        before, after = self.before, self.life.round()
        happened = set()
        if before.state == State.OPEN and after.state in (State.CLOSING, *OVER):
            happened.add("close")
        if before.state != after.state == State.CANCELLED:
            happened.add("cancel")
        if before.closes_at != after.closes_at:
            happened.add("extend")
        assert happened <= self.happens, (happened, self.happens)
        assert happened or not self.happens, self.happens
        if before.state in (*OVER, State.CANCELLED):
            assert after.state == before.state
        self.before, self.happens = after, set()
        self.life.closes_at = after.closes_at

    def terms_and_roll_are_frozen(self):
        assert self.life.round().frozen == self.life.frozen
        roll = self.house.look(select(Elector.member_id, Elector.weight).where(self.of(Elector)))
        assert sorted(roll) == sorted(self.roll)

    def who_took_part_is_who_could(self):
        found = self.house.look(select(Participation.member_id).where(self.of(Participation)))
        assert sorted(map(self.life.name_of, found)) == sorted(self.life.votes)

    def two_have_agreed_or_one_has_waited(self):
        for act in self.life.acts():
            assert self.life.two
            if not act.done_at:
                continue
            if act.agreed_by_id:
                assert act.agreed_by_id != act.asked_by_id
            else:
                assert act.id in self.life.alone
                assert act.done_at >= act.asked_at + timedelta(days=1)

    def no_row_links_who_and_what(self):
        if not self.life.secret:
            return
        assert self.house.look(select(OpenBallot).where(self.of(OpenBallot))) == []
        slots = self.house.look(select(UrnSlot).where(self.of(UrnSlot)))
        is_kept = self.life.round().state in (State.OPEN, State.CLOSING)
        assert len(slots) == (len(self.life.votes) if is_kept else 0)
        assert len({len(slot.payload) for slot in slots}) <= 1

    # ------------------------------------------------------------ at the end

    def teardown(self):
        """Its end comes; all is counted, and all that is told of it agrees."""
        if self.life is None:
            return
        self.no_text_tells_a_choice()
        self.administers(holds=True)
        self.house.at(max(now(), self.life.closes_at) + timedelta(minutes=1))
        for _again in range(2):
            self.the_house_ticks()
            self.only_what_was_done_has_happened()
            self.house.at(now() + timedelta(minutes=20))
        self.news_is_told_once()
        if self.life.round().state != State.CANCELLED:
            self.the_count_is_that_of_the_votes()
        self.no_text_tells_a_choice()
        for who in (None, "Kim", "Fay", "Ben"):
            for page in PAGES:
                self.looks(who, page)

    def news_is_told_once(self):
        told = self.house.look(
            select(AuditEntry).where(AuditEntry.about == f"round:{self.life.round_id}")
        )
        names = [entry.name for entry in told]
        stands, acts = self.life.round().state, self.life.acts()
        assert names.count("RoundPublished") == (stands in OVER)
        assert names.count("RoundCancelled") == (stands == State.CANCELLED)
        assert names.count("RoundClosed") in ({1} if stands in OVER else {0, 1})
        assert names.count("RoundChangeAsked") == len(acts)
        assert names.count("RoundChangeAgreed") == sum(bool(act.agreed_by_id) for act in acts)
        assert names.count("RoundChangeStopped") == sum(bool(act.stopped_at) for act in acts)
        assert not [act for act in acts if act.is_open]
        days = sorted(entry.told_at for entry in told if entry.name == "VotersReminded")
        assert all(b - a >= timedelta(days=1) for a, b in pairwise(days))

    def the_count_is_that_of_the_votes(self):
        life, entries = self.life, self.life.entries()
        counted = self.house.look(select(CountedBallot.choice).where(self.of(CountedBallot)))
        assert sorted(map(tuple, counted)) == sorted(entries.elements())
        bundle = self.house.browser(life.named("Kim")).get(f"{life.address}/bundle.json").json
        turnout = bundle["results"]["q1"]["turnout"]
        assert turnout["cast"] == bundle["papers"]["cast"] == entries.total()
        read = recount.read_bundle(json.dumps(bundle).encode())
        assert recount.differences(recount.recount(read), read["results"]) == []
        minutes = self.house.browser(life.named("Kim")).get(f"{life.address}/minutes").text
        if life.mandates:
            assert turnout["represented"] == life.carried()
            alone = entries.total() - life.carried()
            assert f"Voted themselves: {alone}. Represented: {life.carried()}." in minutes
        anew = self.house.look(select(RepresentedAnew).where(self.of(RepresentedAnew)))
        assert ("Somebody else votes for the following" in minutes) == bool(anew)

    def no_text_tells_a_choice(self):
        """In no table but those of ballots that are counted."""
        for name, table in SQLModel.metadata.tables.items():
            if name in ("round", "counted_ballot", "open_ballot"):
                continue
            for column in table.columns:
                told = cast(column, String)
                with db.reading() as session:
                    found = session.execute(select(told).where(told.contains('"o1"'))).all()
                assert found == [], f"{name}.{column.name}"
