"""A deliberation's files, line by line. What cannot be read is told with its number, and left."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from markdownify import markdownify

from proposals.deliberation.models import Alignment

LONGEST_TITLE = 140
LONGEST_BODY = 20_000
SIDES = {1: Alignment.FOR, -1: Alignment.AGAINST}
CATALAN = {
    "amb", "els", "les", "per", "una", "dels", "què", "és", "són", "aquest", "aquesta", "més", "i",
}  # fmt: skip
SPANISH = {
    "con", "los", "las", "para", "una", "por", "qué", "es", "son", "este", "esta", "más", "y",
}  # fmt: skip
PLAIN_PARAGRAPH = re.compile(r"<p>([^<&*_\\`\[#]*)</p>")
"""By far the most messages: no mark in it that HTML or Markdown would read."""


@dataclass(frozen=True)
class ProposalLine:
    at: int
    number: int
    title: str
    body: str
    language: str
    author: int | None
    accepted: bool
    supports: int
    comments: int
    tags: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True)
class CommentLine:
    at: int
    number: int
    proposal: int
    ancestry: tuple[int, ...]
    """From the root down to the message that it answers."""
    author: int | None
    alignment: Alignment | None
    body: str
    language: str
    likes: int
    dislikes: int
    created_at: datetime

    @property
    def depth(self) -> int:
        return len(self.ancestry)


def proposal_lines(path: Path, problems: list[str]) -> Iterator[ProposalLine]:
    return _lines(path, problems, _proposal)


def comment_lines(path: Path, problems: list[str]) -> Iterator[CommentLine]:
    return _lines(path, problems, _comment)


Line = TypeVar("Line", ProposalLine, CommentLine)


def _lines(
    path: Path, problems: list[str], read: Callable[[int, dict[str, Any]], Line]
) -> Iterator[Line]:
    seen: set[int] = set()
    for at, raw in _raw(path, problems):
        try:
            line = read(at, json.loads(raw))
            if line.number in seen:
                raise ValueError(f"number {line.number} appears twice")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
            what = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
            problems.append(f"{path.name}, line {at}: {what[:200]}")
            continue
        seen.add(line.number)
        yield line


def _raw(path: Path, problems: list[str]) -> Iterator[tuple[int, bytes]]:
    at = 0
    try:
        with gzip.open(path) as file:
            for at, raw in enumerate(file, start=1):
                if raw.strip():
                    yield at, raw
    except FileNotFoundError:
        problems.append(f"{path.name} is not in the folder")
    except (OSError, EOFError, zlib.error) as wrong:
        problems.append(f"{path.name}, after line {at}: the file is damaged ({wrong})")


def _proposal(at: int, row: dict[str, Any]) -> ProposalLine:
    title = " ".join(str(row["title"]).split())
    if not title:
        raise ValueError("the title is empty")
    body = _markdown(row.get("body") or "")
    if len(title) > LONGEST_TITLE:
        body = f"**{title}**\n\n{body}"
        title = title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    place = row.get("district") or ""
    tags = (row.get("category"), place)
    return ProposalLine(
        at=at,
        number=int(row["id"]),
        title=title if len(title) >= 5 else f"{title} ({row.get('code') or row['id']})",
        body=body,
        language=_language(f"{title} {body}"),
        author=_number(row.get("author")),
        accepted=row["status"] == "accepted",
        supports=_count(row.get("supports")),
        comments=_count(row.get("comments")),
        tags=tuple(str(tag).strip()[:40] for tag in tags if tag and str(tag).strip()),
        created_at=_moment(row["created_at"]),
    )


def _comment(at: int, row: dict[str, Any]) -> CommentLine:
    body = _markdown(row["body"])
    if not body:
        raise ValueError("the message is empty")
    return CommentLine(
        at=at,
        number=int(row["id"]),
        proposal=int(row["proposal"]),
        ancestry=tuple(int(part) for part in (row.get("ancestry") or "").split("/") if part),
        author=_number(row.get("author")),
        alignment=SIDES.get(row.get("alignment") or 0),
        body=body,
        language=_language(body),
        likes=_count(row.get("likes")),
        dislikes=_count(row.get("dislikes")),
        created_at=_moment(row["created_at"]),
    )


def _markdown(html: str) -> str:
    """HTML as Markdown; a text without marks is taken as it is."""
    if not isinstance(html, str):
        raise TypeError("the text is no text")
    if simple := PLAIN_PARAGRAPH.fullmatch(html):
        return simple[1].strip()[:LONGEST_BODY]
    if "<" not in html and "&" not in html:
        return html.strip()[:LONGEST_BODY]
    return str(markdownify(html, strip=["img", "script", "style"])).strip()[:LONGEST_BODY]


def _language(text: str) -> str:
    """Catalan or Spanish, by their small words."""
    words = set(text.lower().split())
    return "es" if len(words & SPANISH) > len(words & CATALAN) else "ca"


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _count(value: Any) -> int:
    number = int(value or 0)
    if number < 0:
        raise ValueError(f"{number} is no count")
    return number


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
