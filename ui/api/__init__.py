"""REST under `/api`: the same services and checks as the pages, for programs."""
