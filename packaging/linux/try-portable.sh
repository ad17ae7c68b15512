#!/usr/bin/env bash
# Tries the portable archive: unpacked, installed for one user, and removed without leavings.
#
#   try-portable.sh ARCHIVE.tar.zst
set -euo pipefail
archive=$(realpath "${1:?an archive}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -C "$work" --zstd -xf "$archive"
cd "$work"/quandian-*
export HOME=$work/home
# Something of the user's own in the same folders, which stays.
mkdir -p "$HOME/.local/bin" "$HOME/.local/share/applications"
echo own >"$HOME/.local/bin/own"
./quandian --version
./install.sh
"$HOME/.local/bin/quandian" list --help >/dev/null
desktop-file-validate "$HOME/.local/share/applications/quandian.desktop"
grep -q "^Exec=\"$HOME/.local/bin/quandian\" %F$" "$HOME/.local/share/applications/quandian.desktop"
./install.sh --remove
left=$(cd "$HOME" && find . -type f ! -name mimeinfo.cache | sort)
[[ $left == ./.local/bin/own ]] || { echo "left or gone: $left" >&2; exit 1; }
