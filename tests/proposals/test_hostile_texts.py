"""Texts meant to harm: what runs nowhere, what is refused at the door, and what work costs."""

import re
import sys

import pytest
from sqlmodel import select

from civic.core.markdown import MOST_CHARACTERS, TooLong, plain, render
from proposals.differences import difference
from proposals.models import Proposal
from proposals.similarity import trigrams
from tests.proposals.conftest import TEXT

FULL = MOST_CHARACTERS - 1
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=csrf_token></form>",
    "<div hx-get=/spaces/ hx-trigger=load>x</div>",
    "<div data-hx-get=/spaces/ data-hx-trigger=load>x</div>",
    "<b hx-on:click=alert(1) _='on load alert(1)' class=btn style='top:0' id=support>x</b>",
    "<meta name=htmx-config content='{\"allowEval\":true}'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "![x](https://evil.example/a.png)",
    '[x](https://example.org "onmouseover=alert(1)")',
    "<https://example.org/\"onmouseover='alert(1)'>",
    "`</code><script>alert(1)</script>`",
    "```html\n</pre><script>alert(1)</script>\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "\u202e<b>x</b>\u2066",
    "{{ 7*7 }}{% raw %}${7*7}",
)
EXPENSIVE = {
    "brackets": "[", "pictures": "![", "links": "[a](", "stars": "*a ", "strong": "**a _b ",
    "quotes": "> ", "lists": "- ", "strikes": "~~a ", "angles": "<", "tags": "<a ", "entities": "&",
    "escapes": "\\[", "lines": "a\n", "references": "[a]: /u\n", "uses": "[a]", "tables": "|a|b\n",
    "headings": "# a\n", "ticks": "`a ", "addresses": "<a@b.c>", "mixed": "*[a*](b)",
}  # fmt: skip


def steps(deed, *arguments) -> int:
    """How many functions were called: the same on every machine, however busy it is."""
    called = 0

    def count(_frame, event, _argument):
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        deed(*arguments)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("attack", ATTACKS)
def test_of_a_text_only_harmless_marks_are_left(attack):
    html = str(render(attack))
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r"</?(p|em|strong|code|pre|del|s|ul|ol|li|blockquote|h3|h4|br|hr|table|thead|tbody|tr|th|td)>"
            r"|</a>|<a (href=\"(https?:|mailto:|/|#)[^\"]*\" )?rel=\"nofollow noopener ugc\">",
            tag,
        ), tag


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(attack, marks=[pytest.mark.thorough] * bool(number % 4))
        for number, attack in enumerate(ATTACKS)
    ],
)
def test_nothing_that_is_typed_anywhere_becomes_a_mark_of_the_page(
    draft, garden, browser, edit, attack
):
    """Title, text, tags, note, reason, answer, name of a file, and the purpose of a space."""
    title = f"Plant {attack}"[:140]
    address = draft(title=title, body=attack, tags=attack[:90].replace(",", ""))
    ada, fay = browser("Ada"), browser("Fay")
    ada.post(f"{address}/publish")
    edit("Ada", address, title=title, body=attack + " again", note=attack)
    fay.post(f"{address}/answer", data={"body": attack, "stance": "partly"})
    fay.post(f"{address}/answer", data={"body": attack + " again", "stance": "partly"})
    space = {
        "title": "The garden", "kind": "process", "purpose": attack, "language": "en",
        "audience": "space", "joining": "open", "support_threshold": "0",
    }  # fmt: skip
    fay.post("/spaces/1-the-garden/edit", data=space)
    fay.post("/spaces/1-the-garden/phases", data={"title-1": attack[:80]})
    ada.post(f"{address}/withdraw", data={"reason": attack})
    for page in (
        address, f"{address}/versions", f"{address}/answers", "/proposals/", "/proposals/?mine=1",
        f"/proposals/?{'q=' + 'again'}", "/spaces/", "/spaces/1-the-garden", "/record",
        "/spaces/1-the-garden/phases", "/",
    ):  # fmt: skip
        answer = fay.get(page, follow_redirects=True)
        assert answer.status_code == 200
        html = answer.text
        ours = re.findall(r"<script[^>]*>", html)
        assert all(re.search(r'src="/static/[^"]*" defer', tag) for tag in ours), ours
        marks = re.findall(r"<[a-z][^>]*>", html)
        for mark in marks:
            bare = re.sub(r'"[^"]*"', '""', mark)
            assert not re.search(r"\son\w+\s*=|\shx-|javascript:|\sstyle=|srcdoc", bare), mark
            assert not mark.startswith(("<iframe", "<object", "<base", "<math", "<style")), mark
            assert not re.search(r'(href|src)="\s*(javascript|data|vbscript):', mark, re.I), mark
            assert not re.search(r'(src|action)="(https:)?//evil', mark), mark


