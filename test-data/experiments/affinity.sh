# Experiment: affinity. Do affinities that are collected while training tell which tasks help which? Their rank correlation with
# training again without each task, beside that of influence, on the synthetic tasks of Duan and Wang and on human activity.
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
    if test -n "$data" && begin "har-$seed"; then
        har="--task subject --target activity --positive 4 --split 0.8,0.1,0.1 --standardize pooled --seed $seed"
        quietly train "$data/har66.csv.gz" $har -o model
        agreement har "$seed" "$data/har66.csv.gz" $har
        finish
    fi
done
test -n "$data" || echo "experiment $name: without DATA, synthetic tasks only" >&2

summary <<B
B
