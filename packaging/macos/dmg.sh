#!/usr/bin/env bash
# Makes 圈点.app for both kinds of Mac, and the image that it is handed out in. Runs on macOS alone.
#
#   dmg.sh VERSION FOLDER BINARY…      the binaries of each kind, which become one
#
# Needs Xcode's command line tools and rsvg-convert. The app is signed for this machine only ("ad hoc"):
# without a developer's certificate, a user opens it the first time by the menu of its icon.
set -euo pipefail
version=${1:?a version} out=${2:?a folder}
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
app=$work/image/圈点.app/Contents
mkdir -p "$app/MacOS" "$app/Resources" "$work/quandian.iconset" "$out"
lipo -create "$@" -output "$app/MacOS/quandian"
sed "s/@VERSION@/$version/" "$root/packaging/macos/Info.plist" >"$app/Info.plist"
for size in 16 32 128 256 512; do
  for scale in 1 2; do
    name=icon_${size}x$size; ((scale == 1)) || name+=@2x
    rsvg-convert -w $((size * scale)) -h $((size * scale)) "$root/packaging/icons/quandian.svg" -o "$work/quandian.iconset/$name.png"
  done
done
iconutil -c icns "$work/quandian.iconset" -o "$app/Resources/quandian.icns"
"$root/packaging/licences.py" --target aarch64-apple-darwin >"$app/Resources/LICENCES.txt"
cp "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$app/Resources/"
for language in zh-Hans en; do
  mkdir -p "$app/Resources/$language.lproj"
done
printf 'CFBundleDisplayName = "圈点";\nCFBundleName = "圈点";\n' >"$app/Resources/zh-Hans.lproj/InfoPlist.strings"
printf 'CFBundleDisplayName = "Quandian";\nCFBundleName = "Quandian";\n' >"$app/Resources/en.lproj/InfoPlist.strings"
codesign --force --deep --sign - "$work/image/圈点.app"
ln -s /Applications "$work/image/Applications"
hdiutil create -quiet -volname "圈点 Quandian" -srcfolder "$work/image" -ov -format UDZO "$out/quandian-$version-macos-universal.dmg"
