"""The REST interface: the same services, checks and session cookie as the web pages."""
