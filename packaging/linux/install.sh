#!/bin/sh
# Puts Quandian into the folders of the user who runs this; needs no rights of an administrator.
# 把圈点装进当前用户自己的文件夹，不需要管理员权限。
#
#   ./install.sh            to ~/.local, or to $PREFIX
#   ./install.sh --remove   takes away what it put there, and nothing else
#
# What you marked and your settings are touched by neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${PREFIX:-$HOME/.local}
case ${1:-} in
  "") remove= ;;
  --remove) remove=1 ;;
  *) sed -n '2,8p' "$0"; exit 2 ;;
esac
cd "$here/files"
find . -type f | sed 's|^\./||' | while IFS= read -r file; do
  if [ -n "$remove" ]; then
    rm -f "$prefix/$file"
    # Folders that are empty now go, too; others stay.
    (cd "$prefix" && rmdir -p "$(dirname "$file")") 2>/dev/null || true
  else
    mkdir -p "$prefix/$(dirname "$file")"
    cp "$file" "$prefix/$file"
    case $file in
      # bin of the user's own is not in every session's path.
      *.desktop) sed "s|^Exec=quandian|Exec=\"$prefix/bin/quandian\"|" "$file" >"$prefix/$file" ;;
    esac
  fi
done
share=$prefix/share
command -v update-desktop-database >/dev/null && [ -d "$share/applications" ] &&
  update-desktop-database -q "$share/applications" || true
command -v gtk-update-icon-cache >/dev/null && [ -d "$share/icons/hicolor" ] &&
  gtk-update-icon-cache -q -t -f "$share/icons/hicolor" 2>/dev/null || true
if [ -n "$remove" ]; then
  echo "Quandian is gone from $prefix. 已从 $prefix 移除圈点。"
else
  echo "Quandian is in $prefix/bin. 圈点已装到 $prefix/bin。"
fi
