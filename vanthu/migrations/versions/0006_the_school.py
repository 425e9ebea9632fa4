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
        "training_learner_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_learner_key")),
    )
    op.create_table(
        "training_sources",
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("bound", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "source_key", name=op.f("pk_training_sources")),
    )
    op.create_table(
        "training_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_statements")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_training_statements_statement_id")),
    )
    with op.batch_alter_table("training_statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_statements_stored_at"), ["stored_at"], unique=False)

    op.create_table(
        "training_statements_to_send",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"],
            ["training_statements.id"],
            name=op.f("fk_training_statements_to_send_id_training_statements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_statements_to_send")),
    )
    with op.batch_alter_table("training_statements_to_send", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_statements_to_send_refused"), ["refused"], unique=False)

    op.create_table(
        "training_certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_certificates_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["training_certificates.id"],
            name=op.f("fk_training_certificates_supersedes_id_training_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_training_certificates_code")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_training_certificates_supersedes_id")),
    )
    with op.batch_alter_table("training_certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_certificates_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_certificates_course_id"), ["course_id"], unique=False)

    op.create_table(
        "training_completions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_completions_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_completions")),
    )
    with op.batch_alter_table("training_completions", schema=None) as batch_op:
        batch_op.create_index("ix_training_completions_of", ["course_id", "account_id", "at"], unique=False)

    op.create_table(
        "training_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by"], ["accounts.id"], name=op.f("fk_training_editions_edited_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_editions")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_training_editions_course_id")),
        sa.UniqueConstraint("open", "course_id", name=op.f("uq_training_editions_open")),
    )
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
        sa.Column("dropped_by", sa.Integer(), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dropped_by"], ["accounts.id"], name=op.f("fk_training_parts_dropped_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_parts")),
        sa.UniqueConstraint("course_id", "source_key", "digest", name=op.f("uq_training_parts_course_id")),
    )
    with op.batch_alter_table("training_parts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_parts_course_id_dropped_at", ["course_id", "dropped_at"], unique=False
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
        "training_requirements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("new_within_days", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_training_requirements_ended_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_training_requirements_made_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_training_requirements_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirements")),
    )
    with op.batch_alter_table("training_requirements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_requirements_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_requirements_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "training_review_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("item_id", sa.String(length=100), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_review_cards_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"],
            ["training_item_versions.id"],
            name=op.f("fk_training_review_cards_item_version_id_training_item_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_review_cards")),
        sa.UniqueConstraint(
            "account_id", "course_id", "item_id", name=op.f("uq_training_review_cards_account_id")
        ),
    )
    with op.batch_alter_table("training_review_cards", schema=None) as batch_op:
        batch_op.create_index("ix_training_review_cards_due", ["account_id", "due"], unique=False)

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
        "training_certificate_records",
        sa.Column("certificate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["training_certificates.id"],
            name=op.f("fk_training_certificate_records_certificate_id_training_certificates"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_training_certificate_records")),
    )
    op.create_table(
        "training_certificate_revocations",
        sa.Column("certificate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["training_certificates.id"],
            name=op.f("fk_training_certificate_revocations_certificate_id_training_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"],
            ["accounts.id"],
            name=op.f("fk_training_certificate_revocations_revoked_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_training_certificate_revocations")),
    )
    op.create_table(
        "training_certificate_sources",
        sa.Column("certificate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["training_certificates.id"],
            name=op.f("fk_training_certificate_sources_certificate_id_training_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_training_certificate_sources_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", "position", name=op.f("pk_training_certificate_sources")),
    )
    with op.batch_alter_table("training_certificate_sources", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_certificate_sources_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "training_edition_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_edition_moves_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["training_editions.id"],
            name=op.f("fk_training_edition_moves_edition_id_training_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_edition_moves")),
    )
    with op.batch_alter_table("training_edition_moves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_edition_moves_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "training_enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renew_on", sa.Date(), nullable=True),
        sa.Column("exempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exempted_by", sa.Integer(), nullable=True),
        sa.Column("exempted_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "standing",
            sa.Integer(),
            sa.Computed(
                "CASE WHEN withdrawn_at IS NOT NULL OR superseded_at IS NOT NULL THEN 4 WHEN completed_at IS NOT NULL THEN 2 WHEN exempted_at IS NOT NULL THEN 3 WHEN began_at IS NOT NULL THEN 1 ELSE 0 END",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_enrolments_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["exempted_by"], ["accounts.id"], name=op.f("fk_training_enrolments_exempted_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["training_requirements.id"],
            name=op.f("fk_training_enrolments_requirement_id_training_requirements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolments")),
        sa.UniqueConstraint(
            "requirement_id", "account_id", "cycle", name=op.f("uq_training_enrolments_requirement_id")
        ),
    )
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_enrolments_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_training_enrolments_counted",
            ["requirement_id", "account_id", "standing", "due_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_training_enrolments_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_enrolments_renew_on"), ["renew_on"], unique=False)

    op.create_table(
        "training_proposals_set_aside",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_proposals_set_aside_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_training_proposals_set_aside_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "digest", name=op.f("pk_training_proposals_set_aside")),
    )
    op.create_table(
        "training_requirement_accounts",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_requirement_accounts_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["training_requirements.id"],
            name=op.f("fk_training_requirement_accounts_requirement_id_training_requirements"),
        ),
        sa.PrimaryKeyConstraint(
            "requirement_id", "account_id", name=op.f("pk_training_requirement_accounts")
        ),
    )
    with op.batch_alter_table("training_requirement_accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_requirement_accounts_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "training_review_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_training_review_answers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["training_review_cards.id"],
            name=op.f("fk_training_review_answers_card_id_training_review_cards"),
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"],
            ["training_item_versions.id"],
            name=op.f("fk_training_review_answers_item_version_id_training_item_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_review_answers")),
    )
    with op.batch_alter_table("training_review_answers", schema=None) as batch_op:
        batch_op.create_index("ix_training_review_answers_account", ["account_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_review_answers_card_id"), ["card_id"], unique=False)

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

    op.create_table(
        "training_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["training_enrolments.id"],
            name=op.f("fk_training_reminders_enrolment_id_training_enrolments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_reminders")),
        sa.UniqueConstraint("enrolment_id", "occasion", name=op.f("uq_training_reminders_enrolment_id")),
    )
    with op.batch_alter_table("training_attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deadline", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left_out", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_training_attempts_deadline"), ["deadline"], unique=False)
    # Published editions never change.
    editions = {
        "sqlite": (
            """CREATE TRIGGER training_editions_no_update BEFORE UPDATE ON training_editions
WHEN OLD.state IN ('published', 'retired') AND (NEW.id IS NOT OLD.id
OR NEW.course_id IS NOT OLD.course_id
OR NEW.number IS NOT OLD.number
OR NEW.origin IS NOT OLD.origin
OR NEW.digest IS NOT OLD.digest
OR NEW.revision IS NOT OLD.revision
OR NEW.note IS NOT OLD.note
OR NEW.edited_by IS NOT OLD.edited_by
OR NEW.edited_at IS NOT OLD.edited_at
OR CAST(NEW.files AS TEXT) IS NOT CAST(OLD.files AS TEXT)
OR NEW.open IS NOT NULL
OR (NEW.state IS NOT OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'retired')))
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
            """CREATE TRIGGER training_editions_no_delete BEFORE DELETE ON training_editions
WHEN OLD.state IN ('published', 'retired')
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
            """CREATE TRIGGER training_editions_no_replace BEFORE INSERT ON training_editions
WHEN EXISTS (SELECT 1 FROM training_editions WHERE id = NEW.id
OR (course_id = NEW.course_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END""",
            """CREATE TRIGGER training_edition_moves_no_update BEFORE UPDATE ON training_edition_moves
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
            """CREATE TRIGGER training_edition_moves_no_delete BEFORE DELETE ON training_edition_moves
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
            """CREATE TRIGGER training_edition_moves_no_replace BEFORE INSERT ON training_edition_moves
WHEN EXISTS (SELECT 1 FROM training_edition_moves WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'training_edition_moves is append-only'); END""",
        ),
        "postgresql": (
            """CREATE FUNCTION training_editions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published edition never changes'; END $$""",
            """CREATE TRIGGER training_editions_no_update BEFORE UPDATE ON training_editions FOR EACH ROW
WHEN (OLD.state IN ('published', 'retired') AND (NEW.id IS DISTINCT FROM OLD.id
OR NEW.course_id IS DISTINCT FROM OLD.course_id
OR NEW.number IS DISTINCT FROM OLD.number
OR NEW.origin IS DISTINCT FROM OLD.origin
OR NEW.digest IS DISTINCT FROM OLD.digest
OR NEW.revision IS DISTINCT FROM OLD.revision
OR NEW.note IS DISTINCT FROM OLD.note
OR NEW.edited_by IS DISTINCT FROM OLD.edited_by
OR NEW.edited_at IS DISTINCT FROM OLD.edited_at
OR CAST(NEW.files AS TEXT) IS DISTINCT FROM CAST(OLD.files AS TEXT)
OR NEW.open IS NOT NULL
OR (NEW.state IS DISTINCT FROM OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'retired'))))
EXECUTE FUNCTION training_editions_refuse()""",
            """CREATE TRIGGER training_editions_no_delete BEFORE DELETE ON training_editions FOR EACH ROW
WHEN (OLD.state IN ('published', 'retired')) EXECUTE FUNCTION training_editions_refuse()""",
            """CREATE TRIGGER training_editions_no_truncate BEFORE TRUNCATE ON training_editions
FOR EACH STATEMENT EXECUTE FUNCTION training_editions_refuse()""",
            """CREATE FUNCTION training_edition_moves_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_edition_moves is append-only'; END $$""",
            """CREATE TRIGGER training_edition_moves_no_change BEFORE UPDATE OR DELETE ON training_edition_moves
FOR EACH ROW EXECUTE FUNCTION training_edition_moves_refuse()""",
            """CREATE TRIGGER training_edition_moves_no_truncate BEFORE TRUNCATE ON training_edition_moves
FOR EACH STATEMENT EXECUTE FUNCTION training_edition_moves_refuse()""",
        ),
    }
    for statement in editions[op.get_bind().dialect.name]:
        op.execute(statement)
    # End of editions.
    # What was told stays told.
    statements = {
        "sqlite": (
            """CREATE TRIGGER training_statements_no_update BEFORE UPDATE ON training_statements
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
            """CREATE TRIGGER training_statements_no_delete BEFORE DELETE ON training_statements
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
            """CREATE TRIGGER training_statements_no_replace BEFORE INSERT ON training_statements
WHEN EXISTS (SELECT 1 FROM training_statements WHERE id = NEW.id OR statement_id = NEW.statement_id)
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
        ),
        "postgresql": (
            """CREATE FUNCTION training_statements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_statements is append-only'; END $$""",
            """CREATE TRIGGER training_statements_no_change BEFORE UPDATE OR DELETE ON training_statements
FOR EACH ROW EXECUTE FUNCTION training_statements_refuse()""",
            """CREATE TRIGGER training_statements_no_truncate BEFORE TRUNCATE ON training_statements
FOR EACH STATEMENT EXECUTE FUNCTION training_statements_refuse()""",
        ),
    }
    for statement in statements[op.get_bind().dialect.name]:
        op.execute(statement)
    # End of statements.

    certificate_guards = {
        "sqlite": (
            """CREATE TRIGGER training_certificates_no_update
BEFORE UPDATE ON training_certificates
BEGIN SELECT RAISE(ABORT, 'training_certificates is append-only'); END""",
            """CREATE TRIGGER training_certificates_no_delete
BEFORE DELETE ON training_certificates
BEGIN SELECT RAISE(ABORT, 'training_certificates is append-only'); END""",
            """CREATE TRIGGER training_certificates_no_replace
BEFORE INSERT ON training_certificates
WHEN EXISTS (SELECT 1 FROM training_certificates
WHERE id = NEW.id
OR code = NEW.code OR supersedes_id = NEW.supersedes_id)
BEGIN SELECT RAISE(ABORT, 'training_certificates is append-only'); END""",
            """CREATE TRIGGER training_certificate_records_no_update
BEFORE UPDATE ON training_certificate_records
BEGIN SELECT RAISE(ABORT, 'training_certificate_records is append-only'); END""",
            """CREATE TRIGGER training_certificate_records_no_delete
BEFORE DELETE ON training_certificate_records
BEGIN SELECT RAISE(ABORT, 'training_certificate_records is append-only'); END""",
            """CREATE TRIGGER training_certificate_records_no_replace
BEFORE INSERT ON training_certificate_records
WHEN EXISTS (SELECT 1 FROM training_certificate_records
WHERE certificate_id = NEW.certificate_id)
BEGIN SELECT RAISE(ABORT, 'training_certificate_records is append-only'); END""",
            """CREATE TRIGGER training_certificate_revocations_no_update
BEFORE UPDATE ON training_certificate_revocations
BEGIN SELECT RAISE(ABORT, 'training_certificate_revocations is append-only'); END""",
            """CREATE TRIGGER training_certificate_revocations_no_delete
BEFORE DELETE ON training_certificate_revocations
BEGIN SELECT RAISE(ABORT, 'training_certificate_revocations is append-only'); END""",
            """CREATE TRIGGER training_certificate_revocations_no_replace
BEFORE INSERT ON training_certificate_revocations
WHEN EXISTS (SELECT 1 FROM training_certificate_revocations
WHERE certificate_id = NEW.certificate_id)
BEGIN SELECT RAISE(ABORT, 'training_certificate_revocations is append-only'); END""",
            """CREATE TRIGGER training_certificate_sources_no_update
BEFORE UPDATE ON training_certificate_sources
BEGIN SELECT RAISE(ABORT, 'training_certificate_sources is append-only'); END""",
            """CREATE TRIGGER training_certificate_sources_no_delete
BEFORE DELETE ON training_certificate_sources
WHEN NOT EXISTS (SELECT 1 FROM documents WHERE id = OLD.document_id AND status = 'removing')
BEGIN SELECT RAISE(ABORT, 'training_certificate_sources is append-only'); END""",
            """CREATE TRIGGER training_certificate_sources_no_replace
BEFORE INSERT ON training_certificate_sources
WHEN EXISTS (SELECT 1 FROM training_certificate_sources
WHERE certificate_id = NEW.certificate_id AND position = NEW.position OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'training_certificate_sources is append-only'); END""",
        ),
        "postgresql": (
            """CREATE FUNCTION training_certificates_refuse()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_certificates is append-only'; END $$""",
            """CREATE TRIGGER training_certificates_no_change
BEFORE UPDATE OR DELETE ON training_certificates
FOR EACH ROW EXECUTE FUNCTION training_certificates_refuse()""",
            """CREATE TRIGGER training_certificates_no_truncate
BEFORE TRUNCATE ON training_certificates
FOR EACH STATEMENT EXECUTE FUNCTION training_certificates_refuse()""",
            """CREATE FUNCTION training_certificate_records_refuse()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_certificate_records is append-only'; END $$""",
            """CREATE TRIGGER training_certificate_records_no_change
BEFORE UPDATE OR DELETE ON training_certificate_records
FOR EACH ROW EXECUTE FUNCTION training_certificate_records_refuse()""",
            """CREATE TRIGGER training_certificate_records_no_truncate
BEFORE TRUNCATE ON training_certificate_records
FOR EACH STATEMENT EXECUTE FUNCTION training_certificate_records_refuse()""",
            """CREATE FUNCTION training_certificate_revocations_refuse()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_certificate_revocations is append-only'; END $$""",
            """CREATE TRIGGER training_certificate_revocations_no_change
BEFORE UPDATE OR DELETE ON training_certificate_revocations
FOR EACH ROW EXECUTE FUNCTION training_certificate_revocations_refuse()""",
            """CREATE TRIGGER training_certificate_revocations_no_truncate
BEFORE TRUNCATE ON training_certificate_revocations
FOR EACH STATEMENT EXECUTE FUNCTION training_certificate_revocations_refuse()""",
            """CREATE FUNCTION training_certificate_sources_refuse()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF TG_OP = 'DELETE' THEN
IF EXISTS (SELECT 1 FROM documents WHERE id = OLD.document_id AND status = 'removing')
THEN RETURN OLD; END IF; END IF;
RAISE EXCEPTION 'training_certificate_sources is append-only'; END $$""",
            """CREATE TRIGGER training_certificate_sources_no_change
BEFORE UPDATE OR DELETE ON training_certificate_sources
FOR EACH ROW EXECUTE FUNCTION training_certificate_sources_refuse()""",
            """CREATE TRIGGER training_certificate_sources_no_truncate
BEFORE TRUNCATE ON training_certificate_sources
FOR EACH STATEMENT EXECUTE FUNCTION training_certificate_sources_refuse()""",
        ),
    }
    for statement in certificate_guards[op.get_bind().dialect.name]:
        op.execute(statement)
    # End of certificate guards.

    # What was graded, drawn or answered stays as it was.
    attempt_guards = {
        "sqlite": (
            """CREATE TRIGGER training_attempts_no_update BEFORE UPDATE ON training_attempts
WHEN OLD.submitted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'training_attempts is append-only'); END""",
            """CREATE TRIGGER training_attempts_no_delete BEFORE DELETE ON training_attempts
BEGIN SELECT RAISE(ABORT, 'training_attempts is append-only'); END""",
            """CREATE TRIGGER training_attempts_no_replace BEFORE INSERT ON training_attempts
WHEN EXISTS (SELECT 1 FROM training_attempts WHERE id = NEW.id OR (account_id = NEW.account_id AND course_id = NEW.course_id AND activity_id = NEW.activity_id AND open = NEW.open))
BEGIN SELECT RAISE(ABORT, 'training_attempts is append-only'); END""",
            """CREATE TRIGGER training_attempt_items_no_update BEFORE UPDATE ON training_attempt_items
WHEN EXISTS (SELECT 1 FROM training_attempts WHERE id = OLD.attempt_id AND submitted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'training_attempt_items is append-only'); END""",
            """CREATE TRIGGER training_attempt_items_no_delete BEFORE DELETE ON training_attempt_items
BEGIN SELECT RAISE(ABORT, 'training_attempt_items is append-only'); END""",
            """CREATE TRIGGER training_attempt_items_no_replace BEFORE INSERT ON training_attempt_items
WHEN EXISTS (SELECT 1 FROM training_attempt_items WHERE attempt_id = NEW.attempt_id AND position = NEW.position) OR EXISTS (SELECT 1 FROM training_attempts WHERE id = NEW.attempt_id AND submitted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'training_attempt_items is append-only'); END""",
            """CREATE TRIGGER training_item_versions_no_update BEFORE UPDATE ON training_item_versions
BEGIN SELECT RAISE(ABORT, 'training_item_versions is append-only'); END""",
            """CREATE TRIGGER training_item_versions_no_delete BEFORE DELETE ON training_item_versions
BEGIN SELECT RAISE(ABORT, 'training_item_versions is append-only'); END""",
            """CREATE TRIGGER training_item_versions_no_replace BEFORE INSERT ON training_item_versions
WHEN EXISTS (SELECT 1 FROM training_item_versions WHERE id = NEW.id OR (course_id = NEW.course_id AND digest = NEW.digest))
BEGIN SELECT RAISE(ABORT, 'training_item_versions is append-only'); END""",
            """CREATE TRIGGER training_review_answers_no_update BEFORE UPDATE ON training_review_answers
BEGIN SELECT RAISE(ABORT, 'training_review_answers is append-only'); END""",
            """CREATE TRIGGER training_review_answers_no_delete BEFORE DELETE ON training_review_answers
BEGIN SELECT RAISE(ABORT, 'training_review_answers is append-only'); END""",
            """CREATE TRIGGER training_review_answers_no_replace BEFORE INSERT ON training_review_answers
WHEN EXISTS (SELECT 1 FROM training_review_answers WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'training_review_answers is append-only'); END""",
        ),
        "postgresql": (
            """CREATE FUNCTION training_attempts_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF OLD.submitted_at IS NOT NULL THEN RAISE EXCEPTION 'training_attempts is append-only'; END IF; RETURN NEW; END $$""",
            """CREATE TRIGGER training_attempts_no_update BEFORE UPDATE ON training_attempts
FOR EACH ROW EXECUTE FUNCTION training_attempts_refuse_update()""",
            """CREATE FUNCTION training_attempts_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_attempts is append-only'; END $$""",
            """CREATE TRIGGER training_attempts_no_delete BEFORE DELETE ON training_attempts
FOR EACH ROW EXECUTE FUNCTION training_attempts_refuse_delete()""",
            """CREATE TRIGGER training_attempts_no_truncate BEFORE TRUNCATE ON training_attempts
FOR EACH STATEMENT EXECUTE FUNCTION training_attempts_refuse_delete()""",
            """CREATE FUNCTION training_attempt_items_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF EXISTS (SELECT 1 FROM training_attempts WHERE id = OLD.attempt_id AND submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'training_attempt_items is append-only'; END IF; RETURN NEW; END $$""",
            """CREATE TRIGGER training_attempt_items_no_update BEFORE UPDATE ON training_attempt_items
FOR EACH ROW EXECUTE FUNCTION training_attempt_items_refuse_update()""",
            """CREATE FUNCTION training_attempt_items_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_attempt_items is append-only'; END $$""",
            """CREATE TRIGGER training_attempt_items_no_delete BEFORE DELETE ON training_attempt_items
FOR EACH ROW EXECUTE FUNCTION training_attempt_items_refuse_delete()""",
            """CREATE FUNCTION training_attempt_items_refuse_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF EXISTS (SELECT 1 FROM training_attempts WHERE id = NEW.attempt_id AND submitted_at IS NOT NULL) THEN RAISE EXCEPTION 'training_attempt_items is append-only'; END IF; RETURN NEW; END $$""",
            """CREATE TRIGGER training_attempt_items_no_insert BEFORE INSERT ON training_attempt_items
FOR EACH ROW EXECUTE FUNCTION training_attempt_items_refuse_insert()""",
            """CREATE TRIGGER training_attempt_items_no_truncate BEFORE TRUNCATE ON training_attempt_items
FOR EACH STATEMENT EXECUTE FUNCTION training_attempt_items_refuse_delete()""",
            """CREATE FUNCTION training_item_versions_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_item_versions is append-only'; END $$""",
            """CREATE TRIGGER training_item_versions_no_update BEFORE UPDATE ON training_item_versions
FOR EACH ROW EXECUTE FUNCTION training_item_versions_refuse_update()""",
            """CREATE FUNCTION training_item_versions_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_item_versions is append-only'; END $$""",
            """CREATE TRIGGER training_item_versions_no_delete BEFORE DELETE ON training_item_versions
FOR EACH ROW EXECUTE FUNCTION training_item_versions_refuse_delete()""",
            """CREATE TRIGGER training_item_versions_no_truncate BEFORE TRUNCATE ON training_item_versions
FOR EACH STATEMENT EXECUTE FUNCTION training_item_versions_refuse_delete()""",
            """CREATE FUNCTION training_review_answers_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_review_answers is append-only'; END $$""",
            """CREATE TRIGGER training_review_answers_no_update BEFORE UPDATE ON training_review_answers
FOR EACH ROW EXECUTE FUNCTION training_review_answers_refuse_update()""",
            """CREATE FUNCTION training_review_answers_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_review_answers is append-only'; END $$""",
            """CREATE TRIGGER training_review_answers_no_delete BEFORE DELETE ON training_review_answers
FOR EACH ROW EXECUTE FUNCTION training_review_answers_refuse_delete()""",
            """CREATE TRIGGER training_review_answers_no_truncate BEFORE TRUNCATE ON training_review_answers
FOR EACH STATEMENT EXECUTE FUNCTION training_review_answers_refuse_delete()""",
        ),
    }
    for statement in attempt_guards[op.get_bind().dialect.name]:
        op.execute(statement)
    # End of attempt guards.
