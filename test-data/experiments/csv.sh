# Experiment: how fast numeric CSV becomes numbers: mtl, commons-csv with parseDouble, numpy.loadtxt and Miller on the same
# bytes in one run. The Java readers read from memory in a warm process, on one thread; 1 MB is 10^6 bytes.
name=csv
. "$here/common.sh"

python=${PYTHON:-python3}
megabytes=100
test -z "$full" || megabytes=1000

# rate FILE SECONDS: MB/s
rate() { awk -v bytes="$(wc -c <"$1")" -v seconds="$2" 'BEGIN { printf "%.4g\n", bytes / 1e6 / seconds }'; }
# counter NAME: what JMH says of a benchmark or its counter.
counter() { awk -v name="CsvReadBenchmark.$1" '$1 == name { print $4 }' bench.txt; }

# compare SETTING FIRST: all readers on data.csv, of which columns FIRST (from 0) to the last are numbers. The environment
# says the roles. Beside the rate by the clock stands that per second of processor time, which others on the machine
# disturb less.
compare() {
    MTL_BENCH_CSV=$PWD/data.csv benchmark CsvRead
    for reader in 'mtl:mtl numbers' 'dataset:mtl data set' 'fastCsv:FastCSV unchecked' 'commonsCsv:commons-csv and parseDouble'; do
        megabytes_a_second=$(counter "${reader%%:*}:megabytes")
        measure "$1" 1 "${reader#*:} MB/s on 1 thread" "$megabytes_a_second"
        measure "$1" 1 "${reader#*:} MB per CPU second" \
            "$(quotient "$megabytes_a_second" "$(counter "${reader%%:*}:cpuSeconds")")"
    done
    if $python -c 'import numpy' 2>/dev/null; then
        $python "$here/loadtxt.py" data.csv "$2" >loadtxt.txt
        measure "$1" 1 'numpy.loadtxt MB/s' "$(rate data.csv "$(sed -n 1p loadtxt.txt)")"
        measure "$1" 1 'numpy.loadtxt MB per CPU second' "$(rate data.csv "$(sed -n 2p loadtxt.txt)")"
    else
        echo "experiment $name: no $python with numpy, loadtxt is not measured" >&2
    fi
    if command -v mlr >/dev/null; then
        begun=$(now)
        mlr --icsv --ojson stats1 -a sum --fr . data.csv >/dev/null
        measure "$1" 1 'Miller MB/s of a process' "$(rate data.csv "$(seconds_since "$begun")")"
    else
        echo "experiment $name: no mlr, Miller is not measured" >&2
    fi
    finish
}

if test -n "$data" && begin ETTm1; then
    gzip -dc "$data/ETTm1.csv.gz" >data.csv
    MTL_BENCH_TARGETS=OT compare ETTm1 1
fi
if test -n "$data" && begin har66; then
    gzip -dc "$data/har66.csv.gz" >data.csv
    MTL_BENCH_TASK=subject MTL_BENCH_TARGET=activity compare har66 0
fi
test -n "$data" || echo "experiment $name: without DATA, the synthetic file only" >&2

if begin "synthetic-$megabytes"; then
    # Rows of about 1 kB, 20,000 different ones: more than any predictor remembers, and quickly made.
    awk 'BEGIN {
        srand(1)
        printf "task,target"
        for (j = 0; j < 50; j++) printf ",f%d", j
        print ""
        for (i = 0; i < 20000; i++) {
            printf "task%d", 10 * rand()
            for (j = 0; j < 51; j++) printf ",%.16g", 6 * rand() - 3
            print ""
        }
    }' >rows.csv
    head -n 1 rows.csv >data.csv
    tail -n +2 rows.csv >block
    while test "$(wc -c <data.csv)" -lt "${megabytes}000000"; do cat block >>data.csv; done
    compare "synthetic of $megabytes MB" 1
fi

summary <<B
*,mtl numbers MB/s on 1 thread,each,>=150
*,mtl data set MB/s on 1 thread,each,>=150
B
