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

test $# -gt 0 || set -- duan-wang har corruption speed recipes csv grouping networks signs steps affinity collection trained-groups optimisers balancing \
    baselines omniglot continual transfer svd-weights sentences scale lds loto selection detection pictures
for name; do
    test "$name" != report || continue
    if ! test -e "$here/$name.sh" || ! grep -q '^# Experiment: ' "$here/$name.sh"; then
        echo "run.sh: no experiment $name" >&2
        exit 2
    fi
    echo "${SCALE:-small} scale, last run" >"$results/$name.scale"
    sh "$here/$name.sh"
done
sh "$here/report.sh" "$results" "$mtl"
