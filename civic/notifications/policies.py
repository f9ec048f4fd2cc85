from civic.core.permissions import Permission, everyone, is_administrator
from civic.core.words import N_

UNSUBSCRIBE = Permission("notifications.unsubscribe", everyone, refusal="")
DEMO_MAIL = Permission("notifications.demo_mail", everyone, refusal="")
MAIL = Permission(
    "notifications.mail", is_administrator, refusal=N_("Only an administrator sees the mail.")
)

ALL = (UNSUBSCRIBE, DEMO_MAIL, MAIL)
