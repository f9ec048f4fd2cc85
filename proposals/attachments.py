"""Files beside a proposal: pictures are drawn again, PDFs with active content are refused."""

import io
from hashlib import sha256

from sqlmodel import Session, func, select

from civic.core.actor import Actor
from civic.core.words import N_
from proposals import policies
from proposals.models import Attachment, Proposal

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_FILES = 5
PDF = "application/pdf"
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA", "/SubmitForm")


class Refused(ValueError):
    """A sentence, marked for translation."""


def checked(content: bytes) -> tuple[str, bytes]:
    """Media type and harmless content. Raises Refused. Slow: outside any transaction."""
    if not content:
        raise Refused(N_("Choose a file."))
    if len(content) > LARGEST:
        raise Refused(N_("The file is larger than 5 MB. Make it smaller."))
    return _pdf(content) if content.startswith(b"%PDF-") else _picture(content)


def _pdf(content: bytes) -> tuple[str, bytes]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted or len(reader.pages) > 500:
            raise Refused(N_("Send a PDF without password and with 500 pages at most."))
        numbers = range(1, min(len(reader.xref.get(0, {})) + 1, 20_000))
        names = " ".join(str(reader.get_object(number)) for number in numbers)
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, RecursionError, AttributeError) as error:
        raise Refused(N_("This PDF cannot be read. Save it again and send that.")) from error
    if any(mark.encode() in content for mark in ACTIVE) or any(mark in names for mark in ACTIVE):
        raise Refused(N_("This PDF has active content. Print it into a new PDF and send that."))
    return PDF, content


def _picture(content: bytes) -> tuple[str, bytes]:
    """Decoded and written again: what a camera noted about place and time is gone, and so is
    whatever else hid in the file."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(N_("The picture has too many pixels. Make it smaller."))
            upright = ImageOps.exif_transpose(picture)
            clear = upright.mode in ("RGBA", "LA", "P")
            plain = upright.convert("RGBA" if clear else "RGB")
            plain.thumbnail((2_400, 2_400))
            out = io.BytesIO()
            plain.save(out, "PNG" if clear else "JPEG", quality=85)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(N_("Send a picture (PNG, JPEG, WebP) or a PDF.")) from error
    return ("image/png" if clear else "image/jpeg"), out.getvalue()


def attach(
    session: Session,
    *,
    proposal: Proposal,
    actor: Actor,
    name: str,
    alt: str,
    kind: str,
    content: bytes,
) -> None:
    """Sending the same file again changes its description only. Raises Refused."""
    policies.EDIT.check(actor, proposal)
    if kind != PDF and not alt:
        raise Refused(N_("Say in words what the picture shows, for those who cannot see it."))
    digest = sha256(content).hexdigest()
    same = select(Attachment).where(Attachment.proposal_id == proposal.id)
    if known := session.exec(same.where(Attachment.digest == digest)).first():
        known.alt = alt[:280]
        return
    there = select(func.count()).select_from(Attachment)
    if session.exec(there.where(Attachment.proposal_id == proposal.id)).one() >= MOST_FILES:
        raise Refused(N_("Five files are enough for a proposal. Take one away first."))
    shown = "".join(sign for sign in name.rpartition("/")[2] if sign.isprintable())[-120:]
    session.add(
        Attachment(
            proposal_id=proposal.id,
            name=shown or "file",
            kind=kind,
            alt=alt[:280],
            digest=digest,
            size=len(content),
            content=content,
            added_by_id=actor.id,
        )
    )


def remove(session: Session, *, proposal: Proposal, actor: Actor, attachment_id: int) -> None:
    policies.EDIT.check(actor, proposal)
    found = session.get(Attachment, attachment_id)
    if found and found.proposal_id == proposal.id:
        session.delete(found)
