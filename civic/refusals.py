"""How the house says no: each refusal is a page that tells what happened and what to do."""

import re

from flask import Flask, current_app, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from civic.audit.actions import count_refusal
from civic.core import db
from civic.core.permissions import Forbidden, ProofTooOld
from civic.core.web import htmx
from civic.core.words import N_
from civic.sign_in.views import returning

WORDS = re.compile(r"[^\W_]+")
RACES = (
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "23503",  # a row that is pointed at has gone,
    "23505",  # or one of that key is there already: the same on PostgreSQL
)
Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]

TITLES = {
    400: N_("This request could not be read"),
    403: N_("You may not do this"),
    404: N_("This page does not exist"),
    405: N_("This address does not take that"),
    409: N_("Somebody was faster"),
    410: N_("This is no longer here"),
    413: N_("This is too large"),
    414: N_("This address is too long"),
    422: N_("Something in the form is missing or wrong"),
    429: N_("Too many attempts"),
    503: N_("This site is busy"),
}
CURES = {
    400: N_("Go back, load the page again, and try once more."),
    404: N_(
        "It may have moved, or you may not be allowed to see it. Search for it, or go to "
        "the home page."
    ),
    405: N_("Go back and use the buttons of the page."),
    409: N_("This changed while you were reading. Load the page again: nothing of it is lost."),
    410: N_("Ask the person who sent you the link for a new one."),
    413: N_("Send a smaller file or a shorter text. What you sent was not kept."),
    414: N_("Use fewer filters or shorter words."),
    422: N_("Go back: your browser still has what you typed. Correct it, and send it again."),
    429: N_("Wait a few minutes, then try again."),
    503: N_("Nothing was saved. Try again in a few seconds."),
}


def answer_refusals(app: Flask) -> None:
    app.register_error_handler(Forbidden, explain_refusal)
    app.register_error_handler(ProofTooOld, ask_for_proof)
    app.register_error_handler(CSRFError, explain_forgery)
    app.register_error_handler(IntegrityError, explain_conflict)
    for overload in (OperationalError, PoolTimeout):
        app.register_error_handler(overload, explain_overload)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(500, explain_fault)


def explain_refusal(refusal: Forbidden) -> Answer:
    if request.method != "GET":  # the deed is undone, its count stays
        with db.writing() as writing:
            count_refusal(writing, permission=refusal.permission.name)
    if g.actor is None:
        return lead_to_the_door()
    return page(403, what=_(refusal.permission.refusal))


def lead_to_the_door() -> Response:
    """What a visitor wanted is done after signing in: a page is shown, a typed text is given
    back."""
    if request.method == "GET":
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    kept = returning.keep()
    wanted = url_for("sign_in.kept") if kept else returning.page_it_came_from()
    door = url_for("sign_in.form", next=wanted, kept=1 if kept else None)
    if htmx:
        return Response("", 401, {"HX-Redirect": door})
    return redirect(door, code=303)


def ask_for_proof(_stale: ProofTooOld) -> Answer:
    """Whoever finds an unlocked device changes no address and takes nothing away. What was typed
    waits until its writer has signed in once more."""
    if request.method == "GET":
        wanted = request.full_path.rstrip("?")
    else:
        wanted = url_for("sign_in.kept") if returning.keep() else returning.page_it_came_from()
    door = url_for("sign_in.form", again=1, next=wanted)
    return Response("", 401, {"HX-Redirect": door}) if htmx else redirect(door, code=303)


def explain_forgery(_forgery: CSRFError) -> Answer:
    """A form of another site is refused. One of ours, opened before its reader signed out or in
    again, is no forgery: the browser says where it comes from, and the text is given back."""
    if returning.is_from_here() and returning.fields():
        return lead_to_the_door() if g.actor is None else returning.offer_again()
    return page(
        403,
        what=_("This form did not come from this site, or your browser keeps no cookies."),
        cure=_("Load the page again and send the form once more."),
    )


def explain_conflict(conflict: IntegrityError) -> Answer:
    """Two who were at the same row at the same time. Whatever else the database refuses is a fault
    of ours; only the first line is logged, as the next may quote the row."""
    kind = getattr(conflict.orig, "sqlstate", None)
    kind = kind or getattr(conflict.orig, "sqlite_errorname", "")
    if kind in RACES:
        return page(409)
    current_app.logger.error("a row was refused: %s", str(conflict.orig).partition("\n")[0])
    return explain_fault(conflict)


def explain_overload(_error: SQLAlchemyError) -> Answer:
    current_app.logger.exception("the database did not answer")
    return *page(503), {"Retry-After": "3"}


def explain(error: HTTPException) -> Answer | HTTPException:
    """Redirects made by ``abort`` pass; a bug of our own has a page of its own."""
    if error.code is None or error.code < 400 or error.code == 500:
        return error
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *page(error.code), kept


def explain_fault(_error: Exception) -> tuple[str, int]:
    return render("errors/500.html"), 500


def page(code: int, *, what: str = "", cure: str = "") -> tuple[str, int]:
    """``what`` happened, and the ``cure``; both of the code's own where they are left out."""
    known = code if code in TITLES else 400
    body = render(
        "errors/error.html",
        code=code,
        title=_(TITLES[known]),
        what=what,
        cure=cure or (_(CURES[known]) if known in CURES else ""),
        sought=_words_of(request.path) if code == 404 else "",
    )
    return body, code


def _words_of(path: str) -> str:
    """What somebody may have looked for, from the end of the address they followed."""
    last = path.rstrip("/").rpartition("/")[2]
    return " ".join(word for word in WORDS.findall(last) if not word.isdigit())[:100]
