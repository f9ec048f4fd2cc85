from civic.core.permissions import Permission, everyone, is_signed_in
from civic.core.words import N_

SIGN_IN = Permission("sign_in.use", ~is_signed_in, refusal=N_("You are already signed in."))
FOLLOW = Permission("sign_in.follow_link", everyone, refusal="")
ACCOUNT = Permission("sign_in.account", is_signed_in, refusal=N_("Sign in to see your account."))

ALL = (SIGN_IN, FOLLOW, ACCOUNT)
