# Sourced by each experiment after it set name. A part (one setting and seed) writes what it measured to a file of its
# own, so that an interrupted run goes on where it stopped; the summary puts the parts and the wanted bounds together.
set -eu
LC_ALL=C
# The scripts that import each other leave nothing beside themselves.
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
parts=$results/$name.parts
mkdir -p "$parts"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM

# begin PART: false where the part's results are there; else an empty working folder.
begin() {
    test ! -e "$parts/$1.csv" || return 1
    part=$1
    rm -f "$parts/$part.new"
    rm -rf "$work/run"
    mkdir "$work/run"
    cd "$work/run"
    : >"$work/commands"
    echo "experiment $name: $part" >&2
}

# measure SETTING SEED MEASURE VALUE: a value that is missing, since what computes it failed, ends the experiment.
measure() {
    if test -z "$4"; then
        echo "experiment $name: $part: no value of $3" >&2
        exit 1
    fi
    printf '%s,%s,%s,%s\n' "$@" >>"$parts/$part.new"
}

finish() {
    cd "$work"
    # What stood in the data folder or the working folder, as anyone would write it.
    sed -e "s|${data:-$work/run}|\$DATA|g" -e "s|$work/run/||g" -e "s|$work|.|g" "$work/commands" >"$parts/$part.commands"
    mv "$parts/$part.new" "$parts/$part.csv"
}

# quietly COMMAND...: without the warnings that every seed repeats; an error line still shows.
quietly() {
    echo "mtl $*" >>"$work/commands"
    if ! "$mtl" "$@" -q 2>"$work/errors"; then
        cat "$work/errors" >&2
        return 1
    fi
}

# seconds_since START: wall time; date's %N is GNU's, elsewhere whole seconds are counted.
now() { date +%s.%N | sed 's/\.%*N$//'; }
seconds_since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.6g\n", to - from }'; }

# peak_of PID: polls a process until it ends; leaves the peak of its memory that is no page of a file in peak_mib.
peak_of() {
    peak_kib=0
    while status=$(cat "/proc/$1/status" 2>/dev/null) && test "${status#*RssAnon}" != "$status"; do
        peak_kib=$(printf '%s\n' "$status" | awk -v peak="$peak_kib" '
            /^Rss(Anon|Shmem):/ { sum += $2 } END { print (sum > peak + 0 ? sum : peak) }')
        sleep 0.1
    done
    peak_mib=$(awk -v k="$peak_kib" 'BEGIN { printf "%.6g\n", k / 1024 }')
}

# has_images: whether mtl has its engine of images.
has_images() {
    launcher=$(command -v "$mtl") && test -d "$(dirname -- "$launcher")/../engines/dl4j"
}

quotient() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6g\n", (b > 0 ? a / b : "nan") }'; }

# benchmark PATTERN: JMH's table to bench.txt, at the small scale of fewer iterations; the columns differ by whether there are parameters.
benchmark() {
    quick='-wi 2 -i 3'
    test -z "$full" || quick=
    ${MAKE:-make} -s -C "$here/../.." bench "BENCH=$1 $quick" >bench.log 2>&1 || { cat bench.log >&2; return 1; }
    awk '/^Benchmark / { on = 1 } on' bench.log >bench.txt
}

# field CHECK TARGET COLUMN: a cell of what evaluate --correlation prints, from standard input.
field() {
    awk -F, -v check="$1" -v target="$2" -v column="$3" '
        NR == 1 { for (j = 1; j <= NF; j++) at[$j] = j; next }
        $1 == check && $2 == target { print $at[column] }'
}

# test_metric MODEL METRIC: the mean over tasks on the test rows.
test_metric() {
    "$mtl" evaluate "$1" --on test -q 2>/dev/null |
        awk -F, -v metric="$2" '$2 == "*" && $4 == metric { print $5 }'
}

# rank_correlation A B: the rank correlation of two matrices of all pairs of different tasks.
rank_correlation() {
    for file; do
        awk -F, 'NR > 1 { for (j = 2; j <= NF; j++) if (j != NR) print NR "_" j "," $j }' "$file" | sort -t, -k2,2g |
            awk -F, '{ print $1 "," NR }' | sort -t, -k1,1
    done | awk -F, '
        $1 in rank { x = rank[$1]; y = $2; n++; sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y; next }
        { rank[$1] = $2 }
        END { printf "%.4g\n", (sxy - sx * sy / n) / sqrt((sxx - sx * sx / n) * (syy - sy * sy / n)) }'
}

# named: which part measured what, for the report, part,setting,measure, the first one of each.
named() {
    for file in "$parts"/*.csv; do
        test ! -e "$file" || awk -F, -v OFS=, -v part="$(basename "$file" .csv)" '{ print part, $1, $3 }' "$file"
    done | awk -F, '!(($2, $3) in seen) { seen[$2, $3] = 1; print }' >"$work/index"
    mv "$work/index" "$results/$name.index"
}

# summary: reads the bounds (setting prefix or *, measure, each|mean|median|min|max, bound) from standard input.
summary() {
    cat >"$work/bounds"
    cat "$parts"/*.csv >"$work/measured" 2>/dev/null || : >"$work/measured"
    awk -f "$here/summary.awk" -v table="$work/table" "$work/bounds" "$work/measured" >"$work/summary"
    mv "$work/summary" "$results/$name.csv"
    named
    echo
    echo "$name ($results/$name.csv)"
    cat "$work/table"
}
