"""How templates run: as Jinja runs them, by a shorter way for what a page does a thousand times.

markupsafe wraps every text that it escapes in an object of its own, which is thrown away as soon as
it is written down, and Jinja looks at everything that it calls four times: a third of what a list
cost. Whoever writes a template needs to know nothing of this.
"""

from collections.abc import Mapping
from functools import cache
from types import FunctionType, MethodType
from typing import Any, cast

from flask import Flask, request
from flask.templating import Environment
from jinja2 import Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from jinja2.utils import pass_eval_context
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

OURS = (FunctionType, MethodType, type(cache(len)))
COMPONENTS = "components/ui.html"
ASKED = (
    "_", "address", "aria", "colon", "csrf_token", "icon", "locale", "ngettext", "request",
)  # fmt: skip
"""What components ask of a page: its language, where it is mounted, and functions."""
MOST_MADE = 64


@pass_eval_context
def _like_this() -> None: ...


WHERE: Any = _like_this.jinja_pass_arg  # type: ignore[attr-defined]
"""The mark of functions that want to know whether they are called where text is escaped."""


def shown(value: Any) -> Any:
    """``escape``, as a plain text."""
    kind = type(value)
    if kind is Markup:
        return value
    if kind is str:
        return _escape_inner(value)
    return str(value) if kind is int else escape(value)


class _Code(CodeGenerator):
    def _output_child_pre(
        self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.shown({finalize.src or ''}")


class _Context(Context):
    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Raises what is called raises."""
        is_macro = type(__obj) is Macro
        if not is_macro and type(__obj) not in OURS:
            return super().call(__obj, *args, **kwargs)
        wants = WHERE if is_macro else getattr(__obj, "jinja_pass_arg", None)
        if wants is not None and wants is not WHERE:
            return super().call(__obj, *args, **kwargs)
        if kwargs:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs) if wants is None else __obj(__self.eval_ctx, *args, **kwargs)


class _Template(Template):
    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """COMPONENTS are imported up to eight times a page, and made once for all pages that have
        the same ASKED. Nothing else of a page is there for them to see."""
        if self.name != COMPONENTS or vars is None:
            return super().make_module(vars, shared, locals)
        asked = {name: vars[name] for name in ASKED if name in vars}
        if "request" in asked:
            asked["request"] = request  # the proxy: nothing of this request is kept
        # of the language its name, and which functions: they live as long as the module does
        key = tuple(one if isinstance(one, str) else id(one) for one in asked.values())
        made = cast(Templates, self.environment).made
        module = made.get(key)  # once: another thread may clear it
        if module is None:
            if len(made) >= MOST_MADE:
                made.clear()
            module = made[key] = super().make_module(asked, shared=True)
        return module


class Templates(Environment):
    code_generator_class = _Code
    template_class = _Template
    context_class = _Context
    shown = staticmethod(shown)

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.made: dict[tuple[str | int, ...], TemplateModule] = {}
