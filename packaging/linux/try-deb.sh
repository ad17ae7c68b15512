#!/usr/bin/env bash
# Tries the Debian package in a Debian that has nothing but what the package depends on.
#
#   try-deb.sh PACKAGE.deb [FOLDER]
#
# As root, with debootstrap, Xvfb, openbox and xdotool. FOLDER is where the Debian (bookworm) is made, and is kept for
# the next time; without it one is made and thrown away. In a copy of it the package is installed, its metadata
# looked at, the window opened on the sample under Xvfb, a passage tagged by the keyboard, the window closed by
# its key, and the package removed; nothing of it may be left.
set -euo pipefail
package=$(realpath "${1:?a package}")
kept=${2:-}
work=$(mktemp -d)
base=${kept:-$work/base}
root=$work/root
xvfb=
manager=
finish() {
  [[ -z $manager ]] || kill "$manager" 2>/dev/null || true
  [[ -z $xvfb ]] || kill "$xvfb" 2>/dev/null || true
  for mount in tmp/.X11-unix dev proc; do
    mountpoint -q "$root/$mount" && umount "$root/$mount"
  done
  rm -rf --one-file-system "$work"
}
trap finish EXIT
say() { printf '   %s\n' "$1"; }

if [[ ! -e $base/etc/debian_version ]]; then
  say "a new Debian"
  debootstrap --variant=minbase bookworm "$base" >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log"; exit 1; }
fi
cp -a "$base" "$root"
mkdir -p "$root/tmp/.X11-unix"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/home/reader DISPLAY="${DISPLAY:-}" DEBIAN_FRONTEND=noninteractive "$@"; }
# What a package that is removed may leave: logs and caches of the system's own.
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./var/log -o -path ./var/cache -o -path ./var/lib/apt -o -path ./var/lib/dpkg \) -prune -o -print | sort); }

# The libraries first, so that what is compared is the package alone.
depends=$(dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g; s/,/ /g')
in_root apt-get update -qq
# shellcheck disable=SC2086
in_root apt-get install -y -qq --no-install-recommends $depends >"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; exit 1; }
in_root useradd -m reader
files >"$work/before"

say "installed"
cp "$package" "$root/tmp/quandian.deb"
in_root dpkg -i /tmp/quandian.deb >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log"; exit 1; }
in_root quandian --version
# A minimal Debian leaves out documentation; the rest must be there.
for file in bin/quandian share/applications/quandian.desktop share/icons/hicolor/48x48/apps/quandian.png \
  share/icons/hicolor/scalable/apps/quandian.svg share/bash-completion/completions/quandian; do
  [[ -s $root/usr/$file ]] || { echo "missing: /usr/$file" >&2; exit 1; }
done
desktop-file-validate "$root/usr/share/applications/quandian.desktop"
appstreamcli validate --no-net "$root"/usr/share/metainfo/*.xml >"$work/appstream.log" || { cat "$work/appstream.log"; exit 1; }

say "the window, on the sample"
exec 9>"$work/display"
Xvfb -displayfd 9 -screen 0 1440x900x24 -nolisten tcp >"$work/xvfb.log" 2>&1 & xvfb=$!
for _ in $(seq 100); do [[ -s $work/display ]] && break; sleep 0.1; done
export DISPLAY=:$(cat "$work/display")
openbox >"$work/openbox.log" 2>&1 & manager=$!
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
chroot --userspec=reader "$root" env -i PATH=/usr/bin:/bin LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8 HOME=/home/reader \
  DISPLAY="$DISPLAY" quandian --sample >"$work/window.log" 2>&1 & window=$!
sample=$root/home/reader/.local/share/quandian/临河区文献集
shown=
for _ in $(seq 600); do
  kill -0 "$window" 2>/dev/null || break
  [[ -d $sample ]] && xdotool search --class quandian >"$work/id" 2>/dev/null && { shown=1; break; }
  sleep 0.1
done
[[ -n $shown ]] || { echo "no window, or no sample in it" >&2; cat "$work/window.log" >&2; exit 1; }
sleep 5
[[ -z ${SHOT:-} ]] || import -window root "$SHOT"
id=$(head -1 "$work/id")
marked() { find "$sample" -name '*.tags.ron' -exec sha256sum {} + | sort; }
before=$(marked)
xdotool windowfocus "$id" 2>/dev/null || true
press() { xdotool key "$1"; sleep 1; }
# The words of welcome are put away. The next sentence is selected, and tagged with the first theme.
press Escape; press j; press 1
for _ in $(seq 100); do [[ $(marked) == "$before" ]] || break; sleep 0.1; done
[[ $(marked) != "$before" ]] || { echo "J and 1 tagged nothing" >&2; [[ -z ${SHOT:-} ]] || import -window root "$SHOT"; exit 1; }
say "tagged and saved"
press ctrl+q
for _ in $(seq 100); do kill -0 "$window" 2>/dev/null || break; sleep 0.1; done
if kill -0 "$window" 2>/dev/null; then echo "Ctrl+Q did not close the window" >&2; exit 1; fi
wait "$window" || { echo "the window ended with an error" >&2; cat "$work/window.log" >&2; exit 1; }

say "removed"
in_root dpkg -P quandian >/dev/null 2>&1
rm -rf "$root/home/reader"; rm -f "$root/tmp/quandian.deb"
sed -i '\|^./home/reader|d' "$work/before"
files >"$work/after"
diff "$work/before" "$work/after" || { echo "this is left or gone" >&2; exit 1; }
say "and nothing of it is left"
