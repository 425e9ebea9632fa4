"""the school: editions, progress, enrolment, review, certificates, staleness"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("part_id", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("after_change", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_parts")),
        sa.UniqueConstraint("course_id", "source_key", "digest", name=op.f("uq_training_parts_course_id")),
    )
    with op.batch_alter_table("training_parts", schema=None) as batch_op:
        batch_op.create_index("ix_training_parts_course_id_digest", ["course_id", "digest"], unique=False)

    op.create_table(
        "training_sources",
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("bound", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "source_key", name=op.f("pk_training_sources")),
    )
    op.create_table(
        "training_progress",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_progress_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", "course_id", name=op.f("pk_training_progress")),
    )
    with op.batch_alter_table("training_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_progress_course_id"), ["course_id"], unique=False)

    op.create_table(
        "training_anchors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=16), nullable=True),
        sa.Column("clause", sa.String(length=16), nullable=True),
        sa.Column("point", sa.String(length=16), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("document_revision", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_training_anchors_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_anchors")),
    )
    with op.batch_alter_table("training_anchors", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_anchors_course_id_source_key", ["course_id", "source_key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_training_anchors_document_id"), ["document_id"], unique=False)

    op.create_table(
        "training_anchor_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("anchor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["anchor_id"],
            ["training_anchors.id"],
            name=op.f("fk_training_anchor_changes_anchor_id_training_anchors"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_training_anchor_changes_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_training_anchor_changes_settled_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_anchor_changes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_anchor_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_anchor_changes_anchor_id"), ["anchor_id"], unique=False)
        batch_op.create_index(
            "ix_training_anchor_changes_course_id_source_key", ["course_id", "source_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_anchor_changes_document_id"), ["document_id"], unique=False
        )
