"""how many right answers an attempt needs, as it was when it began"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training_attempts", sa.Column("pass_correct", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("training_attempts") as batch:
        batch.drop_column("pass_correct")
