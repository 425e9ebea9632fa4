# Helpers for run and test: one clear line per failure, with the remedy; details go to a log.
SETUP_LOG="${VANTHU_SETUP_LOG:-$ROOT/var/setup.log}"

say() { printf '%s\n' "• $*" >&2; }

# fail "what happened (vi)" "what to do (vi)" "the same in English"
fail() {
  printf 'LỖI: %s Cách xử lý: %s / %s\n' "$1" "$2" "$3" >&2
  exit 1
}

# Runs a command with its output in the log.
logged() {
  mkdir -p "$(dirname "$SETUP_LOG")"
  printf '\n$ %s\n' "$*" >>"$SETUP_LOG"
  "$@" >>"$SETUP_LOG" 2>&1
}

require_free_disk() { # need_mb folder
  mkdir -p "$2"
  local free
  free=$(df -Pm "$2" | awk 'NR==2 {print $4}')
  [ "$free" -ge "$1" ] || fail "Đĩa chỉ còn $free MB trống, cần ít nhất $1 MB tại $2." \
    "giải phóng chỗ trên đĩa rồi chạy lại, phần đã cài vẫn giữ nguyên." \
    "Disk full: $free MB free, $1 MB needed at $2; free some space and run again."
}

require_free_port() { # python port
  "$1" - "$2" <<'PY' || fail "Cổng $2 đang có chương trình khác dùng." \
    "dừng chương trình đó, hoặc chạy: ./run --port $(($2 + 1))" \
    "Port $2 is taken: stop that program or choose another with --port."
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PY
}
