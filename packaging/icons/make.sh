#!/usr/bin/env bash
# Draws the mark, quandian.svg beside this file, in the sizes that systems ask for.
#
#   make.sh FOLDER      FOLDER/<size>.png for each size, FOLDER/quandian.ico for Windows
#
# Needs rsvg-convert (librsvg2-bin) and, for the .ico alone, ImageMagick: without that it is left out.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?a folder to draw in}
mkdir -p "$out"
for size in 16 22 24 32 48 64 96 128 256 512 1024; do
  rsvg-convert -w "$size" -h "$size" "$here/quandian.svg" -o "$out/$size.png"
done
if command -v convert >/dev/null; then
  convert "$out"/{16,24,32,48,64,128,256}.png "$out/quandian.ico"
else
  echo "make.sh: no ImageMagick, so no quandian.ico" >&2
fi
