"""Proposals as members make them: through the pages."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

TEXT = {"title": "Plant trees", "body": "Along the **road**.", "language": "en", "tags": ""}


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
