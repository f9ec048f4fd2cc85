"""A table that is read and shown first: it travels packed in the form, and is read again to be
applied."""

import base64
import binascii
import zlib
from collections.abc import Collection

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from civic.members import tables

LARGEST_TABLE = 2_000_000
"""Bytes: twenty thousand lines of a hundred."""
LARGEST_PACKED = 900_000


def table_sent(speaks_of: Collection[str] = tables.COLUMNS.keys()) -> tuple[tables.Table, str]:
    """The table, and as it travels on in the form. ``speaks_of``: the columns that count here.
    Raises NoTable."""
    upload = request.files.get("file")
    content = _read(upload) if upload else _unpacked(request.form.get("packed", ""))
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    if len(content) > LARGEST_TABLE or len(packed) > LARGEST_PACKED:
        raise tables.NoTable(_("This table is too large. Split it."))
    return tables.read(content, speaks_of), packed


def is_to_be_applied() -> bool:
    """The button below what was shown; a file that is only just sent is shown first."""
    return bool(request.form.get("apply")) and not request.files.get("file")


def _read(upload: FileStorage) -> bytes:
    content: bytes = upload.read()
    upload.close()  # large ones lie in a temporary file
    return content


def _unpacked(text: str) -> bytes:
    """Raises NoTable. At most LARGEST_TABLE bytes, whatever was sent."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(text), LARGEST_TABLE + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise tables.NoTable(_("The table did not arrive whole. Choose the file again.")) from None
