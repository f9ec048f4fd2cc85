"""${message}"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import civic.core.tables
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
