"""Our own pieces of page: small HTML, CSS and JavaScript, no bundler, talking back through values."""
