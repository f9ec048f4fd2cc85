"""Everything about me, as a zip: all of mine, nobody else's, once, and for me alone."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.feature import Erasure
from civic.members.models import Member
from civic.privacy import ticking, walking
from civic.privacy.models import DataCopy
from civic.sign_in.sessions import FRESH
from proposals.models import Proposal, Stage, Support


@pytest.fixture
def ask(browser):
    def asked(name="Ben"):
        client = browser(name)
        assert client.post("/my-data/copy").status_code == 303
        ticking.make_copies()
        return client

    return asked


def opened(client):
    answer = client.post("/my-data/copy/take")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.data))


# The walk.


def test_every_column_that_names_a_member_has_an_answer(program):
    """Exported, or exempt with a sentence; erased, unnamed, or kept with a sentence."""
    declared = program.extensions["registry"].personal_data
    columns = walking.columns_naming_members()
    assert set(declared) == set(columns)
    assert all(entry.what and entry.why for entry in declared.values())
    for name, entry in declared.items():
        if entry.erasure is Erasure.UNNAME:
            assert columns[name].nullable, name
        known = {column.name for column in columns[name].table.columns}
        assert set(entry.left_out) | set(entry.only) <= known, name


def test_no_secret_is_in_a_copy(program):
    for name, entry in program.extensions["registry"].personal_data.items():
        table = walking.columns_naming_members()[name].table
        shown = {column.name for column in table.columns if walking._is_shown(entry, column)}
        assert not {c for c in shown if c.endswith(("_hash", "nonce", "password"))}, name


# What is in it.


def test_all_of_mine_is_there_and_nobody_elses(ask, save, people, garden, mails):
    trees = save(
        Proposal(space_id=garden.id, author_id=people["Ben"].id, title="Plant trees", body="Lime.",
                 language="en", stage=Stage.OPEN, opened_at=now(), support_count=1)
    )  # fmt: skip
    save(Proposal(space_id=garden.id, author_id=people["Ada"].id, title="Keep it secret"))
    save(Support(proposal_id=trees.id, member_id=people["Ben"].id))
    save(Support(proposal_id=trees.id, member_id=people["Ada"].id))
    whole = opened(ask())
    everything = json.loads(whole.read("data.json"))
    assert everything["member"][0]["email"] == "ben@example.org"
    assert [row["title"] for row in everything["proposal.author_id"]] == ["Plant trees"]
    assert [row["member_id"] for row in everything["support.member_id"]] == [people["Ben"].id]
    assert "space_id" in everything["membership.member_id"][0]
    page = whole.read("index.html").decode()
    assert "Plant trees" in page
    assert "The garden" in page  # told by its title, not by its number
    both = page + whole.read("data.json").decode()
    for others in ("Ada", "Keep it secret", "ada@example.org", "$argon2", "token_hash"):
        assert others not in both
    assert whole.read("tables/proposal.author_id.csv").decode().startswith("id,space_id")
    assert [mail.address for mail in mails()] == ["ben@example.org"]


def test_the_pages_speak_the_members_language(ask, save, people):
    with db.writing() as session:
        session.get(Member, people["Ben"].id).locale = "fr"
    page = opened(ask()).read("index.html").decode()
    assert '<html lang="fr">' in page
    assert "Tout ce qui me concerne" in page
    assert "<script" not in page
    assert "http" not in page


def test_a_spreadsheet_computes_nothing(ask, save, people, garden):
    save(Proposal(space_id=garden.id, author_id=people["Ben"].id, title="=1+1 is two"))
    assert "'=1+1" in opened(ask()).read("tables/proposal.author_id.csv").decode()


# Whose it is, and how often.


def test_it_is_taken_once(ask):
    client = ask()
    opened(client)
    assert client.post("/my-data/copy/take").status_code == 410
    client.post("/my-data/copy")
    ticking.make_copies()
    opened(client)


def test_its_address_gives_nobody_elses(ask, browser, look):
    ask()
    assert browser("Ada").post("/my-data/copy/take").status_code == 410
    assert browser(None).post("/my-data/copy/take").status_code in (302, 303, 401, 403)
    assert look(select(DataCopy.taken_at)) == [None]


def test_it_expires(ask, at, browser, look):
    ask()
    at(now() + timedelta(days=8))
    assert browser("Ben").post("/my-data/copy/take").status_code == 410
    ticking.keep_no_longer()
    assert look(select(DataCopy)) == []


def test_an_unlocked_device_that_was_found_takes_nothing(ask, at):
    client = ask()
    at(now() + FRESH + timedelta(minutes=1))
    assert "again=1" in client.post("/my-data/copy/take").location
    assert "again=1" in client.post("/my-data/copy").location


def test_progress_is_shown_while_it_is_made(browser, save, people):
    client = browser("Ben")
    client.post("/my-data/copy")
    with db.writing() as session:
        copy = session.get(DataCopy, people["Ben"].id)
        copy.done, copy.of = 3, 30
    shown = client.get("/my-data/").get_data(as_text=True)
    assert "3 of 30 kinds of data" in shown
    part = client.get("/my-data/", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.lstrip().startswith('<div id="copy"')
    ticking.make_copies()
    part = client.get("/my-data/", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Take the copy" in part
    assert "data-hx-get" not in part


def test_asked_twice_it_is_made_once(ask, look):
    client = ask()
    client.post("/my-data/copy")
    ticking.make_copies()
    assert len(look(select(OutboxMail))) == 1
    opened(client)
