#!/bin/sh
# Writes RESULTS/report.html: every table of the five papers beside what the experiments have measured so far.
# Usage: report.sh RESULTS [MTL]. What report.csv names and no result has says "not run".
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
results=$1
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
{
    test -z "${2:-}" || "$2" --version | sed 's/ /,/'
    echo "machine,$(uname -sm), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $(nproc 2>/dev/null || echo ?) processors"
    for file in "$results"/*.scale; do
        test ! -e "$file" || echo "$(basename "$file" .scale),$(cat "$file")"
    done
} >"$work/facts"
pictures=$(cd "$results" && ls ./*.svg pictures/*.svg 2>/dev/null | sed 's|^\./||' | tr '\n' ' ')
awk -v results="$results" -v facts="$work/facts" -v pictures="$pictures" -f "$here/report.awk" "$here/report.csv" >"$work/report.html"
mv "$work/report.html" "$results/report.html"
echo "$results/report.html"
