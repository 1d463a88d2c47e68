# Experiment: affinity. Do affinities that are collected while training tell which tasks help which? Their rank correlation with
# training again without each task, beside that of influence, on the synthetic tasks of Duan and Wang and on human activity; and
# with what training every pair of tasks gains, on the labels of Emotions and Yeast.
name=affinity
. "$here/common.sh"

seeds='1 2'
test -z "$full" || seeds='1 2 3 4 5'
methods='tag transfer-gain cosine proximal'

# agreement SETTING SEED DATA OPTION...: a model with soft sharing is in model; all methods share one training.
agreement() {
    setting=$1
    seed=$2
    file=$3
    shift 3
    quietly influence model --level task -o influence.csv
    quietly evaluate model --check loto --scores influence.csv --correlation -o agreement.csv
    measure "$setting" "$seed" 'spearman influence' "$(field loto '*' spearman <agreement.csv)"
    quietly affinity "$file" "$@" --method "$(echo $methods | tr ' ' ,)" --force -o collected
    for method in $methods; do
        quietly evaluate model --check loto --scores collected/$method.csv --correlation -o agreement.csv
        measure "$setting" "$seed" "spearman $method" "$(field loto '*' spearman <agreement.csv)"
    done
}

for seed in $seeds; do
    for delta in 0.4 0.6 1.0; do
        for alpha in 0 0.2; do
            if begin "synthetic-$delta-$alpha-$seed"; then
                quietly synth duan-wang --delta $delta --alpha $alpha --seed "$seed" -o data.csv
                quietly train data.csv --task task --target y --lambda 0.1 -o model
                agreement "delta $delta alpha $alpha" "$seed" data.csv --task task --target y --lambda 0.1
                finish
            fi
        done
    done
    if test -n "$data" && { test -n "$full" || test "$seed" = 1; } && begin "har-$seed"; then
        har="--task subject --target activity --positive 4 --split 0.8,0.1,0.1 --standardize pooled --seed $seed"
        quietly train "$data/har66.csv.gz" $har -o model
        agreement har "$seed" "$data/har66.csv.gz" $har
        finish
    fi
done

# pairs SETTING DATA OPTION...: networks; affinities collected while training and the gains of all pairs are means over the same seeds,
# which draw splits anew; influence, gradient-surrogate and covariance are of one model.
pairs() {
    setting=$1
    file=$2
    shift 2
    net="--standardize pooled --model mlp --hidden 64 --lr 0.001 --epochs 60 --patience 5"
    # Options without spaces, split on purpose.
    quietly affinity "$file" "$@" $net --method hoa --seeds "$draws" -o pairs
    quietly affinity "$file" "$@" $net --method "$(echo $methods | tr ' ' ,)" --seeds "$draws" --force -o collected
    quietly train "$file" "$@" $net -o model
    for method in influence gradient-surrogate covariance; do
        quietly affinity model --method $method -o collected/$method.csv
    done
    for method in $methods influence gradient-surrogate covariance; do
        measure "$setting" '' "rank correlation of $method with gains of pairs" "$(rank_correlation collected/$method.csv pairs/hoa.csv)"
    done
    # How far the gains agree with those of other splits and first weights.
    quietly affinity "$file" "$@" $net --method hoa --seed 1000 --seeds "$draws" -o again
    measure "$setting" '' 'rank correlation of gains of pairs with those of other seeds and splits' "$(rank_correlation again/hoa.csv pairs/hoa.csv)"
}

draws=3
test -z "$full" || draws=10
if test -n "$data"; then
    if begin pairs-emotions; then
        quietly convert "$data/Emotions.arff.gz" --labels-last 6 -o emotions.csv
        pairs 'emotions pairs' emotions.csv --split 0.6,0.2,0.2 \
            --targets amazed-suprised,happy-pleased,relaxing-calm,quiet-still,sad-lonely,angry-aggresive
        finish
    fi
    if begin pairs-yeast; then
        quietly convert "$data/Yeast.arff.gz" --labels-last 14 -o yeast.csv
        pairs 'yeast pairs' yeast.csv --split 0.6,0.2,0.2 --targets Class1:Class14
        finish
    fi
fi

test -n "$data" || echo "experiment $name: without DATA, synthetic tasks only" >&2

summary <<B
B
