# The virtual environment, filled from a lock file; a stamp makes the second time instant.

find_python() {
  local candidate
  for candidate in python3.11 python3 /usr/bin/python3.11 /usr/bin/python3; do
    if command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

install_python_packages() { # lock file
  local lock=$1 stamp want python
  stamp="$ROOT/.venv/.installed-${lock%.lock}"
  want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
  [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
  python=$(find_python) || fail "Không tìm thấy Python 3.11." "cài gói python3.11 và python3.11-venv." \
    "Python 3.11 not found: install python3.11 and python3.11-venv."
  require_free_disk 4000 "$ROOT"
  say "Cài thư viện Python (lần đầu mất vài phút)"
  [ -x .venv/bin/python ] || logged "$python" -m venv .venv ||
    fail "Không tạo được môi trường Python." "xem $SETUP_LOG" "Could not make the virtual environment: see $SETUP_LOG."
  local pip=(.venv/bin/python -m pip install --disable-pip-version-check --quiet)
  [ -n "${OFFLINE_BUNDLE:-}" ] && pip+=(--no-index --find-links "$OFFLINE_BUNDLE/wheels")
  if ! { logged "${pip[@]}" --requirement "$lock" &&
    logged "${pip[@]}" --no-deps --no-build-isolation --editable .; }; then
    fail "Không tải được thư viện Python (xem $SETUP_LOG)." \
      "kiểm tra mạng tới kho PyPI; máy không có mạng thì dùng ./run --offline TỆP." \
      "pip failed (see $SETUP_LOG): check the network to PyPI, or use ./run --offline FILE."
  fi
  printf '%s' "$want" >"$stamp"
}
