"""The sentences of templates, in the page's language."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast

import flask_babel
from flask import g
from jinja2 import Environment
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup

from civic.core.templates import shown

PLAIN = (int, float)
HERE: Callable[[], Any] = cast(Any, g)._get_current_object
"""What ``g`` stands for, without the way through its proxy. Raises RuntimeError outside an app."""


def found(name: str) -> Any:
    """The page's ``babel_locale`` or ``babel_tzinfo``, which are asked for a hundred times a page,
    from where flask-babel keeps them; None: not yet, or nobody is here."""
    try:
        return getattr(HERE().get("_flask_babel"), name, None)
    except RuntimeError:
        return None


class Sentences:
    """One language's. A page says two hundred: those with nothing to fill in are made once."""

    def __init__(self, words: Any) -> None:
        self._words = words
        self._whole = lru_cache(maxsize=8_192)(self._made)
        self.names: dict[str, Any] = {"_": self.one, "gettext": self.one, "ngettext": self.some}
        """What templates call them."""

    @pass_eval_context
    def one(self, where: EvalContext, sentence: str, /, **values: Any) -> str:
        if values:
            return _filled(where, self._words.ugettext(sentence), values)
        whole = self._whole(sentence)
        return whole if where.autoescape else str(whole)

    def _made(self, sentence: str) -> Markup:
        return Markup(self._words.ugettext(sentence) % {})

    @pass_eval_context
    def some(self, where: EvalContext, one: str, many: str, count: int, /, **values: Any) -> str:
        said = self._words.ungettext(one, many, count)
        return _filled(where, said, {"num": count, **values})


def _filled(where: EvalContext, said: str, values: Mapping[str, Any]) -> str:
    if not where.autoescape:
        return said % values
    safe = {name: v if type(v) in PLAIN else shown(v) for name, v in values.items()}
    return Markup(said % safe)


class Catalogues:
    """Jinja goes through three calls for a sentence, and flask-babel finds its catalogue anew for
    each; here each language's is found once."""

    def __init__(self, language: Callable[[], str]) -> None:
        self._language = language
        self._by_language: dict[str, Sentences] = {}

    def install(self, templates: Environment) -> None:
        extension: Any = templates
        extension.install_gettext_callables(gettext=str, ngettext=str, newstyle=True)
        for name in ("_", "gettext", "ngettext"):
            templates.globals.pop(name, None)

    def here(self) -> dict[str, Any]:
        """Those of the page's language, for its context: a page has one."""
        language = self._language()
        if language not in self._by_language:  # asked for on a page in this language only
            self._by_language[language] = Sentences(flask_babel.get_translations())
        return self._by_language[language].names
