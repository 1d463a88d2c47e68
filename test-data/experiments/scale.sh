# Experiment: NPY data larger than the heap. 10 tasks of 50 float64 features, made by synth: wall time of train and influence
# against reading the file twice and the flops, and the resident memory beside the mapped file, at few and at many rows.
name=scale
. "$here/common.sh"

rows='200000 1000000'
test -z "$full" || rows='2000000 10000000'
tasks=10
dimension=50
heap=1g

recorded() { awk -F, -v measure="$1" '$3 == measure { print $4 }' "$parts/$part.new"; }
quotient() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6g\n", (b > 0 ? a / b : "nan") }'; }

# watched LABEL COMMAND...: wall seconds, and the peak of the memory that is no page of a file, polled while it runs. The
# launcher becomes the JVM, so its process is the one to watch.
watched() {
    label=$1
    shift
    begun=$(now)
    MTL_JAVA_OPTS=-Xmx$heap "$mtl" "$@" -q 2>"$work/errors" &
    pid=$!
    peak_of $pid
    wait "$pid" || { cat "$work/errors" >&2; return 1; }
    measure "$n" 1 "$label seconds" "$(seconds_since "$begun")"
    measure "$n" 1 "$label MiB beside the file" "$peak_mib"
}

test -r /proc/self/status || { echo "experiment $name: no /proc, hence no memory to measure" >&2; exit 0; }

if begin rate; then
    # One product of two 1000 x 1000 matrices, on one thread.
    ${MAKE:-make} -s -C "$here/../.." bench BENCH=RowInfluenceBenchmark.largeProduct >bench.log 2>&1 || {
        cat bench.log >&2
        exit 1
    }
    measure rate 1 'flops per second' \
        "$(awk '/^Benchmark / { on = 1 } on && /largeProduct/ { printf "%.6g\n", 2e9 / ($4 / 1000) }' bench.log)"
    finish
fi
rate=$(awk -F, '$3 == "flops per second" { print $4 }' "$parts/rate.csv")

for n in $rows; do
    free=$(df -Pk "$work" | awk 'NR == 2 { print $4 }')
    if test "$free" -lt $((n * dimension * 8 / 1024 * 5 / 4)); then
        echo "experiment $name: too little room in $work for $n rows, skipped" >&2
        continue
    fi
    if begin "$n"; then
        begun=$(now)
        quietly synth linear --tasks $tasks --rows $((n / tasks)) --dimension $dimension --seed 1 -o data
        measure "$n" 1 'synth seconds' "$(seconds_since "$begun")"
        # Read once unmeasured, so that all that follow find the file in the page cache if it fits.
        cat data/x.npy >/dev/null
        begun=$(now)
        cat data/x.npy data/x.npy >/dev/null
        measure "$n" 1 'reading twice seconds' "$(seconds_since "$begun")"
        watched train train data -o model
        watched influence influence model -o scores.npy
        # Training forms X'X, n p^2; influence forms it again and multiplies each row with a direction per task.
        cores=$(nproc 2>/dev/null || echo 1)
        train=$(awk -v n="$n" -v p=$((dimension + 1)) -v r="$rate" -v c="$cores" 'BEGIN { printf "%.6g\n", n * p * p / r / c }')
        influence=$(awk -v n="$n" -v p=$((dimension + 1)) -v k=$tasks -v r="$rate" -v c="$cores" \
            'BEGIN { printf "%.6g\n", n * p * (p + 2 * k + 2) / r / c }')
        reading=$(recorded 'reading twice seconds')
        for command in train influence; do
            eval "flops=\$$command"
            measure "$n" 1 "$command flops seconds" "$flops"
            measure "$n" 1 "$command / floor" \
                "$(awk -v s="$(recorded "$command seconds")" -v a="$reading" -v b="$flops" 'BEGIN { printf "%.6g\n", s / (a + b) }')"
        done
        finish
    fi
done

few=${rows% *}
many=${rows#* }
if test -e "$parts/$few.csv" && test -e "$parts/$many.csv" && begin growth; then
    for command in train influence; do
        measure growth 1 "$command bytes per row more" "$(awk -F, -v few="$few" -v many="$many" -v m="$command MiB beside the file" '
            $3 == m { at[$1] = $4 } END { printf "%.6g\n", (at[many] - at[few]) * 1048576 / (many - few) }' \
            "$parts/$few.csv" "$parts/$many.csv")"
    done
    finish
fi

summary <<B
growth,train bytes per row more,each,<=4
growth,influence bytes per row more,each,<=4
B
