"""Every rule, read and cast in a browser: each paper and each result in both languages, judged by
axe; every ballot form once without JavaScript and once with the keyboard alone.

The rules share as few papers as can hold them, so that this stays affordable (in a soak each has
its own); tests/voting/test_every_rule_page.py asks each of them alone.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from civic.app import create_app
from civic.config import DEMO_ACCOUNTS, Config
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from tests.browser.conftest import DESKTOP, PHONE, own_site
from tests.browser.judges import axe
from tests.browser.test_pages import sign_in
from tests.sizes import SOAK
from tests.voting.test_every_rule_page import settings_of
from voting import actions
from voting.models import Publication, Round, State
from voting.rules import all_rules

NAMES = (("Des arbres", "Trees"), ("Un banc", "A bench"), ("Une mare", "A pond"))
COSTS = (60, 70, 20)
LANGUAGES = {"member": "fr", "facilitator": "en"}
WORDS = {
    "fr": ("Vérifier mon bulletin", "Déposer mon bulletin", "Votre bulletin est déposé"),
    "en": ("Check my ballot", "Cast my ballot", "Your ballot is cast"),
}
RULES = sorted(all_rules())
MANY = len(RULES) if SOAK else -(-len(RULES) // actions.questions.MOST_QUESTIONS)
PAPERS = [RULES[n::MANY] for n in range(MANY)]
FORMS = sorted({rule.form: rule.id for rule in all_rules().values()}.values())
TABS = 600


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Apart from the other tests' server: what is changed here is seen by none of them."""
    with own_site(tmp_path_factory) as site:
        yield site


@contextmanager
def inside(site) -> Iterator[Session]:
    """The database of the server, from beside it."""
    patient = {"synchronous": "OFF", "patience_ms": 60_000}  # the server counts many votes at once
    app = create_app(Config.for_tests(site.data, database_settings=patient))
    with app.test_request_context(), db.writing() as session:
        yield session


def question(id):
    rule = all_rules()[id]
    options = [
        {"title": {"fr": french, "en": english}, "cost": cost if rule.has_costs else None}
        for (french, english), cost in zip(NAMES, COSTS, strict=True)
    ]
    return actions.new_question(
        title={"fr": f"Que planter ({id}) ?", "en": f"What shall we plant ({id})?"},
        rule=id,
        options=options,
        parameters=settings_of(rule),
    )


@pytest.fixture
def open_round(site):
    """A secret round of some rules, open; its address and its questions."""

    def make(rules):
        with inside(site) as session:
            for role, language in LANGUAGES.items():
                mail = dict(DEMO_ACCOUNTS)[role]
                session.exec(select(Member).where(Member.email == mail)).one().locale = language
            questions = actions.questions.numbered([question(id) for id in rules])
            round = Round(
                space_id=1,
                titles={"fr": "Chaque règle", "en": "Every rule"},
                questions=questions,
                closes_at=now() + timedelta(days=1),
                publication=Publication.BALLOTS,
                publication_chosen=True,
                state=State.ANNOUNCED,
            )
            session.add(round)
            session.flush()
            actions.open_round(session, round_id=round.id, actor=None, now=now())
            return f"/votes/{round.id}", json.loads(round.frozen)["questions"]

    return make


def first(page, q, form):
    """The first control by which something can be said."""
    return page.locator(
        {
            "choice": f"input[name='{q}-choice']",
            "list": f"input[name='{q}-list']",
            "stance": f"input[name='{q}-stance']",
            "approval": f"input[name='{q}-tick']",
            "basket": f"input[name='{q}-pick']",
            "grades": f"input[name^='{q}-grade-']",
            "score": f"input[name^='{q}-score-']",
            "points": f"input[name^='{q}-points-']",
            "ranking": f"[id^='{q}-add-']",
        }[form]
    ).first


def say_something(page, asked):
    q, form = asked["id"], asked["form"]
    control = first(page, q, form)
    if form == "points":
        control.fill("1")
    elif form == "ranking":
        control.click()
        page.locator(f"[id^='{q}-up-']").first.wait_for()
    else:
        control.check()


def vote_blank(page, asked):
    q = asked["id"]
    if asked["form"] in ("choice", "list", "stance"):
        page.locator(f"input[name='{q}-{asked['form']}'][value='(blank)']").check()
    else:
        page.locator(f"input[name='{q}-blank']").check()


def cast(page, language):
    check, drop, done = WORDS[language]
    page.get_by_role("button", name=check).last.click()
    page.get_by_role("button", name=drop).click()
    page.get_by_role("heading", name=done).wait_for()


def read(page, path):
    """What a page is blamed for."""
    page.goto(path)
    sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return axe(page) + (["scrolls sideways"] if sideways else [])


@pytest.mark.parametrize("rules", PAPERS, ids=lambda rules: rules[0])
def test_each_is_read_cast_closed_and_read_again(rules, open_round, visit):
    address, questions = open_round(rules)
    member, facilitator = visit(size=PHONE), visit(size=DESKTOP)
    sign_in(member, "member")
    sign_in(facilitator, "facilitator")
    blamed = {}
    for page, language, mark in (
        (member, "fr", say_something),
        (facilitator, "en", vote_blank),
    ):
        blamed[language, "ballot"] = read(page, f"{address}/ballot")
        for asked in questions:
            mark(page, asked)
        cast(page, language)
    facilitator.goto(f"{address}/close")
    facilitator.fill("#reason", "Everybody has voted.")
    facilitator.get_by_role("button", name="Close and publish the result").click()
    for page, language, word in ((member, "fr", "Pourquoi"), (facilitator, "en", "Why")):
        blamed[language, "result"] = read(page, address)
        why = page.get_by_role("heading", name=re.compile(rf"^{word}\W"))
        assert why.count() == len(rules), "each names its question"
    assert not any(blamed.values()), blamed


def test_every_form_is_cast_without_javascript(open_round, visit):
    address, questions = open_round(FORMS)
    page = visit(size=PHONE, javascript=False)
    sign_in(page, "member")
    page.goto(f"{address}/ballot")
    for asked in questions:
        say_something(page, asked)
    cast(page, "fr")


def test_every_form_is_cast_with_the_keyboard_alone(open_round, visit):
    address, questions = open_round(FORMS)
    page = visit(size=DESKTOP)
    sign_in(page, "member")
    page.goto(f"{address}/ballot")

    def go_to(control):
        wanted = control.element_handle()
        for _ in range(TABS):
            if page.evaluate("wanted => document.activeElement === wanted", wanted):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {control}")

    for asked in questions:
        go_to(first(page, asked["id"], asked["form"]))
        page.keyboard.press({"points": "1", "ranking": "Enter"}.get(asked["form"], "Space"))
        if asked["form"] == "ranking":
            ranked = page.locator(f"[id^='{asked['id']}-up-']").first
            ranked.wait_for()
            assert page.evaluate("document.activeElement.closest('.rank') !== null")
    for word in WORDS["fr"][:2]:
        go_to(page.get_by_role("button", name=word).last)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.get_by_role("heading", name=WORDS["fr"][2]).wait_for()
