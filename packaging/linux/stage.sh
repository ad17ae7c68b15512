#!/usr/bin/env bash
# Lays out what a package for Linux holds, below a prefix such as /usr.
#
#   stage.sh BINARY PREFIX
#
# PREFIX is filled as bin/ and share/. The pages of man and the completions are written by BINARY
# itself. QUANDIAN_HOME (https://github.com/<owner>/<name>) is where the project lives: with it the
# metadata names the address, the pictures and where to report; without it they are left out.
# Needs rsvg-convert (librsvg2-bin), python3, cargo.
set -euo pipefail
binary=$(realpath "${1:?the program}")
prefix=${2:?where to}
root=$(cd "$(dirname "$0")/../.." && pwd)
linux=$root/packaging/linux
version=$("$binary" --version | cut -d' ' -f2)
day=$(sed -n "s/^## $version · \(....-..-..\)$/\1/p" "$root/CHANGELOG.md")
[[ -n $day ]] || { echo "stage.sh: CHANGELOG.md has no entry '## $version · YYYY-MM-DD'" >&2; exit 1; }

install -D -m 755 "$binary" "$prefix/bin/quandian"
share=$prefix/share
mkdir -p "$share"
install -D -m 644 "$linux/quandian.desktop" "$share/applications/quandian.desktop"

pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
"$root/packaging/icons/make.sh" "$pictures" 2>/dev/null
for size in 16 22 24 32 48 64 96 128 256 512; do
  install -D -m 644 "$pictures/$size.png" "$share/icons/hicolor/${size}x$size/apps/quandian.png"
done
install -D -m 644 "$root/packaging/icons/quandian.svg" "$share/icons/hicolor/scalable/apps/quandian.svg"

home=
if [[ -n ${QUANDIAN_HOME:-} ]]; then
  raw=${QUANDIAN_HOME/github.com/raw.githubusercontent.com}/v$version/assets
  home="<url type=\"homepage\">$QUANDIAN_HOME</url><url type=\"bugtracker\">$QUANDIAN_HOME/issues</url>"
  home+="<screenshots><screenshot type=\"default\"><image>$raw/window.png</image></screenshot>"
  for picture in codebook excerpts search; do
    home+="<screenshot><image>$raw/handbook/pictures/$picture.png</image></screenshot>"
  done
  home+="</screenshots>"
fi
mkdir -p "$share/metainfo"
sed -e "s|<!-- @HOME@ -->|$home|" -e "s/@VERSION@/$version/" -e "s/@DAY@/$day/" \
  "$linux/quandian.metainfo.xml" >"$share/metainfo/io.github.quandian.Quandian.metainfo.xml"

# The program speaks the language of its settings: without any, that of the system.
settings=$(mktemp -d)
trap 'rm -rf "$pictures" "$settings"' EXIT
run() { env -i HOME="$settings" LANG=zh_CN.UTF-8 "$binary" "$@"; }
mkdir -p "$share/man/man1" "$share/man/zh_CN/man1"
run man --lang en --to "$share/man/man1"
run man --lang zh-CN --to "$share/man/zh_CN/man1"
gzip -9n "$share"/man/man1/*.1 "$share"/man/zh_CN/man1/*.1
mkdir -p "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d"
run completions bash >"$share/bash-completion/completions/quandian"
run completions zsh >"$share/zsh/vendor-completions/_quandian"
run completions fish >"$share/fish/vendor_completions.d/quandian.fish"

doc=$share/doc/quandian
install -D -m 644 "$root/LICENSE-MIT" "$doc/LICENSE-MIT"
install -D -m 644 "$root/LICENSE-APACHE" "$doc/LICENSE-APACHE"
"$root/packaging/licences.py" --target "$(rustc -vV | sed -n 's/^host: //p')" >"$doc/LICENCES.txt"
gzip -9n "$doc/LICENCES.txt"
gzip -9nc "$root/CHANGELOG.md" >"$doc/changelog.gz"
find "$prefix" -type f -exec chmod go-w {} +
