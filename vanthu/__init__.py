"""Văn thư: settings, database engine and the wiring of the rooms; no room's own work."""
