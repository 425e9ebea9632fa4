"""One module per screen; each has `show()`."""
