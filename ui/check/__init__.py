"""The page on which anyone checks a certificate, without an account; works without any script."""
