"""Files that are made for one reader. They are written to disk rather than kept in memory, and
handed out from there: by then nobody needs the database, however slowly the reader takes them."""

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, TextIO

from flask import Response

SMALL, PIECE = 512 * 1024, 64 * 1024
"""Bytes up to which a file is kept in memory after all, and bytes that are handed out at once."""


def download(write: Callable[[TextIO], object], *, name: str, kind: str = "text/csv") -> Response:
    file = SpooledTemporaryFile(SMALL)  # noqa: SIM115 - closed with the answer
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    write(text)
    text.detach()
    file.seek(0)
    where = {"Content-Disposition": f"attachment; filename={name}"}
    answer = Response(_pieces(file), mimetype=kind, headers=where)
    answer.call_on_close(file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
