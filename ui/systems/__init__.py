"""Doors for other systems, beside the REST interface: chat programs at `/v1`, agents at `/mcp`.

Both act under the account of an API key, through the same acts as everyone else.
"""
