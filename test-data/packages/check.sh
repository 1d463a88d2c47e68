#!/bin/sh
# Builds archive and package of the committed tree twice, in unlike folders, with unlike umask, time zone and locale, and
# compares them byte by byte; then installs, upgrades and uninstalls as a stranger would. Run by make test-packages.
# Needs git, GNU tar, dpkg-deb and what make needs. MVNFLAGS reaches Maven (-o: no network).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "check.sh: $1" >&2
    exit 1
}

build() {
    mkdir -p "$1"
    git -C "$root" archive HEAD | tar -xf - -C "$1"
    make -s -C "$1" archive deb "MVNFLAGS=${MVNFLAGS-}"
}

# --- Twice the same bytes ---------------------------------------------------------------------------------------------
one=$work/one
two=$work/'a second'
# make and Maven take no blanks in the name of the tree itself.
two=$(printf %s "$two" | tr ' ' _)/deeper/tree
(umask 022 && TZ=UTC LC_ALL=C.UTF-8 build "$one")
(umask 002 && TZ=Asia/Kathmandu LC_ALL=C build "$two")
for file in "$one"/build/mtl-*.tar.gz "$one"/build/mtl_*.deb; do
    cmp "$file" "$two/build/${file##*/}" || fail "${file##*/} is not reproducible"
    echo "same bytes twice: ${file##*/} $(sha256sum <"$file" | cut -c1-16)"
done

# --- The archive, in the home of a stranger ---------------------------------------------------------------------------
stranger=$work/stranger
mkdir "$stranger"
HOME=$stranger
export HOME
tar -xzf "$one"/build/mtl-*.tar.gz -C "$stranger"
mtl=$(echo "$stranger"/mtl-*)/bin/mtl
"$mtl" doctor -q >"$work/before" || fail "the unpacked archive is not sound"
grep -q '^archive,warning,' "$work/before" || fail "a class-data archive was shipped"
"${mtl%/bin/mtl}/share/mtl/make-archive"
"$mtl" doctor -q | grep -q '^archive,ok,' || fail "make-archive wrote no archive that is used"
"$mtl" doctor -q | grep ',failed,' && fail "a check failed"
test "$("$mtl" --version | head -1)" = "mtl $(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$root/pom.xml")" ||
    fail "the version is not that of pom.xml"
test -z "$(find "$stranger" -perm -o+w ! -type l)" || fail "files that everybody can change"
echo "archive: unpacked, sound, class-data archive made"

# --- make install, again over itself, and make uninstall --------------------------------------------------------------
prefix=$work/prefix
mkdir "$prefix"
make -s -C "$one" install PREFIX="$prefix" "MVNFLAGS=${MVNFLAGS-}"
"$prefix/bin/mtl" doctor -q | grep -q '^archive,ok,' || fail "make install made no class-data archive"
# What an older version left in lib would be on no class path and in no list.
touch "$prefix/lib/mtl/lib/old.jar"
make -s -C "$one" install PREFIX="$prefix" "MVNFLAGS=${MVNFLAGS-}"
test ! -e "$prefix/lib/mtl/lib/old.jar" || fail "an upgrade keeps files of the old version"
"$prefix/bin/mtl" doctor -q | grep -q '^archive,ok,' || fail "after an upgrade there is no class-data archive"
make -s -C "$one" uninstall PREFIX="$prefix"
test -z "$(find "$prefix" ! -type d)" || fail "make uninstall leaves $(find "$prefix" ! -type d | head -3)"
echo "make install, upgrade, uninstall: nothing left"

# --- The package ------------------------------------------------------------------------------------------------------
deb=$(echo "$one"/build/mtl_*.deb)
dpkg-deb --contents "$deb" | awk '$2 != "root/root" || substr($1, 1, 1) != "l" && substr($1, 9, 1) == "w" { exit 1 }' ||
    fail "the package has files that are not root's alone to change"
dpkg-deb -x "$deb" "$work/package"
"$work/package/usr/bin/mtl" doctor -q >/dev/null || fail "the unpacked package is not sound"
# postinst and prerm name the final place, hence run only where this system may be changed: MTL_DPKG=1.
if [ -n "${MTL_DPKG-}" ]; then
    dpkg --force-depends -i "$deb" >/dev/null
    /usr/bin/mtl doctor -q | grep -q '^archive,ok,' || fail "postinst made no class-data archive"
    dpkg --force-depends -i "$deb" >/dev/null
    /usr/bin/mtl doctor -q | grep -q '^archive,ok,' || fail "an upgrade of the package loses the class-data archive"
    dpkg -P mtl >/dev/null
    test ! -e /usr/lib/mtl || fail "the purged package leaves /usr/lib/mtl"
    echo "package: installed, upgraded, purged: nothing left"
fi
echo "packages: all checks hold"
