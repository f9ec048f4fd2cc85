from civic.core.permissions import Permission, everyone

RECORD = Permission("audit.record", everyone, refusal="")
