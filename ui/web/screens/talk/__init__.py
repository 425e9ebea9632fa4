"""Parts of the conversation's page."""
