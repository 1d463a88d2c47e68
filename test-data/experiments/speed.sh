# Experiment: speed on human activity, everything in one run on one machine: fits against scipy and scikit-learn, scores
# of all rows against refits, the influence pass against the flops it cannot do without, and so each method of networks.
name=speed
. "$here/common.sh"

python=${PYTHON:-python3}

recorded() { awk -F, -v measure="$1" '$3 == measure { print $4 }' "$parts/$part.new"; }

if test -n "$data" && begin har; then
    quietly train "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
        --standardize pooled --seed 1 -o model
    quietly train "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
        --standardize pooled --seed 1 --sharing none -o alone
    # Training rows only, as task,label,features, which the benchmark and the peers read alike.
    gzip -dc "$data/har66.csv.gz" | awk -F, -v OFS=, '
        FILENAME == "model/split.csv" { if ($3 == "train") keep[$1] = 1; next }
        FNR == 1 { for (j = 1; j <= NF; j++) at[$j] = j; next }
        (FNR - 2) in keep {
            line = $at["subject"] "," ($at["activity"] == 4)
            for (j = 1; j <= NF; j++) if (j != at["subject"] && j != at["activity"]) line = line "," $j
            print line
        }' model/split.csv - >rows.csv
    for kind in model alone; do
        tr '{' '\n' <$kind/model.json | sed -n 's/.*"name": "\([^"]*\)".*"penalty": \([-0-9.eE]*\).*/\1,\2/p' >$kind.csv
    done

    # mtl's fits in a process that is warm, as the peers' are; standardizing is inside them and not inside the peers'.
    for kind in model alone; do
        sharing=SOFT
        test $kind = model || sharing=NONE
        MTL_BENCH_ROWS=$PWD/rows.csv MTL_BENCH_LAMBDA=$PWD/$kind.csv MTL_BENCH_SHARING=$sharing \
            benchmark 'ClassifierFit.*'
        for threads in 1 2; do
            measure har 1 "mtl fit $sharing on $threads threads seconds" \
                "$(awk -v t=$threads '$1 == "ClassifierFitBenchmark.fit" && $2 == t { print $5 / 1000 }' bench.txt)"
        done
    done
    if $python -c 'import numpy, scipy' 2>/dev/null; then
        # Their products are too small to gain from threads that wait for each other.
        OPENBLAS_NUM_THREADS=1 $python "$here/peers.py" rows.csv model alone >peers.csv
        while IFS=, read -r peer value; do measure har 1 "$peer" "$value"; done <peers.csv
        fit=$(recorded 'mtl fit SOFT on 2 threads seconds')
        for method in L-BFGS-B Newton-CG; do
            measure har 1 "scipy $method / mtl" "$(quotient "$(recorded "scipy $method seconds")" "$fit")"
        done
        for solver in lbfgs newton-cg newton-cholesky; do
            theirs=$(recorded "scikit-learn per task $solver seconds")
            test -z "$theirs" || measure har 1 "scikit-learn per task $solver / mtl without sharing" \
                "$(quotient "$theirs" "$(recorded 'mtl fit NONE on 2 threads seconds')")"
        done
    else
        echo "experiment $name: no $python with numpy and scipy, the fit is compared with nothing" >&2
    fi

    # Refits of a sample, extrapolated to all rows: the difference of two samples is free of start-up and reading.
    begun=$(now)
    quietly influence model -o none.csv
    measure har 1 'all influences first order process seconds' "$(seconds_since "$begun")"
    begun=$(now)
    quietly influence model --correction newton -o newton.csv
    measure har 1 'all influences corrected process seconds' "$(seconds_since "$begun")"
    begun=$(now)
    quietly evaluate model --check loo --scores none.csv --sample 4 -o few.csv
    few=$(seconds_since "$begun")
    begun=$(now)
    quietly evaluate model --check loo --scores none.csv --sample 64 -o more.csv
    more=$(seconds_since "$begun")
    refits=$(awk -v few="$few" -v more="$more" -v rows="$(grep -c . rows.csv)" \
        'BEGIN { printf "%.6g\n", (more - few) / 60 * rows }')
    measure har 1 'refits of all rows extrapolated from 60 seconds' "$refits"
    for order in 'first order' corrected; do
        measure har 1 "refits / influences $order" \
            "$(quotient "$refits" "$(recorded "all influences $order process seconds")")"
    done
    finish
fi
test -n "$data" || echo "experiment $name: without DATA, the influence pass only" >&2

if begin pass; then
    benchmark 'RowInfluence.*'
    for figure in pass floorInOneProduct floorInTiles largeProduct; do
        measure pass 1 "$figure milliseconds" \
            "$(awk -v name="RowInfluenceBenchmark.$figure" '$1 == name { print $4 }' bench.txt)"
    done
    # 2 * 100000 * 67 * 30 flops at the rate of 2 * 1000^3 flops.
    floor=$(awk -v large="$(recorded 'largeProduct milliseconds')" \
        'BEGIN { printf "%.6g\n", large * 100000 * 67 * 30 / 1e9 }')
    measure pass 1 'floor milliseconds' "$floor"
    measure pass 1 'pass / floor' "$(quotient "$(recorded 'pass milliseconds')" "$floor")"
    measure pass 1 'pass / floor in tiles' \
        "$(quotient "$(recorded 'pass milliseconds')" "$(recorded 'floorInTiles milliseconds')")"
    finish
fi

if begin floors; then
    benchmark 'NetworkFloors.*'
    # Counters are per second of the clock; divided by the processor's seconds they are what others on the machine do not slow.
    awk '
        { split($1, at, /[:.]/); value[at[2] "," $2 "," at[3]] = $5 }
        at[2] == "scores" && at[3] == "" { methods[++count] = $2 }
        END {
            single = value["products32,N/A,gigaflops32"] / value["products32,N/A,processorSeconds"]
            double_ = value["products64,N/A,gigaflops64"] / value["products64,N/A,processorSeconds"]
            printf "products in 32 bits GFLOP per processor second,%.6g\n", single
            printf "products in 64 bits GFLOP per processor second,%.6g\n", double_
            for (i = 1; i <= count; i++) {
                key = "scores," methods[i] ","
                floor = value[key "gigaflops32"] / single + value[key "gigaflops64"] / double_
                printf "%s seconds,%.6g\n", methods[i], 1 / value[key]
                printf "%s processor seconds,%.6g\n", methods[i], value[key "processorSeconds"] / value[key]
                printf "%s floor processor seconds,%.6g\n", methods[i], floor / value[key]
                printf "%s / floor,%.6g\n", methods[i], value[key "processorSeconds"] / floor
            }
        }' bench.txt >floors.csv
    while IFS=, read -r figure value; do measure floors 1 "$figure" "$value"; done <floors.csv
    finish
fi

summary <<B
har,relative difference of the objectives,each,<=1e-9
har,scipy L-BFGS-B / mtl,each,>=10
har,scipy Newton-CG / mtl,each,>=10
pass,pass / floor,each,<=2
floors,ekfac / floor,each,<=4
floors,datainf / floor,each,<=4
B
