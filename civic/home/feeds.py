"""Deadlines as a calendar (RFC 5545), and deadlines and decisions as Atom (RFC 4287)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask_babel import gettext as _
from icalendar import Calendar, Event

from civic.core.links import Deadline, Link, Outcome
from civic.core.words import moment

ATOM = "http://www.w3.org/2005/Atom"
Leads = Callable[[Link], str]
"""From a row to its whole address."""


def calendar(name: str, deadlines: Sequence[Deadline], *, base: str, leads: Leads) -> bytes:
    """One event for each deadline; its UID stays when the moment changes."""
    made = Calendar()
    made.add("prodid", "-//Civic//Deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"{deadline.endpoint}-{deadline.id}-{deadline.what}@{_host(base)}")
        event.add("dtstamp", deadline.told_at)
        event.add("dtstart", deadline.at)
        event.add("dtend", deadline.at)
        event.add("summary", deadline.title)
        event.add("description", f"{_(deadline.message)} {leads(deadline)}")
        event.add("url", leads(deadline))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


@dataclass(frozen=True)
class Entry:
    id: str
    title: str
    language: str
    summary: str
    at: datetime
    link: str


def of_deadlines(deadlines: Sequence[Deadline], *, base: str, leads: Leads) -> list[Entry]:
    return [
        Entry(
            id=f"tag:{_host(base)},2026:{entry.endpoint}-{entry.id}-{entry.what}",
            title=entry.title,
            language=entry.language,
            summary=f"{_(entry.message)} {moment(entry.at)}",
            at=entry.told_at,
            link=leads(entry),
        )
        for entry in deadlines
    ]


def of_outcomes(outcomes: Sequence[Outcome], *, base: str, leads: Leads) -> list[Entry]:
    return [
        Entry(
            id=f"tag:{_host(base)},2026:{entry.endpoint}-{entry.id}-outcome",
            title=entry.title,
            language=entry.language,
            summary=". ".join(
                said for said in (entry.headline, _(entry.message, **entry.numbers)) if said
            ),
            at=entry.at,
            link=leads(entry),
        )
        for entry in outcomes
    ]


def atom(
    name: str, entries: Sequence[Entry], *, address: str, author: str, language: str, now: datetime
) -> bytes:
    """``address``: of the feed itself; also its id."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _put(feed, "id", address)
    _put(feed, "title", name)
    _put(feed, "updated", _at(max((entry.at for entry in entries), default=now)))
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    _put(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), "name", author)
    for entry in entries:
        made = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _put(made, "id", entry.id)
        title = _put(made, "title", entry.title)
        if entry.language:
            title.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
        _put(made, "updated", _at(entry.at))
        ElementTree.SubElement(made, f"{{{ATOM}}}link", rel="alternate", href=entry.link)
        _put(made, "summary", entry.summary)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _put(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
    return element


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _host(base: str) -> str:
    return urlsplit(base).hostname or "localhost"
