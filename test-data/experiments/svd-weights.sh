# Experiment: svd-weights. A fifth of the training labels of one of two tasks is flipped: test AUC of both under weights by a
# singular value decomposition ([4] Algorithm 2, Fig. 10), beside equal ones, uncertainty, random and rows selected by influence;
# 3 random pairs of Yeast's tasks and 3 of face attributes (predicted from the others), 20 with SCALE=full; all 14 of Yeast without flips.
# Parts are a set, a pair and a seed.
name=svd-weights
. "$here/common.sh"

tables=$results/$name.tables
mkdir -p "$tables"
seeds='1'
count=3
test -z "$full" || { seeds='1 2 3 4 5'; count=20; }
net='--standardize pooled --model mlp --hidden 16 --lr 0.003 --epochs 60 --patience 10'
# The same pairs everywhere: Park and Miller's generator, exact in doubles.
pairs() {
    awk -v tasks="$1" -v count=$count 'BEGIN {
        x = 4242
        while (n < count) {
            x = x * 16807 % 2147483647; a = x % tasks + 1
            x = x * 16807 % 2147483647; b = x % tasks + 1
            if (a != b && !((a, b) in seen)) { seen[a, b] = seen[b, a] = 1; print a, b; n++ }
        }
    }'
}

table() {
    case $1 in
    yeast)
        test -e "$tables/yeast.csv" || quietly convert "$data/Yeast.arff.gz" --labels-last 14 -o "$tables/yeast.csv"
        split=0.6,0.2,0.2 column=split ;;
    faces)
        # Every 20th face.
        test -e "$tables/faces.csv" || gzip -dc "$data/celeba_attr01.csv.gz" | awk 'NR == 1 || NR % 20 == 0' >"$tables/faces.csv"
        split=partition column=partition ;;
    esac
    table=$tables/$1.csv
    case $1 in
    yeast) tasks=$(seq -f 'Class%g' 1 14) ;;
    faces) tasks=$(head -n 1 "$table" | tr , '\n' | tail -n +3) ;;
    esac
}

task() { echo "$tasks" | sed -n "$1p"; }
# features SET TARGET...: the columns that are none of the targets, image and split.
features() {
    case $1 in
    yeast) echo 'Att*' ;;
    faces) echo "$tasks" | grep -vx -e "$2" -e "$3" | paste -s -d , - ;;
    esac
}

# auc MODEL SETTING SEED: the mean over tasks on test rows.
auc() { measure "$2" "$3" auc "$(test_metric "$1" auc)"; }

# every SEED SETTING DATA OPTIONS...: all methods on one table.
every() {
    seed=$1 setting=$2
    shift 2
    quietly train "$@" $net --seed "$seed" -o equal
    auc equal "$setting equal" "$seed"
    for method in uncertainty random; do
        quietly train "$@" $net --seed "$seed" --weighting $method -o $method
        auc $method "$setting $method" "$seed"
    done
    for rank in $ranks; do
        quietly train "$@" $net --seed "$seed" --weighting svd --rank "$rank" -o "svd-$rank"
        auc "svd-$rank" "$setting svd rank $rank" "$seed"
    done
    quietly influence equal -o scores.csv
    quietly select scores.csv --drop 0.1 -o kept.csv
    quietly retrain equal --selection kept.csv -o selected
    auc selected "$setting selected" "$seed"
}

for set in ${SETS:-yeast faces}; do
    test -n "$data" || continue
    table "$set"
    count=$(echo "$tasks" | wc -l)
    pairs "$count" >"$work/pairs"
    while read -r a b; do
        one=$(task "$a") other=$(task "$b")
        for seed in $seeds; do
            if begin "$set-$a-$b-$seed"; then
                quietly synth corrupt "$table" --targets "$one" --features "$(features "$set" "$one" "$other")" --labels 0.2 --split $split \
                    --seed "$seed" -o bad
                ranks=1 every "$seed" "$set" bad/data.csv --targets "$one,$other" --features "$(features "$set" "$one" "$other")" --split $column
                finish
            fi
        done
    done <"$work/pairs"
done

for seed in $seeds; do
    test -n "$data" || continue
    table yeast
    if begin "jointly-$seed"; then
        ranks='1 3 7' every "$seed" jointly "$table" --targets "$(echo "$tasks" | paste -s -d , -)" --features 'Att*' --split 0.6,0.2,0.2
        finish
    fi
done
test -n "$data" || { echo "experiment $name: without DATA there is nothing to do" >&2; exit 0; }
# The gain over equal weights in each part, to which the errors over parts belong.
for part in "$parts"/*.csv; do
    awk -F, -v OFS=, '$3 == "auc" { split($1, w, " "); v[substr($1, length(w[1]) + 2)] = $4; set = w[1]; seed = $2; print }
        END { for (m in v) if (m != "equal") print set " " m, seed, "auc + over equal", v[m] - v["equal"] }' "$part" >"$work/part"
    mv "$work/part" "$part"
done
summary <<B

B
# Mean and standard error over parts, a line for each set, method and measure.
cat "$parts"/*.csv | awk -F, '
    { key = $1 "," $3; n[key]++; sum[key] += $4; squares[key] += $4 * $4 }
    END {
        for (key in n) {
            mean = sum[key] / n[key]
            variance = n[key] > 1 ? (squares[key] - n[key] * mean * mean) / (n[key] - 1) : 0
            split(key, part, ",")
            printf "%-28s %-18s %8.4f +- %.4f (%d)\n", part[1], part[2], mean, sqrt((variance > 0 ? variance : 0) / n[key]), n[key]
        }
    }' | sort
