"""the desk: corrections, queue, quality passes, batches, dossiers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_batches_account_id_accounts")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_batches_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batches_account_id"), ["account_id"], unique=False)

    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fond_code", sa.String(length=50), nullable=True),
        sa.Column("retention", sa.String(length=2), nullable=False),
        sa.Column("access_mode", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("keyword", sa.String(length=100), nullable=True),
        sa.Column("information_sign", sa.String(length=30), nullable=True),
        sa.Column("physical_state", sa.String(length=2), nullable=True),
        sa.Column("origin", sa.String(length=2), nullable=False),
        sa.Column("paper_code", sa.String(length=100), nullable=True),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("fk_dossiers_created_by_accounts")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_dossiers_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_dossiers_unit_id")),
    )
    op.create_table(
        "quality_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sample_permille", sa.Integer(), nullable=False),
        sa.Column("limit_permille", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("fk_quality_lots_created_by_accounts")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_quality_lots_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_lots")),
    )
    with op.batch_alter_table("quality_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quality_lots_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "desk_items",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("word", sa.Integer(), nullable=True),
        sa.Column("shape", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_desk_items_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["leased_by"], ["accounts.id"], name=op.f("fk_desk_items_leased_by_accounts")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_desk_items_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_items")),
    )
    with op.batch_alter_table("desk_items", schema=None) as batch_op:
        batch_op.create_index("ix_desk_items_document_id_page", ["document_id", "page"], unique=False)
        batch_op.create_index(
            "ix_desk_items_queue", ["unit_id", "value", "turn", "confidence", "id"], unique=False
        )

    op.create_table(
        "desk_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_desk_steps_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_desk_steps_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["accounts.id"], name=op.f("fk_desk_steps_undone_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_steps")),
    )
    with op.batch_alter_table("desk_steps", schema=None) as batch_op:
        batch_op.create_index("ix_desk_steps_account_id_at", ["account_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_steps_document_id"), ["document_id"], unique=False)

    op.create_table(
        "dossier_documents",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["accounts.id"], name=op.f("fk_dossier_documents_added_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_dossier_documents_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_documents_dossier_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_dossier_documents")),
    )
    with op.batch_alter_table("dossier_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_documents_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "quality_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fields_checked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_quality_checks_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_quality_checks_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["quality_lots.id"], name=op.f("fk_quality_checks_lot_id_quality_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_checks")),
        sa.UniqueConstraint("lot_id", "round", "stage", "document_id", name=op.f("uq_quality_checks_lot_id")),
    )
    with op.batch_alter_table("quality_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quality_checks_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quality_checks_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_quality_checks_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "text_bands",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_text_bands_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("document_id", "band", name=op.f("pk_text_bands")),
    )
    with op.batch_alter_table("text_bands", schema=None) as batch_op:
        batch_op.create_index("ix_text_bands_band_value", ["band", "value"], unique=False)

    op.create_table(
        "text_signatures",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_text_signatures_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_text_signatures")),
    )
    op.create_table(
        "compositions",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("withdraws", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_compositions_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_compositions_job_id_jobs")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_compositions_unit_id_units")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_compositions")),
    )
    with op.batch_alter_table("compositions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compositions_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compositions_work"), ["work"], unique=False)

    op.create_table(
        "desk_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_desk_changes_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["desk_steps.id"], name=op.f("fk_desk_changes_step_id_desk_steps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_changes")),
    )
    with op.batch_alter_table("desk_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_changes_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_changes_step_id"), ["step_id"], unique=False)

    op.create_table(
        "quality_errors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["quality_checks.id"], name=op.f("fk_quality_errors_check_id_quality_checks")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["accounts.id"], name=op.f("fk_quality_errors_operator_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_errors")),
    )
    with op.batch_alter_table("quality_errors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quality_errors_check_id"), ["check_id"], unique=False)

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text_revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("followed_revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("desk_rules", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("archive_revision", sa.Integer(), nullable=True))

    with op.batch_alter_table("fields", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alternatives", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("evidence", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_jobs_batch_id"), ["batch_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_jobs_batch_id_batches"), "batches", ["batch_id"], ["id"])

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recognised", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("words_read", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("words_doubtful", sa.Integer(), nullable=True))

    with op.batch_alter_table("secret_copies", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_secret_copies_document_id_documents"), type_="foreignkey")
