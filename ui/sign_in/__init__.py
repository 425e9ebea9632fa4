"""The sign-in page: an ordinary ASGI route that sets the session cookie the pages and the API read."""
