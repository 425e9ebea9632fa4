"""The web pages: Streamlit, with small components for the page viewer and uploads."""
