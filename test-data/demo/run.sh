#!/bin/sh
# The main job on embedded real data: corrupt a fifth of the training targets of Exam (4,059 pupils of 65 schools), find
# the most harmful rows, drop them, train again, and see what became of the test error.
# Usage: run.sh MTL [SHARE], with MTL the command to run and SHARE the share of rows to drop (0.02).
set -eu

case $1 in
*/*) mtl=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/${1##*/} ;;
*) mtl=$1 ;;
esac
share=${2:-0.02}
exam=$(CDPATH='' cd -- "$(dirname -- "$0")/../exam" && pwd -P)/exam.csv
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd -- "$work"

# Each command is shown as a user would type it, then run.
show() {
    printf '$ mtl %s\n' "$*"
    "$mtl" "$@"
}

roles='--task school --target normexam'
# shellcheck disable=SC2086 # the roles are words
show synth corrupt "$exam" $roles --split 0.6,0.2,0.2 --labels 0.2 -o corrupted
# shellcheck disable=SC2086
show train corrupted/data.csv $roles --standardize pooled -o before
show influence before -o scores.csv
show select scores.csv --drop "$share" --harmful-only -o selection.csv
show retrain before --selection selection.csv -o after
show influence before --level task -o schools.csv

# The yardsticks: as many rows dropped at random, and the model of the data before it was corrupted.
awk -F, -v OFS=, 'BEGIN { srand(1) } NR > 1 { print rand(), $1, $2, $4 }' selection.csv | sort -t, -k1,1g >shuffled
dropped=$(grep -c ',0$' selection.csv)
{ echo row,task; head -n "$dropped" shuffled | cut -d, -f2,3; } >random.csv
"$mtl" retrain before --without-rows random.csv -q -o random 2>/dev/null
# shellcheck disable=SC2086
"$mtl" train "$exam" $roles --split 0.6,0.2,0.2 --standardize pooled -q -o clean 2>/dev/null

"$mtl" evaluate before after random clean >metrics.csv
echo
echo 'Test error of Exam, mean over 65 schools'
awk -F, '
    $2 == "*" && $4 ~ /^(loss|rmse|r2)$/ { value[$1, $4] = $5 }
    END {
        name["before"] = "20% of the training targets corrupted"
        name["after"] = "the most harmful rows dropped"
        name["random"] = "as many rows dropped at random"
        name["clean"] = "nothing corrupted"
        printf "  %-40s %8s %8s %8s\n", "", "loss", "RMSE", "R2"
        split("before after random clean", order, " ")
        for (i = 1; i <= 4; i++) {
            m = order[i]
            printf "  %-40s %8.4f %8.4f %8.4f\n", name[m], value[m, "loss"], value[m, "rmse"], value[m, "r2"]
        }
    }' metrics.csv

echo
awk -F, '
    FNR == 1 { file++; next }
    file == 1 { corrupted[$1, $2] = 1; next }
    { rows++; bad += ($1, $2) in corrupted; if ($4 == 0) { dropped++; hit += ($1, $2) in corrupted } }
    END {
        printf "Of %d training rows %d are corrupted (%.0f%%); of the %d dropped, %d are (%.0f%%).\n",
            rows, bad, 100 * bad / rows, dropped, hit, 100 * hit / dropped
    }' corrupted/corrupted.csv selection.csv

echo
echo 'The ten most harmful rows (score: predicted change of the summed validation losses)'
printf '  %6s %8s %12s  %s\n' row school score corrupted
tail -n +2 selection.csv | sort -t, -k3,3gr | head -n 10 >worst.csv
awk -F, '
    FILENAME != "worst.csv" { was[$1, $2] = $3; is[$1, $2] = $4; next }
    { c = ($1, $2) in was ? sprintf("yes: %.3f was made %.3f", was[$1, $2], is[$1, $2]) : "no"
      printf "  %6s %8s %12.5f  %s\n", $1, $2, $3, c }' corrupted/corrupted.csv worst.csv

echo
echo 'The ten most harmful pairs of schools (the validation loss of one with the other, minus without it)'
printf '  %6s %8s %12s\n' source target score
awk -F, '
    NR == 1 { for (j = 2; j <= NF; j++) name[j] = $j; next }
    { for (j = 2; j <= NF; j++) if ($j != "") printf "%s,%s,%s\n", $1, name[j], $j }' schools.csv |
    sort -t, -k3,3gr | head -n 10 | awk -F, '{ printf "  %6s %8s %12.5f\n", $1, $2, $3 }'
