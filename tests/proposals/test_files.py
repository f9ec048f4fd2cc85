"""Files beside a proposal: what is taken, what is refused, and how it is handed out."""

import io
import resource
import struct
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from civic.core.audience import Audience
from proposals.attachments import MOST_FILES, Refused, checked
from proposals.models import Attachment


def pdf(action: str | None = None, password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    if action:
        deed = DictionaryObject({NameObject("/S"): NameObject(action)})
        deed[NameObject("/JS")] = TextStringObject("app.alert(1)")
        writer.root_object[NameObject("/OpenAction")] = deed
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def gif() -> bytes:
    whole = io.BytesIO()
    Image.new("P", (2, 2)).save(whole, "GIF")
    return whole.getvalue()


def enormous_png(side: int = 50_000) -> bytes:
    """A few bytes that say they are 50,000 dots wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rest = chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rest


def test_its_author_attaches_where_the_proposal_is_read_and_nobody_else(
    propose, attach, picture, browser
):
    address = propose()
    assert f'action="{address}/attachments"' in browser("Ada").get(address).text
    assert f'action="{address}/attachments"' not in browser("Ben").get(address).text
    page = attach("Ada", address, picture())
    assert page.request.path == address, "and is led back to it"
    for n in range(1, MOST_FILES):
        page = attach("Ada", address, picture(size=(40, 30 + n)))
    assert f'action="{address}/attachments"' not in page.text


def test_files_are_asked_for_where_there_are_some(propose, attach, picture, browser, statements):
    """As are answers and votes: a page takes no statement to read nothing."""
    address, ben = propose(), browser("Ben")
    numbers = []
    for _ in range(2):
        ben.get(address)
        statements.clear()
        assert ("A tree" in ben.get(address).text) is bool(numbers)
        numbers.append(len(statements))
        attach("Ada", address, picture())
    assert numbers[1] == numbers[0] + 1


def test_a_picture_is_drawn_again_without_what_the_camera_noted(
    propose, attach, picture, browser, look
):
    address = propose()
    content = picture()
    assert b"Camera of Ada" in content
    attach("Ada", address, content, "my tree.jpg", "An old lime tree")
    row = look(select(Attachment))[0]
    assert (row.kind, row.name, row.alt) == ("image/jpeg", "my tree.jpg", "An old lime tree")
    assert not Image.open(io.BytesIO(row.content)).getexif()
    assert b"Camera of Ada" not in row.content
    page = browser("Ben").get(address).text
    assert 'alt="An old lime tree"' in page


def test_only_what_everybody_reads_stays_in_a_browser(
    propose, attach, picture, browser, garden, save
):
    """Whoever uses a shared one after Ben finds nothing of a closed space in it."""
    address = propose()
    attach("Ada", address, picture())
    shown = f"{address}/attachments/1"
    assert browser("Ben").get(shown).headers["Cache-Control"] == "no-store"
    garden.audience = Audience.INTERNET
    with db.writing() as session:
        session.get(Community, 1).open_to_read = True
    save(garden)
    assert browser("Ben").get(shown).headers["Cache-Control"] == "private, max-age=3600"


def test_a_file_is_served_so_that_nothing_in_it_runs(propose, attach, picture, browser):
    address = propose()
    attach("Ada", address, picture())
    attach("Ada", address, pdf(), "plan.pdf")
    for number, kind, how in ((1, "image/jpeg", "inline"), (2, "application/pdf", "attachment")):
        answer = browser("Ben").get(f"{address}/attachments/{number}")
        assert answer.mimetype == kind
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith(f"{how}; filename=civic-{number}.")
        assert answer.headers["Cache-Control"] == "no-store"  # the garden is its members' own


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file."),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Send a picture"),
        (b"<!doctype html><script>alert(1)</script>", "Send a picture"),
        (gif(), "Send a picture"),
        (b"PK\3\4" + b"\0" * 40, "Send a picture"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "Send a picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "Send a picture"),
        (enormous_png(), "Send a picture"),
        (enormous_png(8_000), "too many pixels"),
        (b"%PDF-1.7 and nothing more", "This PDF cannot be read."),
        (b"%PDF-1.7\n<script>alert(1)</script>", "This PDF cannot be read."),
        (pdf("/JavaScript"), "active content"),
        (pdf("/Launch"), "active content"),
        (pdf("/JavaScript").replace(b"/JavaScript", b"/J#61vaScript"), "active content"),
        (pdf(password="secret"), "without password"),
        (pdf(pages=501), "500 pages at most"),
        (b"\0" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_harmless_picture_or_pdf_is_refused(propose, attach, look, content, said):
    page = attach("Ada", propose(), content, "innocent.png").text
    assert said in page
    assert look(select(Attachment.id)) == []


def test_what_hides_behind_a_picture_is_gone(propose, attach, picture, look):
    """A file that is a picture to one program and a page to another."""
    attach("Ada", propose(), picture() + b"<script>alert(1)</script>", "tree.jpg.html")
    assert b"script" not in look(select(Attachment.content))[0]


def test_a_bomb_costs_little_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused):
        checked(enormous_png())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "a\0b.png", "CON", "\u202egpj.exe", "x" * 5_000, "/",
        "<img src=x onerror=alert(1)>.png", "%22;alert(1)//.png",
    ],
)  # fmt: skip
def test_a_name_is_shown_and_never_part_of_an_address(
    propose, attach, picture, browser, look, name
):
    address = propose()
    attach("Ada", address, picture(), name)
    row = look(select(Attachment))[0]
    assert 0 < len(row.name) <= 120
    assert row.name.isprintable()
    answer = browser("Ben").get(f"{address}/attachments/{row.id}")
    assert answer.headers["Content-Disposition"] == f"inline; filename=civic-{row.id}.jpg"
    assert "<img src=x" not in browser("Ben").get(address).text


def test_a_picture_says_in_words_what_it_shows(propose, attach, picture, look):
    address = propose()
    assert "Say in words what the picture shows" in attach("Ada", address, picture(), alt=" ").text
    assert look(select(Attachment)) == []
    attach("Ada", address, pdf(), "plan.pdf", alt="")
    assert look(select(Attachment.kind)) == ["application/pdf"]


def test_the_same_file_twice_is_one_with_the_newer_description(propose, attach, picture, look):
    address = propose()
    for alt in ("A tree", "A lime tree"):
        attach("Ada", address, picture(), alt=alt)
    assert look(select(Attachment.alt)) == ["A lime tree"]


def test_a_few_files_are_enough(propose, attach, picture, browser, look):
    address = propose()
    for n in range(MOST_FILES):
        attach("Ada", address, picture(size=(10 + n, 10)))
    said = attach("Ada", address, picture(size=(99, 10))).text
    assert "Five files are enough for a proposal. Take one away first." in said
    browser("Ada").post(f"{address}/attachments/1/remove")
    assert len(look(select(Attachment.id))) == MOST_FILES - 1


@pytest.mark.parametrize(("name", "status"), [("Ben", 403), ("Fay", 403), ("Zoe", 404)])
def test_others_neither_attach_nor_take_away(propose, attach, picture, browser, look, name, status):
    address = propose()
    attach("Ada", address, picture())
    assert attach(name, address, picture(size=(9, 9))).status_code == status
    assert browser(name).post(f"{address}/attachments/1/remove").status_code == status
    assert len(look(select(Attachment.id))) == 1


def test_a_file_has_no_address_under_another_proposal(
    propose, draft, attach, picture, browser, look
):
    address = propose()
    other = propose("Ben", title="A bench")
    hidden = draft(title="Secret draft")
    attach("Ada", address, picture())
    attach("Ada", hidden, picture(size=(9, 9)))
    assert browser("Ben").get(f"{other}/attachments/1").status_code == 404
    assert browser("Ben").get(f"{hidden}/attachments/2").status_code == 404
    assert browser("Zoe").get(f"{address}/attachments/1").status_code == 404
    browser("Ben").post(f"{other}/attachments/1/remove")
    assert len(look(select(Attachment.id))) == 2


def test_a_request_of_a_million_parts_is_refused_before_it_is_read(propose, browser):
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    answer = browser("Ada").post(
        f"{propose()}/attachments",
        data=part * 100_000 + b"--x--",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
