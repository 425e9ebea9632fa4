"""Daily review: what someone answered once comes back shortly before it would be forgotten."""
