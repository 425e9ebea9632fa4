# ruff: noqa: E501
"""Text that has broken other programs: SQL, paths, templates, shells, log lines, spreadsheets, Unicode."""

HOSTILE = (
    "' OR '1'='1", "'; DROP TABLE documents; --", '" OR ""="', "1) UNION SELECT username, password_hash FROM accounts --",
    "%' OR 1=1 --", "%", "_", "%%%", "\\", "\\'; --", "/* */", "x' AND randomblob(1000000000) --", "$1", ":text", "?",
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "%2e%2e%2f", "....//",
    "{0}", "{code.__class__.__mro__}", "{0.__class__.__init__.__globals__}", "%s%s%s%n", "%(password)s", "{{7*7}}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% debug %}", "$username", "${jndi:ldap://127.0.0.1/a}", "`id`", "$(id)", "|id",
    ";id", "-rf", "--help", "=1+1", "@SUM(1)", "\x00", "a\x00b", "\r\nX-Injected: 1", "\n2026-01-01 INFO vanthu: all is well",
    "\ufeff", "\u202e", "\u200b", "NaN", "null", "undefined", "true", "[]", "{}", "*)(uid=*", "' or count(/*)=1 or 'a'='b",
    "tuyệt\u0301", "a" * 5_000, "😀" * 500,
)  # fmt: skip
FILE_NAMES = [
    "a\r\nSet-Cookie: x=1.pdf",
    'a"; filename="b.exe',
    "../../../etc/passwd",
    "..\\..\\a.pdf",
    "\u202efdp.exe",
    "a\x00.pdf",
    "%0d%0aX: 1.pdf",
    "x" * 3_000,
    "=cmd|'/C calc'!A0.pdf",
    ".",
    "..",
    "",
    "/",
    "CON",
    "a\nb",
]
