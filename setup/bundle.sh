# For sites without any network: pack everything on a connected machine, install from the pack.

# Every Debian package the named ones may need; apt picks from them on the other side.
package_closure() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "$@" | grep '^\w' | sort -u
}

# The index of a folder of packages, as apt reads it.
write_package_index() { # folder
  local deb
  for deb in "$1"/*.deb; do
    dpkg-deb --field "$deb"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$(basename "$deb")" "$(stat -c %s "$deb")" \
      "$(sha256sum "$deb" | cut -d' ' -f1)"
  done >"$1/Packages"
}

make_bundle() { # file
  local target=$1 folder names
  folder=$(mktemp -d "$ROOT/var/bundle.XXXXXX")
  mkdir -p "$folder/wheels" "$folder/debs" "$folder/models"
  say "Gom gói hệ thống"
  names=$(sed 's/#.*//' setup/packages.txt | xargs)
  logged as_root apt-get update -q || true
  # shellcheck disable=SC2046,SC2086
  (cd "$folder/debs" && logged apt-get download $(package_closure $names)) ||
    fail "Không tải được gói hệ thống." "xem $SETUP_LOG" "Could not download Debian packages: see $SETUP_LOG."
  write_package_index "$folder/debs"
  say "Gom thư viện Python"
  logged .venv/bin/python -m pip download --quiet --dest "$folder/wheels" --requirement requirements.lock ||
    fail "Không tải được thư viện Python." "xem $SETUP_LOG" "Could not download wheels: see $SETUP_LOG."
  say "Gom mô hình"
  cp -r "${VANTHU_MODELS:-var/models}/." "$folder/models/"
  (cd "$folder" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
  tar -C "$folder" -cf "$target.part" . && mv "$target.part" "$target"
  rm -rf "$folder"
  say "Đã đóng gói: $target ($(du -h "$target" | cut -f1)). Trên máy không có mạng: ./run --offline $target"
}

unpack_bundle() { # file -> sets OFFLINE_BUNDLE
  [ -f "$1" ] || fail "Không thấy tệp $1." "kiểm tra lại đường dẫn tới gói cài đặt." "No such bundle: $1."
  OFFLINE_BUNDLE="$ROOT/var/offline"
  rm -rf "$OFFLINE_BUNDLE"
  mkdir -p "$OFFLINE_BUNDLE"
  { tar -C "$OFFLINE_BUNDLE" -xf "$1" && (cd "$OFFLINE_BUNDLE" && sha256sum --quiet --check SHA256SUMS); } >>"$SETUP_LOG" 2>&1 ||
    fail "Gói cài đặt $1 bị hỏng." "chép lại gói từ máy đã đóng gói." "The bundle is damaged: copy it again."
  local models=${VANTHU_MODELS:-var/models}
  mkdir -p "$models"
  cp -rn "$OFFLINE_BUNDLE/models/." "$models/"
}

install_debs_from_bundle() { # package names
  local list="$OFFLINE_BUNDLE/sources.list"
  printf 'deb [trusted=yes] file:%s ./\n' "$OFFLINE_BUNDLE/debs" >"$list"
  mkdir -p "$OFFLINE_BUNDLE/lists/partial" "$OFFLINE_BUNDLE/cache/archives/partial"
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dir::Etc::SourceList="$list"
    -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$OFFLINE_BUNDLE/lists"
    -o Dir::Cache="$OFFLINE_BUNDLE/cache" -o APT::Sandbox::User=root)
  { logged "${apt[@]}" update && logged "${apt[@]}" install -y --no-install-recommends "$@"; } ||
    fail "Không cài được gói hệ thống từ gói mang theo (xem $SETUP_LOG)." "đóng gói lại trên máy cùng bản Debian." \
      "Installing from the bundle failed (see $SETUP_LOG): make it on the same Debian release."
}
