"""Our search as a LangChain retriever, for chains other people build."""

from __future__ import annotations

from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from access.scope import Scope
from rag.search import SearchService


class VanthuRetriever(BaseRetriever):
    """Passages one person may see. The Scope is part of the retriever, never of a query."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: SkipValidation[SearchService]
    scope: Scope
    limit: int = 10
    on: date | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.search.search(query, self.scope, limit=self.limit, on=self.on)
        return [
            Document(page_content=hit.text, id=str(hit.passage_id), metadata=_without_text(hit.as_json()))
            for hit in hits
        ]


def _without_text(metadata: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in metadata.items() if name != "text"}
