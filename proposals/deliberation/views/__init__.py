"""Pages of a debate, beneath the address of its proposal."""

from civic.core.web import Pages

bp = Pages("deliberation", __name__, url_prefix="/proposals")

from proposals.deliberation.views import (  # noqa: E402
    moderation,
    reading,
    summing_up,
    thanking,
    writing,
)

__all__ = ["bp", "moderation", "reading", "summing_up", "thanking", "writing"]
