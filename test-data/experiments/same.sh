#!/bin/sh
# Whether two runs of the experiments gave the same numbers: each measure of a part that both have, those of time and memory aside.
# Usage: same.sh RESULTS RESULTS; lists what differs, and exits with 1 if anything does or nothing was there to compare.
set -eu
test $# = 2 || { echo 'same.sh: two folders of results are needed' >&2; exit 2; }
for name in "$1"/*.parts; do
    name=${name##*/}
    for part in "$1/$name"/*.csv; do
        other=$2/$name/${part##*/}
        test ! -e "$other" || awk -F, -v part="$name/${part##*/}" '
            # A name of a setting can have commas: the value is the last cell.
            FNR == 1 { files++; split("", seen) }
            { key = $0; sub(/,[^,]*$/, "", key); key = key "," ++seen[key] }
            $(NF - 1) ~ /seconds|MiB|GB|floor|bytes|peer|plain training|interval|faster|a second|PyTorch|scipy|numpy|(^|[ (])ms([ )]|$)/ { next }
            files == 1 { value[key] = $NF; next }
            { print part "," key "," value[key] "," $NF "," (key in value && value[key] == $NF ? "same" : "differs"); delete value[key] }
            END { for (key in value) print part "," key "," value[key] ",,differs" }' "$part" "$other"
    done
done | awk -F, '
    { count++ }
    $NF == "differs" { differ++; print }
    END { printf "%d measures compared, %d differ\n", count, differ; exit !(count && !differ) }'
