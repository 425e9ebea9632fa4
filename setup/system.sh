# Debian packages: installed once, checked quickly on every start.

missing_packages() { # list files
  local name
  sed 's/#.*//' "$@" | tr -s ' \t' '\n' | sed '/^$/d' | sort -u | while read -r name; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_system_packages() { # list files
  command -v dpkg-query >/dev/null || fail "Máy này không dùng Debian." \
    "cài các gói nêu trong setup/packages.txt bằng công cụ của hệ điều hành." \
    "Not a Debian system: install what setup/packages.txt names with your system's own tool."
  local missing
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  # shellcheck disable=SC2086
  set -- $missing
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    fail "Thiếu gói hệ thống: $*." "chạy bằng tài khoản quản trị: apt-get install $*" \
      "Missing system packages; as an administrator run: apt-get install $*"
  fi
  say "Cài gói hệ thống: $*"
  if [ -n "${OFFLINE_BUNDLE:-}" ]; then
    install_debs_from_bundle "$@"
  elif ! { logged as_root apt-get update -q &&
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }; then
    fail "Không cài được gói hệ thống (xem $SETUP_LOG)." \
      "kiểm tra mạng tới kho gói Debian; máy không có mạng thì dùng ./run --offline TỆP." \
      "apt failed (see $SETUP_LOG): check the network to the Debian archive, or use ./run --offline FILE."
  fi
  missing=$(printf '%s\n' "$@" | missing_packages /dev/stdin)
  [ -z "$missing" ] || fail "Vẫn thiếu gói hệ thống: $missing." "xem $SETUP_LOG" "Still missing: see $SETUP_LOG."
}
