"""The few things every view needs."""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_htmx import HTMX
from markupsafe import Markup
from sqlalchemy import bindparam, inspect
from sqlalchemy import select as pick
from sqlalchemy.orm import joinedload
from sqlmodel import Session, SQLModel
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import LARGEST, Key, slug
from civic.core.links import Link
from civic.core.permissions import Forbidden, Permission, asked, prove

Row = TypeVar("Row", bound=SQLModel)
htmx = HTMX()


class Pages(Blueprint):
    """A blueprint whose every route says ``to=`` which permission; one without cannot start.

    A route that answers successfully without having checked its permission is a bug. One that
    takes ballots or passwords says ``keeps_text=False``: what is sent to it after a session has
    ended waits nowhere. ``fresh`` asks whoever signed in too long ago to do it once more first.
    ``from_elsewhere`` takes forms without a CSRF token: its address is signed.
    """

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        permission: Permission = options.pop("to")
        keeps_text: bool = options.pop("keeps_text", True)
        fresh: bool = options.pop("fresh", False)
        from_elsewhere: bool = options.pop("from_elsewhere", False)

        def register(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def guarded(**arguments: Any) -> Response:
                if fresh:
                    prove(g.actor)
                with asked() as names:
                    answer = make_response(view(**arguments))
                if answer.status_code < 400 and permission.name not in names:
                    raise AssertionError(f"{request.endpoint} never asked {permission.name}")
                return answer

            guarded.permission = permission  # type: ignore[attr-defined]
            guarded.keeps_text = keeps_text  # type: ignore[attr-defined]
            guarded.from_elsewhere = from_elsewhere  # type: ignore[attr-defined]
            self.add_url_rule(rule, options.pop("endpoint", None), guarded, **options)
            return guarded

        return register


def load(
    session: Session, model: type[Row], key: Key, *, to: Permission, lock: bool = False
) -> Row:
    """The only way a view gets a row. What you may not see does not exist.

    The row's own address, with the words of its present title, is the only one that answers a
    GET: others are redirected to it, once the permission is known. A row within
    it, as a message of a debate, is found by both their numbers, too. ``lock``: nobody else changes
    the row until the deed is done, so that it is judged as it is.
    """
    if lock:
        found = session.get(model, key.id, with_for_update={"of": model})
    else:
        found = session.scalars(_row(model), {"id": key.id}).unique().first()
    if found is None:
        abort(404)
    try:
        to.check(g.actor, found)
    except Forbidden:
        if g.actor is None:
            raise
        abort(404)
    is_short = not key.slug and len(request.view_args or ()) > 1
    if request.method == "GET" and not is_short and key.slug != slug(found.title):  # type: ignore[attr-defined]
        typed = request.args.to_dict(flat=False).items()  # _scheme, _external… are url_for's own
        query = {name: value for name, value in typed if not name.startswith("_")}
        arguments = {**query, **(request.view_args or {}), "key": found}
        abort(redirect(url_for(str(request.endpoint), **arguments)))
    return found


@cache
def _row(model: type[Row]) -> Any:
    """Put together once for each table. What lists read in a statement of its own comes in the same
    one here, as it belongs to one row only."""
    mapper = inspect(model)
    few = [one.class_attribute for one in mapper.relationships if one.lazy == "selectin"]
    found = pick(model).where(mapper.c.id == bindparam("id"))
    return found.options(*(joinedload(one) for one in few))


def base_url() -> str:
    """The public address of the community, without a slash at its end."""
    return str(current_app.config["CIVIC"].base_url)


def viewer_id() -> int:
    """Who is looking: a member's id, or 0 for a visitor."""
    return g.actor.id if g.actor else 0


def address(link: Link) -> str:
    """The path of the page to which a link leads."""
    parts: dict[str, Any] = link.values if link.keyless else {"key": link, **link.values}
    return url_for(link.endpoint, **parts)


def panels(place: str, ids: Sequence[int]) -> dict[int, list[Markup]]:
    """What other features show in ``place``, for all rows of a page at once."""
    shown: dict[int, list[Markup]] = {subject_id: [] for subject_id in ids}
    for panel in current_app.extensions["registry"].panels.get(place, ()):
        for subject_id, context in panel.load(db.session, g.actor, ids).items():
            shown[subject_id].append(Markup(render(panel.template, **context)))
    return shown


def page_or_fragment(whole: str, fragment: str, /, **context: object) -> Response:
    """The whole page, or only its fragment when htmx asked for it."""
    response = make_response(render(fragment if wants_fragment() else whole, **context))
    response.vary.add("HX-Request")
    return response


def fragment_or_redirect(fragment: str, to: str, **context: object) -> Response:
    """After a change: the new fragment for htmx, a fresh page for everyone else."""
    if wants_fragment():
        return make_response(render(fragment, **context))
    return redirect(to, code=303)


def invalid(template: str, /, **context: object) -> Response:
    """The same form again, with what was typed and what is wrong with it: 422. Its title says so
    first: it is the first thing that is heard of a page."""
    return make_response(render(template, failed=True, **context), 422)


def number(text: str) -> int:
    """What an address or a form says, as ``type=`` of its reading; nothing that a column of ours
    could not hold. Raises ValueError, and so what was said counts as not said."""
    said = int(text)
    if abs(said) > LARGEST:
        raise ValueError(text)
    return said


def local_path(target: str | None) -> str:
    """``target`` if it is a path of this site, else the first page.

    Browsers read a backslash as a slash and drop tabs and line feeds: both are refused.
    """
    if not target or not target.isprintable() or "\\" in target:
        return url_for("home.show")
    is_local = target.startswith("/") and not target.startswith("//")
    return target if is_local else url_for("home.show")


def wants_fragment() -> bool:
    """Boosted links and history restores want the whole page, like any browser."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
