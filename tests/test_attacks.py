"""What strangers try: attacks.txt names the tests for each; the rest stand here."""

import ast
import importlib
import pkgutil
import re
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlmodel import select

import civic
import proposals
import voting
from civic.community.models import Community
from civic.core import db
from civic.spaces.models import Membership, Role
from proposals.models import Proposal
from tests.sizes import some
from tests.tools.guards import Guard, guards
from tests.world import routes

ROOT = Path(__file__).resolve().parent.parent
LINES = [
    line.split(None, 1)
    for line in Path(__file__).with_name("attacks.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
ASKED_FOR = [
    *map(str, range(1, 60)), "59b", *map(str, range(60, 75)), *map(str, range(77, 89)),
    "90", "92", "99", "107", "112", *map(str, range(114, 127)),
]  # fmt: skip
BY_HAND, UNGUARDED = "by hand: ", "no guard: "
"""Before the reasons why an attack has no test, or no guard that could be taken out."""
BENT = (
    "' OR 1=1; DROP TABLE member--",
    '"%_*\\',
    "-1",
    "99999999999999999999",
    "1e309",
    "０x１",
    "../../etc/passwd",
    "\u202e\ufeff<script>",
    "a\r\nSet-Cookie: b=c",
)
LENGTH, TIME = 50_000, 0.1
"""Signs, and the seconds that any expression may take over them."""
SOURCES = "\n".join(
    path.read_text()
    for package in (civic, proposals, voting)
    for path in Path(package.__file__).parent.rglob("*.py")
)
LONG = ("a", " ", "@", "(", "[", "*", "1", "é", "a ", "@a ", "1,", "\n", "- ", "](", "0x", "a@a.")


def test_every_attack_that_is_asked_for_has_its_test():
    assert [number for number, _ in LINES] == ASKED_FOR


@pytest.mark.parametrize(("number", "named"), LINES, ids=[number for number, _ in LINES])
def test_the_tests_named_for_an_attack_exist(number, named):
    for one in parts(named):
        if one.startswith((BY_HAND, UNGUARDED)):
            continue
        path, _, name = one.partition("::")
        assert f"def test_{name}(" in (ROOT / "tests" / path).read_text(), one


@cache
def all_guards() -> list[Guard]:
    return list(guards())


def parts(named: str) -> list[str]:
    return [one.strip() for one in named.split(", ")]


@pytest.mark.parametrize(("number", "named"), LINES, ids=[number for number, _ in LINES])
def test_an_attack_meets_a_guard_whose_absence_its_test_notices(number, named):
    """Or a sentence says why there is nothing to take out."""
    tests = {guard.test for guard in all_guards() if number in guard.attacks}
    reasons = [one for one in parts(named) if one.startswith((BY_HAND, UNGUARDED))]
    assert bool(tests) is not bool(reasons)
    assert tests <= {f"tests/{one.replace('::', '::test_')}" for one in parts(named)}


def test_guards_name_attacks_of_the_catalogue():
    assert {number for guard in all_guards() for number in guard.attacks} <= set(ASKED_FOR)


@cache
def parameters() -> list[str]:
    """Every name that a view reads from an address."""
    found = set()
    for package in (civic, proposals, voting):
        for path in Path(package.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(
                    "request.args.get"
                ):
                    found |= {
                        word.value for word in node.args[:1] if isinstance(word, ast.Constant)
                    }
    return sorted(found)


def test_a_bent_parameter_is_read_as_well_as_it_can_be(app, browser, world):
    """In every parameter of every page that a member opens by its name alone."""
    names, client = parameters(), browser("Ben")
    assert {"q", "after", "space", "kind", "start", "before"} <= set(names)
    pages = [rule.rule for rule in routes(app, "GET") if not rule.arguments]
    for turn, value in enumerate(BENT):
        bent = urlencode(dict.fromkeys(names, value))
        for page in some(pages, turn):
            with client.get(f"{page}?{bent}") as answer:  # a file is closed again
                assert answer.status_code < 500, (page, value)
                assert "Set-Cookie: b" not in str(answer.headers)


def test_at_a_larger_number_than_rows_have_there_is_nothing(app, browser, world):
    """And no fault of the database's."""
    client, ends_above = browser("Kim"), {}
    for rule in routes(app, "GET"):
        address = re.sub("<(int|slugged):[^>]*>", "3000000000", rule.rule)
        if address != rule.rule and "<" not in address:
            with client.get(address) as answer:
                ends_above[address] = answer.status_code
    assert len(ends_above) > 40
    assert set(ends_above.values()) <= {404, 405}, ends_above


def test_a_list_goes_on_after_a_strange_key(browser, world):
    strange = ("3000000000-3000000000", "a|3000000000", "²-²", "3000000000", "1-²")
    lists = (
        "proposals/?sort=support",
        "proposals/1-trees/arguments/for?",
        "proposals/1-trees/comments?",
        "spaces/1-the-garden/people?",
        "members/?",
    )
    client = browser("Kim")
    for address in lists:
        for key in strange:
            answer = client.get(f"/{address}&after={key}&before={key}&start={key}")
            assert answer.status_code == 200, (address, key)


def test_of_a_parameter_given_twice_the_first_counts(browser, garden):
    page = browser("Ben").get("/search?q=first&q=second").text
    assert 'value="first"' in page
    assert 'value="second"' not in page


def expressions() -> dict[str, re.Pattern[str]]:
    found = {}
    for package in (civic, proposals, voting):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in module.name or module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for one in value if isinstance(value, tuple | list) else [value]:
                    if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                        found[f"{module.name}.{name}"] = one
    return found


def ways_of_asking(name: str) -> set[str]:
    """Only those in which the code uses an expression of this name."""
    used = re.findall(rf"\b{name}\.(search|match|fullmatch|sub|split|findall|finditer)\(", SOURCES)
    return {way if way in ("match", "fullmatch") else "search" for way in used}


@pytest.mark.thorough
def test_no_expression_can_be_made_to_run_long():
    known, slow = expressions(), {}
    assert len(known) > 10
    for name, expression in known.items():
        for way in ways_of_asking(name.rpartition(".")[2]):
            for sign in LONG:
                text = sign * (LENGTH // len(sign)) + "!"
                began = time.process_time()
                getattr(expression, way)(text)
                if (took := time.process_time() - began) > TIME:
                    slow[f"{name}.{way} on {sign!r}"] = round(took, 2)
    assert slow == {}


@pytest.mark.parametrize("address", ["/", "/nothing-here", "/settings", "/%00"])
def test_every_answer_carries_the_strict_policy(browser, garden, address):
    for name in (None, "Ben"):
        policy = browser(name).get(address).headers["Content-Security-Policy"]
        rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert "unsafe" not in policy
        assert rules["default-src"] == rules["object-src"] == "'none'"
        assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"


@pytest.mark.parametrize("name", [None, "Ben"])
def test_what_lies_at_an_address_that_is_a_key_is_kept_by_nobody(
    app, browser, addresses, save, name
):
    """Where everybody may read, too: a mailed link, a feed of one's own, the way out of mails."""
    with db.writing() as session:
        session.get_one(Community, 1).open_to_read = True
    client, opened = browser(name), 0
    for rule in routes(app, "GET"):
        if {"secret", "signed"} & rule.arguments:
            for address in addresses(rule):
                answer = client.get(address)
                opened += answer.status_code == 200
                assert answer.headers["Cache-Control"] == "no-store", address
                assert "noindex" in answer.headers["X-Robots-Tag"], address
    assert opened > 3


def test_htmx_is_told_to_run_nothing_and_to_stay_here(browser, garden):
    page = browser("Ben").get("/").text
    assert '"includeIndicatorCSS":false' in page
    assert '"mode":"same-origin"' in page


def test_a_role_that_is_taken_away_ends_at_once(browser, people, garden, look, only_open):
    fay = browser("Fay")
    assert fay.get(f"/spaces/{garden.id}-the-garden/edit", follow_redirects=True).status_code == 200
    with db.writing() as session:
        session.get_one(Membership, (garden.id, people["Fay"].id)).role = Role.MEMBER
    sent = {"title": "Mine now", "purpose": "", "kind": "group", "audience": "space"}
    assert fay.post(f"/spaces/{garden.id}-the-garden/edit", data=sent).status_code == 403
    with db.writing() as session:
        session.delete(session.get_one(Membership, (garden.id, people["Fay"].id)))
    data = {"title": "An idea", "body": "Because.", "language": "en"}
    assert fay.post(f"/proposals/new/{garden.id}-the-garden", data=data).status_code in (403, 404)
    assert look(select(Proposal)) == []
