#!/usr/bin/env bash
# Makes the archive that runs where it is unpacked, and installs for one user by its install.sh.
#
#   portable.sh BINARY FOLDER      FOLDER/quandian-<version>-linux-<machine>.tar.zst
set -euo pipefail
binary=${1:?the program}
out=${2:?a folder for the archive}
here=$(cd "$(dirname "$0")" && pwd)
name=quandian-$("$binary" --version | cut -d' ' -f2)-linux-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
"$here/stage.sh" "$binary" "$work/$name/files"
install -m 755 "$here/install.sh" "$work/$name/install.sh"
ln -s files/bin/quandian "$work/$name/quandian"
mkdir -p "$out"
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -c "$name" | zstd -q -f -19 -T0 -o "$out/$name.tar.zst"
echo "$out/$name.tar.zst"
