# Experiment: what do scores of whole tasks say of training a network without them? Spearman's correlation with training again,
# for each of nine attributes of faces with 250 rows each, of influence, TAG and cosines of gradients.
name=loto
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with celeba_attr01.csv.gz, skipped" >&2
    exit 0
fi
seeds='1 2 3 4 5'
retrainings=3
test -z "$full" || retrainings=10
tasks=Attractive,Bald,Bangs,Big_Nose,Chubby,High_Cheekbones,Male,Smiling,Young
gzip -dc "$data/celeba_attr01.csv.gz" >"$work/all.csv"
for seed in $seeds; do
    begin "celeba-$seed" || continue
    # Other faces for each seed.
    awk -F, -v seed="$seed" 'NR == 1 { print; next } n[$2]++ >= 1000 * seed && taken[$2]++ < ($2 == 0 ? 250 : 500)' "$work/all.csv" >faces.csv
    options="--targets $tasks --id image --split partition --standardize pooled --model mlp --hidden 32 --epochs 40 --patience none
        --lr 0.003 --seed $seed"
    # shellcheck disable=SC2086 # options are words
    quietly train faces.csv $options -o model
    quietly influence model --level task -o ekfac.csv
    quietly influence model --level task --method gauss-newton -o gauss-newton.csv
    # shellcheck disable=SC2086
    quietly affinity faces.csv $options --method tag,cosine -o collected
    mv collected/tag.csv collected/cosine.csv .
    for scores in ekfac gauss-newton tag cosine; do
        quietly evaluate model --check loto --scores $scores.csv --retrainings $retrainings --truth truth.csv --correlation -o agreement.csv
        for target in $(echo $tasks | tr , ' ') '*'; do
            measure "celeba" "$seed" "$scores $target" "$(field loto "$target" spearman <agreement.csv)"
        done
    done
    finish
done

summary <<B
B
