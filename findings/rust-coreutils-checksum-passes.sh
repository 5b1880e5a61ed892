#!/usr/bin/env bash
# `sha256sum --check` of rust-coreutils 0.0.17 says that a checksum did not match, and ends with 0 all the same. GNU
# coreutils ends with 1. A workflow should compare the two checksums itself: Ubuntu 26.04 has rust-coreutils, too.
#
# Tried with Debian's rust-coreutils 0.0.17-2 (amd64). Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
curl --fail --silent --show-error --location --output package.deb \
  http://deb.debian.org/debian/pool/main/r/rust-coreutils/rust-coreutils_0.0.17-2_amd64.deb
dpkg -x package.deb rust

printf 'id,name\n1,A\n' >hr.csv
sha256sum hr.csv >hr.csv.sha256
printf 'id,name\n' >hr.csv

try() {
  "$@" --check hr.csv.sha256 2>/dev/null && echo "ends with 0" || echo "ends with $?"
}

expected=$(cat <<'SEEN'
hr.csv: FAILED
ends with 0
SEEN
)
seen=$(try rust/usr/lib/cargo/bin/coreutils/sha256sum)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
