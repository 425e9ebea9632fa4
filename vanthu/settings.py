"""Every setting of the product in one typed object, read from `VANTHU_*` variables."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where things live, what is allowed, which models are used."""

    model_config = SettingsConfigDict(env_prefix="VANTHU_", extra="ignore", frozen=True)

    data: Path = Field(default=ROOT / "var" / "data", description="database, files, spool, index")
    models: Path = Field(default=ROOT / "var" / "models", description="model weights, shared by data folders")

    database_url: str | None = Field(
        default=None, description="SQLAlchemy URL; SQLite in the data folder if unset"
    )
    jobs_database_url: str | None = Field(
        default=None, description="DBOS database; SQLite in the data folder if unset"
    )
    qdrant_url: str | None = Field(default=None, description="a Qdrant server; the embedded index if unset")
    qdrant_api_key: SecretStr | None = None

    host: str = "127.0.0.1"
    port: int = 8501

    embedding_model: str = Field(
        default="multilingual-e5-small", description="folder in `models`, path, or name"
    )

    reranker: Path | None = Field(
        default=None, description="folder of a cross-encoder; the standard reranking if unset"
    )

    llm_url: str | None = Field(
        default=None, description="OpenAI-compatible endpoint; answers are verbatim if unset"
    )
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    llm_timeout_s: float = 60.0

    lrs_url: str | None = Field(default=None, description="record store (xAPI 1.0.3) statements are sent to")
    lrs_key: str = Field(default="", description="user name, or key, at the record store")
    lrs_secret: SecretStr | None = None
    lrs_timeout_s: float = Field(default=30.0, gt=0)

    ocr_languages: str = "vie"
    ocr_workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    ocr_page_timeout_s: float = Field(default=120.0, gt=0)
    ocr_second_engine: bool = True

    archive_form: Literal["pdfa-2u", "pdfa-1b"] = Field(
        default="pdfa-2u", description="kind of searchable PDF: PDF/A-2u, or PDF/A-1b (TCVN 14159-1)"
    )

    watch_folder: Path | None = Field(
        default=None, description="what a scanner leaves in its folders, one per user name, is handed in"
    )
    watch_settle_s: float = Field(default=5.0, gt=0, description="a file unchanged for so long is whole")

    max_upload_bytes: int = 512 * 1024 * 1024
    max_pages: int = 2_000
    max_image_pixels: int = 120_000_000
    max_unpacked_bytes: int = 1024 * 1024 * 1024
    quarantine_hours: float = Field(default=72.0, gt=0)
    max_question_chars: int = 4_000
    asks_per_minute: int = Field(default=120, ge=0, description="searches, questions of an account; 0: any")
    history_days: int = Field(default=365, ge=1, description="how long conversations are kept")
    min_free_bytes: int = 256 * 1024 * 1024

    courses: Path | None = Field(
        default=None, description="folder of courses made or changed here; `courses` in `data`"
    )
    course_four_eyes: bool | None = Field(
        default=None, description="who has not edited publishes; if unset, where there are two trainers"
    )

    session_hours: float = Field(default=10.0, gt=0)
    session_idle_minutes: float = Field(default=60.0, gt=0)
    public_url: str | None = Field(default=None, description="address people open, if behind a proxy")
    trusted_proxies: str = Field(default="", description="addresses whose X-Forwarded-* headers count")

    oidc_issuer: str | None = Field(default=None, description="identity provider (OpenID Connect)")
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_label: str = "Hệ thống định danh của cơ quan"
    oidc_username_claim: str = "preferred_username"
    oidc_trust_amr: bool = Field(default=False, description="the provider's second factor counts here")
    oidc_timeout_s: float = Field(default=10.0, gt=0)
    activation_days: int = Field(default=30, ge=1)
    audit_export: Path | None = Field(
        default=None, description="folder that sealed checkpoints are written to; `checkpoints` in `data`"
    )
    log_level: str = "INFO"

    @property
    def home(self) -> str:
        """The address people open, as far as the settings tell; no slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'vanthu.sqlite'}"

    @property
    def jobs_url(self) -> str:
        return self.jobs_database_url or f"sqlite:///{self.data / 'jobs.sqlite'}"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def courses_folder(self) -> Path:
        return self.courses or self.data / "courses"

    @property
    def spool(self) -> Path:
        return self.data / "spool"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def checkpoints(self) -> Path:
        return self.audit_export or self.data / "checkpoints"

    @property
    def temporary(self) -> Path:
        return self.data / "tmp"

    @property
    def socket(self) -> Path:
        return self.data / "server.sock"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