@pytest.mark.thorough
@pytest.mark.parametrize("name", EXPENSIVE)
def test_the_work_of_reading_a_text_grows_with_its_length(name):
    """And not with its square: a text as long as allowed costs twice what half of it does."""
    unit = EXPENSIVE[name]
    half, whole = (unit * (size // len(unit)) for size in (FULL // 2, FULL))
    render.cache_clear()
    first, second = steps(render, half), steps(render, whole)
    assert second < 2.5 * first + 2_000
    assert second < 100 * len(whole), "and each sign costs a bounded number of steps"
    assert len(render(whole)) < 30 * len(whole)


@pytest.mark.parametrize("mark", ["> ", "- ", "*", "[", "1. "])
def test_what_is_nested_deeply_comes_out_flat(mark):
    html = str(render(mark * (FULL // len(mark) - 1) + "x"))
    deepest = depth = 0
    for slash in re.findall(r"<(/?)(?:blockquote|ul|ol|li|em|strong|a)\b", html):
        depth += -1 if slash else 1
        deepest = max(deepest, depth)
    assert deepest <= 24


@pytest.mark.parametrize("text", ["[" * 10**6, "x" * 2**20, "> " * 500_000, "<div>" * 100_000])
def test_a_text_longer_than_allowed_is_refused_unread(text):
    def refuse():
        with pytest.raises(TooLong):
            render(text)

    assert steps(refuse) < 200


def test_a_request_of_a_megabyte_is_refused_and_keeps_nothing(garden, browser, look):
    long = browser("Ada").post("/proposals/new/1-the-garden", data=TEXT | {"body": "x" * 2**20})
    assert long.status_code == 413
    assert "Send a smaller file or a shorter text." in long.text
    refused = browser("Ada").post("/proposals/new/1-the-garden", data=TEXT | {"body": "[" * 20_001})
    assert refused.status_code == 422
    assert look(select(Proposal)) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 3_999, "b " + "a " * 3_999),
        ("a\n" * 9_999, "b\n" + "a\n" * 9_000),
        ("a b " * 1_999, "b a " * 1_999),
        ("".join(f"{n % 101} " for n in range(3_999)), "".join(f"{n % 97} " for n in range(3_999))),
    ],
)
def test_comparing_two_long_texts_is_bounded_and_loses_no_word(before, after):
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert steps(difference, before, after) < 2_500_000


def test_a_difference_is_told_word_by_word():
    pieces = difference("at the north gate of the park", "at the south gate of the old park")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "at the "), ("gone", "north "), ("new", "south "), ("same", "gate of the "),
        ("new", "old "), ("same", "park"),
    ]  # fmt: skip


def test_the_beginning_of_a_text_has_no_marks():
    assert plain("**Bold** [link](https://example.org)\n\n- one") == "Bold link one"
    assert len(plain("word " * 5_000, 200)) <= 200


def test_likeness_knows_no_accents_and_no_signs():
    assert trigrams("Éco-quartier !") == trigrams("eco quartier")
    assert trigrams("") == frozenset()


@pytest.mark.parametrize("path", ["", "/edit", "/versions", "/answers", "/withdraw", "/discard"])
def test_a_draft_of_somebody_else_and_one_that_never_was_look_the_same(draft, browser, path):
    address = draft()
    there = browser("Ben").get(f"{address}{path}")
    nowhere = browser("Ben").get(f"/proposals/999-plant-trees{path}")
    assert there.status_code == nowhere.status_code == 404
    token = re.compile(r'value="[^"]{60,}"')
    blank = [token.sub("", page.text).replace(address, "").replace("/proposals/999-plant-trees", "")
             for page in (there, nowhere)]  # fmt: skip
    assert blank[0] == blank[1]


@pytest.mark.parametrize(
    "deed",
    [
        "edit", "publish", "support", "withdraw", "move-on", "decide", "answer", "attachments",
        "attachments/1/remove", "co-authors", "co-authors/2/strike", "co-authors/2/hand-over",
        "sign", "unsign", "discard",
    ],
)  # fmt: skip
def test_no_deed_reaches_a_draft_of_somebody_else_or_another_space(
    draft, propose, browser, look, deed
):
    hidden, elsewhere = draft(), propose(title="A bench")
    for name, address in (("Ben", hidden), ("Kim", hidden), ("Zoe", elsewhere)):
        data = {"version": "1", "title": "Mine now", "body": "x", "reason": "x"}
        assert browser(name).post(f"{address}/{deed}", data=data).status_code == 404
    assert sorted(look(select(Proposal.title))) == ["A bench", "Plant trees"]
