#!/bin/sh
# The experiments that show what mtl's linear models are worth: predictions against retraining, corrupted labels, speed.
# Usage: run.sh MTL [NAME...], with MTL the command to run and NAMEs of experiments (all by default).
# DATA=FOLDER holds the shared data sets, SCALE=full takes all seeds and rows, RESULTS is where the results go.
# At the end RESULTS/report.html has all that was measured beside the papers' numbers; with NAME report that alone is written.
# A part that is there already is not run again; remove RESULTS/NAME.parts to repeat an experiment.
set -eu

case $1 in
*/*) mtl=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/${1##*/} ;;
*) mtl=$1 ;;
esac
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
data=${DATA:-}
if test -n "$data"; then data=$(CDPATH='' cd -- "$data" && pwd -P); fi
results=${RESULTS:-build/experiments}
mkdir -p "$results"
results=$(CDPATH='' cd -- "$results" && pwd -P)
case ${SCALE:-small} in
full) full=yes ;;
small) full= ;;
*) echo "run.sh: SCALE is full or small, not $SCALE" >&2; exit 2 ;;
esac
export mtl here data results full

# Two at a time, the longest first; those that are judged by times come last, each alone.
timed='speed csv steps networks balancing collection scale grouping lds'
test $# -gt 0 || set -- sentences affinity svd-weights continual trained-groups optimisers har omniglot corruption recipes \
    selection baselines signs duan-wang transfer detection pictures loto $timed
for name; do
    test "$name" != report || continue
    if ! test -e "$here/$name.sh" || ! grep -q '^# Experiment: ' "$here/$name.sh"; then
        echo "run.sh: no experiment $name" >&2
        exit 2
    fi
done
# one NAME: its tables are printed when it is done, so that those of two that run together do not mix.
one='echo "${SCALE:-small} scale, last run" >"$results/$1.scale"; printed=$(sh "$here/$1.sh"; code=$?; echo .; exit $code); code=$?; printf "%s" "${printed%.}"; exit $code'
failed=
for name; do
    case " report $timed " in *" $name "*) ;; *) echo "$name" ;; esac
done | xargs -r -n 1 -P 2 sh -c "$one" one || failed=yes
for name; do
    case " $timed " in *" $name "*) sh -c "$one" one "$name" || failed=yes ;; esac
done
sh "$here/report.sh" "$results" "$mtl"
test -z "$failed"
