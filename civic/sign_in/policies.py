from civic.core.permissions import Permission, is_signed_in
from civic.core.words import N_

SIGN_IN = Permission("sign_in.use", ~is_signed_in, refusal=N_("You are already signed in."))

ALL = (SIGN_IN,)
