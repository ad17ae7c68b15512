#!/usr/bin/env bash
# Makes the Debian package of a program that is built.
#
#   deb.sh BINARY FOLDER      FOLDER/quandian_<version>_<architecture>.deb
#
# The program links only with the C library; the window asks for the rest when it opens, by name, so
# that the list of what the package depends on stands here and is tried in a root that has only that
# (try-deb.sh).
set -euo pipefail
binary=${1:?the program}
out=${2:?a folder for the package}
here=$(cd "$(dirname "$0")" && pwd)
version=$("$binary" --version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
umask 022
"$here/stage.sh" "$binary" "$stage/usr"

doc=$stage/usr/share/doc/quandian
rm "$doc/LICENSE-MIT" "$doc/LICENSE-APACHE"
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo "Upstream-Name: Quandian"
  echo
  echo "Files: *"
  echo "Copyright: 2026 The Quandian developers"
  echo "License: Expat or Apache-2.0"
  echo "Comment: What the program is made of, and the licences of all of it: LICENCES.txt.gz beside this file."
  echo
  echo "License: Expat"
  tail -n +5 "$here/../../LICENSE-MIT" | sed -e 's/^$/./' -e 's/^/ /'
  echo
  echo "License: Apache-2.0"
  echo " The text is in /usr/share/common-licenses/Apache-2.0."
} >"$doc/copyright"
mv "$doc/changelog.gz" "$doc/NEWS.gz"
day=$(sed -n "s/^## $version · \(....-..-..\)$/\1/p" "$here/../../CHANGELOG.md")
printf 'quandian (%s) unstable; urgency=medium\n\n  * What is new stands in NEWS.gz beside this file.\n\n -- The Quandian developers <quandian@localhost>  %s\n' \
  "$version" "$(LC_ALL=C date -u -R -d "$day")" | gzip -9n >"$doc/changelog.gz"

mkdir "$stage/DEBIAN"
size=$(du -k -s --apparent-size "$stage/usr" | cut -f1)
cat >"$stage/DEBIAN/control" <<CONTROL
Package: quandian
Version: $version
Architecture: $architecture
Maintainer: The Quandian developers <quandian@localhost>
Installed-Size: $size
Depends: libc6 (>= 2.35), libgcc-s1, libx11-6, libx11-xcb1, libxcursor1, libxi6, libxrandr2, libxkbcommon0, libxkbcommon-x11-0, libegl1, libgl1-mesa-dri, libwayland-client0
Recommends: mesa-vulkan-drivers, xdg-desktop-portal, zenity, xdg-utils
Section: editors
Priority: optional
Description: read sets of Chinese articles and mark them up by theme
 圈点 Quandian is for researchers who read sets of Chinese articles closely:
 they open a folder, mark passages by theme, write memos, look things up
 across the set, count and compare, and export the excerpts with their sources.
 .
 It works without a network. Articles are never written to; what is marked
 stands beside them in plain text files.
CONTROL
(cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/quandian_${version}_$architecture.deb" >/dev/null
echo "$out/quandian_${version}_$architecture.deb"
