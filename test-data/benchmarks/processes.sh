#!/bin/sh
# Times runs of the whole program, from the start of the process to its end, on data made here. Usage:
#
#     processes.sh MTL FOLDER [PATTERN]
#
# MTL is the launcher of an installation, FOLDER a folder for the data and the results; FOLDER/processes.csv has the
# table that is printed. Lines whose names PATTERN, a basic regular expression, does not match are left out; they must have
# run before where others need their results. RUNS=N (default 5) times each N times after one run that is not counted.
# PYTHON (default python3) runs the peer.
set -eu

case $1 in */*) mtl=$(cd "${1%/*}" && pwd)/${1##*/} ;; *) mtl=$(command -v "$1") ;; esac
here=$(cd "$(dirname "$0")" && pwd)
runs=${RUNS:-5}
python=${PYTHON:-python3}
pattern=${3:-.}
mkdir -p "$2"
cd "$2"
export MTL_ARGS=

# 1,200 rows of 20 features, 0.5 MB, and 100,000 rows of 50 features, 100 MB; a third for training, a third for validation.
test -f small.csv || "$mtl" synth duan-wang --delta 0.4 --alpha 0.2 --tasks 10 --rows 120 --dimension 20 -q -o small.csv
test -f large.csv || "$mtl" synth duan-wang --delta 0.4 --alpha 0.2 --tasks 50 --rows 2000 --dimension 50 -q -o large.csv

times=times.txt
memory=
command -v time >/dev/null 2>&1 && test "$(command time -f %M true 2>&1)" -gt 0 2>/dev/null && memory=yes
echo 'benchmark,runs,median_seconds,min_seconds,max_seconds,peak_megabytes' >processes.csv
printf '%-52s %8s %8s %8s %8s\n' seconds median min max 'peak MiB'

# run NAME COMMAND: times a command of the shell.
run() {
    printf '%s\n' "$1" | grep -q -e "$pattern" || return 0
    peak=
    if test -n "$memory"; then
        command time -f %M -o peak.txt sh -c "$2" >/dev/null
        peak=$(tail -n 1 peak.txt)
    else
        sh -c "$2" >/dev/null
    fi
    : >$times
    for i in $(seq "$runs"); do
        begun=$(date +%s%N)
        sh -c "$2" >/dev/null
        echo $(($(date +%s%N) - begun)) >>$times
    done
    sort -n $times | awk -v name="$1" -v peak="$peak" '{ t[NR] = $1 / 1e9 }
        END {
            m = NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2
            mb = peak == "" ? "" : sprintf("%.0f", peak / 1024)
            printf "\"%s\",%d,%.3f,%.3f,%.3f,%s\n", name, NR, m, t[1], t[NR], mb >>"processes.csv"
            printf "%-52s %8.3f %8.3f %8.3f %8s\n", name, m, t[1], t[NR], mb
        }'
}

# The archive beside the jars shortens the start; a copy without it shows by how much.
rm -rf plain
home=$(cd "$(dirname "$mtl")/.." && pwd)
mkdir plain
cp -R "$home/bin" "$home/lib" "$home/natives" "$home/share" plain/
rm -f plain/lib/mtl.jsa plain/lib/mtl.jsa.jdk
java=java
test -z "${JAVA_HOME-}" || java=$JAVA_HOME/bin/java

run 'an empty Java (java -version)' "'$java' -Xshare:auto -XX:TieredStopAtLevel=1 -version 2>&1"
run 'mtl --version' "'$mtl' --version"
run 'mtl help train' "'$mtl' help train"
run 'mtl help train, without the class-data archive' 'plain/bin/mtl help train'
if "$python" -c 'import numpy' 2>/dev/null; then
    run 'python importing numpy' "'$python' -c 'import numpy'"
else
    echo "processes.sh: no $python with numpy, which is compared with nothing" >&2
fi

for size in small large; do
    roles='--task task --target y'
    run "$size: inspect" "'$mtl' inspect $size.csv -q"
    run "$size: train, one penalty" "'$mtl' train $size.csv $roles --lambda 0.1 --force -q -o $size"
    run "$size: train, one penalty, without that archive" "plain/bin/mtl train $size.csv $roles --lambda 0.1 --force -q -o plain/model"
    run "$size: train, penalty chosen" "'$mtl' train $size.csv $roles --force -q -o tuned"
    run "$size: influence of each row on each task" "'$mtl' influence $size -q -o $size.scores.csv"
    run "$size: influence, to the pipe" "'$mtl' influence $size -q | tail -n 1"
    run "$size: influence beyond first order" "'$mtl' influence $size --correction newton -q -o newton.csv"
    run "$size: influence | select | retrain" \
        "'$mtl' influence $size -q | '$mtl' select --drop 0.02 | '$mtl' retrain $size --selection - --force -q -o after"
    run "$size: evaluate" "'$mtl' evaluate $size after -q"
    run "$size: task affinities | group, greedy" \
        "'$mtl' influence $size --level task --as gain -q | '$mtl' group --groups 3 --partition --solver greedy -q"
done
run 'small: train mlp, 20 epochs' \
    "'$mtl' train small.csv --task task --target y --model mlp --hidden 64,32 --epochs 20 --patience none --force -q -o net"

if "$python" -c 'import numpy' 2>/dev/null; then
    for size in small large; do
        run "$size: peer in numpy, train + influence" "'$python' '$here/peer.py' $size.csv 0.1 peer.csv"
        printf '%s' "$size: peer in numpy, train + influence" | grep -q -e "$pattern" || continue
        # Both did the same: the largest difference of two scores, beside the largest score.
        paste -d, peer.csv "$size.scores.csv" | awk -F, -v size="$size" '
            NR == 1 { n = NF / 2; next }
            { for (i = 3; i <= n; i++) {
                d = $i - $(n + i); d = d < 0 ? -d : d; v = $i < 0 ? -$i : $i
                if (d > worst) worst = d
                if (v > most) most = v } }
            END { printf "%s: scores of peer and mtl differ by at most %.1e of the largest\n", size, worst / most; exit worst > 1e-6 * most }'
    done
fi
rm -rf plain
