"""Proposals as members make them: through the pages."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from sqlmodel import select

from proposals.models import Proposal

TEXT = {"title": "Plant trees", "body": "Along the **road**.", "language": "en", "tags": ""}
WORDS = {"title_en": "Shall we do it?", "o-id": [""], "o-title_en": [""]}
"""Of a question that takes proposals up."""


@pytest.fixture
def draft(garden, browser) -> Callable[..., str]:
    """Somebody writes a draft; its address."""

    def write(name: str = "Ada", **changed: str) -> str:
        answer = browser(name).post(f"/proposals/new/{garden.id}-the-garden", data=TEXT | changed)
        assert answer.status_code == 303, answer.text
        return answer.location

    return write


@pytest.fixture
def propose(draft, browser) -> Callable[..., str]:
    """Somebody publishes a proposal; its address."""

    def publish(name: str = "Ada", **changed: str) -> str:
        address = draft(name, **changed)
        assert browser(name).post(f"{address}/publish").status_code == 303
        return address

    return publish


@pytest.fixture
def edit(browser) -> Callable:
    """Somebody saves another text, based on a version."""

    def save(name: str, address: str, based_on: int = 1, **changed: str):
        return browser(name).post(f"{address}/edit", data=TEXT | {"version": based_on} | changed)

    return save


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """A photograph with the place where it was taken."""

    def paint(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
        exif = Image.Exif()
        exif[0x010F] = "Camera of Ada"
        exif.get_ifd(0x8825)[1] = "N"
        out = io.BytesIO()
        Image.new("RGB", size, "green").save(out, kind, exif=exif)
        return out.getvalue()

    return paint


@pytest.fixture
def attach(browser) -> Callable:
    """Somebody attaches a file to a proposal."""

    def send(
        name: str, address: str, content: bytes, called: str = "tree.jpg", alt: str = "A tree"
    ):
        upload = {"file": (io.BytesIO(content), called), "alt": alt}
        return browser(name).post(f"{address}/attachments", data=upload, follow_redirects=True)

    return send


@pytest.fixture
def prepare(garden, browser):
    """Fay begins an open vote with one question that takes proposals up; where it is edited."""

    def begin(*picks):
        fay = browser("Fay")
        answer = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
        edit = answer.location.removesuffix("/questions")
        picked = [f"proposals:{address.split('/')[-1].split('-')[0]}" for address in picks]
        fay.post(f"{edit}/question", data=WORDS | {"pick": picked})
        fay.post(f"{edit}/secrecy", data={"disclosure": "open", "publication": ""})
        fay.post(f"{edit}/schedule", data={"opens": "hand", "closes_at": "2099-01-01T20:00"})
        return edit

    return begin


@pytest.fixture
def keep(browser):
    def choose(edit, rule, **settings):
        data = {"tie": "nobody"} | settings
        assert browser("Fay").post(f"{edit}/question/1/rule/{rule}", data=data).status_code == 303

    return choose


@pytest.fixture
def hold(browser):
    """The vote is opened, everybody casts this (or nobody does), and it is closed."""

    def vote(edit, **choice):
        here, data = edit.removesuffix("/edit"), {k.replace("_", "-"): v for k, v in choice.items()}
        browser("Fay").post(f"{here}/open")
        for name in ("Ada", "Ben", "Fay") if choice else ():
            assert browser(name).post(f"{here}/cast", data=data).status_code == 303
        browser("Fay").post(f"{here}/close", data={"reason": "The time is over."})

    return vote


@pytest.fixture
def stages(look):
    """Of all proposals, in their order."""
    return lambda: look(select(Proposal.stage).order_by(Proposal.id))
