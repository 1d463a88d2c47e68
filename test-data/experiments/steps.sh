# Experiment: steps. What a step of a network costs, a batch of 256 rows on 2 threads, in one run: gradients of all tasks
# together and of each, products with examples' gradients and with the Hessian, beside the products of matrices that they
# cannot do without and beside PyTorch, whose times are the better of 1 and 2 threads and of a run before and one after.
# Networks of words likewise, 64 sentences, beside PyTorch alone.
name=steps
. "$here/common.sh"

python=${PYTHON:-python3}
shapes='100,256,128,10 784,512,512,10 50,32,1'
sentences='text-cnn,fixed text-cnn,tuned text-lstm,fixed text-lstm,tuned'

# took SHAPE METHOD [BENCHMARK]: microseconds.
took() { awk -v m="${3:-NetworkBenchmark}.$2" -v shape="$1" '$1 == m && $2 == shape { print $5 }' bench.txt; }

# peer SCRIPT
peer() {
    if $python -c 'import torch' 2>/dev/null; then
        $python "$here/$1.py" >>peer.csv
    fi
}

# theirs SHAPE MEASURE: PyTorch's microseconds.
theirs() {
    awk -F, -v shape="$(echo "$1" | tr , -)" -v m="$2" '
        $1 == shape && $2 == m && (best == "" || $3 < best) { best = $3 } END { print best }' peer.csv
}

if begin steps; then
    : >peer.csv
    peer torch_steps
    benchmark 'NetworkBenchmark.*'
    peer torch_steps
    test -s peer.csv || echo "experiment $name: no $python with torch, steps are compared with floors only" >&2
    for shape in $shapes; do
        of=$(echo "$shape" | tr , -)
        for method in gradient jointStep taskGradients taskGradientsOfSeparateRows exampleProducts hessianProduct; do
            measure "$of" 1 "$method microseconds" "$(took "$shape" $method)"
        done
        joint=$(took "$shape" jointStep)
        each=$(took "$shape" taskGradients)
        measure "$of" 1 'joint step / floor' "$(quotient "$joint" "$(took "$shape" floorOfJointStep)")"
        measure "$of" 1 'task gradients / floor' "$(quotient "$each" "$(took "$shape" floorOfTaskGradients)")"
        measure "$of" 1 'task gradients of long form / joint step' \
            "$(quotient "$(took "$shape" taskGradientsOfSeparateRows)" "$joint")"
        measure "$of" 1 'example products / joint step' "$(quotient "$(took "$shape" exampleProducts)" "$joint")"
        measure "$of" 1 'Hessian product / gradient' \
            "$(quotient "$(took "$shape" hessianProduct)" "$(took "$shape" gradient)")"
        if test -s peer.csv; then
            measure "$of" 1 'PyTorch joint step / ours' "$(quotient "$(theirs "$shape" 'joint step')" "$joint")"
            measure "$of" 1 'PyTorch task gradients / ours' "$(quotient "$(theirs "$shape" 'task gradients')" "$each")"
        fi
    done
    finish
fi

if begin sentences; then
    : >peer.csv
    peer torch_sentences
    benchmark 'SentenceBenchmark.*'
    peer torch_sentences
    for of in $sentences; do
        joint=$(took "$of" jointStep SentenceBenchmark)
        measure "$(echo "$of" | tr , -)" 1 'jointStep microseconds' "$joint"
        test ! -s peer.csv ||
            measure "$(echo "$of" | tr , -)" 1 'PyTorch joint step / ours' "$(quotient "$(theirs "$of" 'joint step')" "$joint")"
    done
    finish
fi

summary <<B
*,joint step / floor,each,<=2
*,task gradients / floor,each,<=2
*,task gradients of long form / joint step,each,<=1.2
*,example products / joint step,each,<=1.3
*,Hessian product / gradient,each,<=3
*,PyTorch joint step / ours,each,>=1.5
*,PyTorch task gradients / ours,each,>=2
B
