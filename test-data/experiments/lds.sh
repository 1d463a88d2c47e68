# Experiment: which scores of networks predict what training on other rows gives? Linear datamodeling scores of all methods
# on random halves of the training rows, three trainings each, with seconds and memory of the scoring.
name=lds
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with har66.csv.gz or Fashion-MNIST, skipped" >&2
    exit 0
fi
subsets=40
test -z "$full" || subsets=100
# Those with -5 score with five models, of which the first is that of the others.
methods='ekfac kfac datainf gauss-newton arnoldi lissa tracin grad-dot grad-cos source trak ekfac-5 trak-5'

# networks SET MODEL_OPTIONS...: the network, kept beside the parts with the losses of all trainings.
networks() {
    set=$1
    kept=$parts/$set
    shift
    mkdir -p "$kept"
    test -e "$kept/models" ||
        quietly train "$@" --model mlp --epochs 15 --patience none --checkpoints 3 --seed 1 --seeds 5 -o "$kept/models"
    for method in $methods; do
        begin "$set-$method" || continue
        normalize=kept
        case $method in grad-cos | trak*) normalize=fixed ;; esac
        models=$kept/models/seed-1
        test $method = ${method%-5} || models="$kept/models/seed-1 $kept/models/seed-2 $kept/models/seed-3 $kept/models/seed-4 $kept/models/seed-5"
        begun=$(now)
        # shellcheck disable=SC2086 # names of models
        "$mtl" influence $models --method ${method%-5} --normalize $normalize -q -o scores.csv 2>errors &
        pid=$!
        peak_of $pid
        if ! wait $pid; then
            echo "experiment $name: $set, $method: $(cat errors)" >&2
            cd "$work"
            continue
        fi
        measure "$set" 1 "$method seconds" "$(seconds_since "$begun")"
        measure "$set" 1 "$method MiB" "$peak_mib"
        begun=$(now)
        quietly evaluate "$kept/models/seed-1" --check lds --scores scores.csv --subsets $subsets --truth "$kept/truth.csv" \
            --correlation -o agreement.csv
        # The first method pays for all trainings.
        test $method != ekfac || measure "$set" 1 "seconds of $subsets x 3 trainings" "$(seconds_since "$begun")"
        for figure in spearman spearman_low spearman_high p_value ceiling; do
            measure "$set" 1 "$method $figure" "$(field lds '*' $figure <agreement.csv)"
        done
        finish
    done
}

if test -e "$data/har66.csv.gz"; then
    networks har "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
        --standardize pooled --hidden 32 --lr 0.003
fi
if test -e "$data/fashion-mnist-t10k-images-idx3-ubyte.gz"; then
    mkdir -p "$parts/fashion"
    if ! test -e "$parts/fashion/images.csv"; then
        quietly convert "$data/fashion-mnist-t10k-images-idx3-ubyte.gz" "$data/fashion-mnist-t10k-labels-idx1-ubyte.gz" \
            --flat -o "$work/all.csv"
        head -n 2001 "$work/all.csv" >"$work/images.csv"
        mv "$work/images.csv" "$parts/fashion/images.csv"
        rm -f "$work/all.csv"
    fi
    networks fashion "$parts/fashion/images.csv" --one-vs-rest y --split 0.6,0.2,0.2 --standardize pooled --hidden 64 --lr 0.001
fi

summary <<B
har,ekfac spearman,each,>=0.1
fashion,ekfac spearman,each,>=0.1
B
