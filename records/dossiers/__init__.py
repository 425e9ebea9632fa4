"""Dossiers (hồ sơ): documents of one matter, with a code, a retention period and an order."""
