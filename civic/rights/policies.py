from civic.core.permissions import Permission, everyone

READ = Permission("rights.read", everyone, refusal="")

ALL = (READ,)
