# Experiment: does dropping the rows that influence picks predict better than training on all? Test accuracy of networks with
# a shared trunk and equal weights, of such without the rows that scores pick, their share tuned by the error of validation rows, with no,
# a tenth and a fifth of the training labels flipped; in the shape of the second table of the first paper. Validation and
# test labels are never flipped.
name=selection
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with office_caltech_surf, har66 (.csv.gz) or amazon_reviews_svmlight.tar.gz, skipped" >&2
    exit 0
fi
shares=0,0.02,0.05,0.1,0.2

accuracy() { test_metric "$1" accuracy; }

# one SET FLIPPED SEED FILE "DATA ROLES" "MODEL OPTIONS" SPLIT
one() {
    begin "$1-$2-$3" || return 0
    if test "$1" = omniglot; then
        test -e "$work/omniglot.csv" || embed
        cp "$work/embedding" "$work/commands"
    fi
    setting="$1 $2 flipped"
    # shellcheck disable=SC2086 # roles and options are words
    quietly synth corrupt "$4" $5 --labels "$2" --split "$7" --seed "$3" -o bad
    begun=$(now)
    # shellcheck disable=SC2086
    quietly train bad/data.csv $5 --model mlp $6 --seed "$3" -o model
    training=$(seconds_since "$begun")
    equal=$(accuracy model)
    measure "$setting" "$3" 'equal weighting' "$equal"
    for scores in influence self; do
        level=instance
        test $scores = influence || level=self
        begun=$(now)
        quietly influence model --level $level -o $scores.csv
        quietly select $scores.csv --tune $shares --metric error --model model -o selection.csv
        quietly retrain model --selection selection.csv -o $scores
        measure "$setting" "$3" "$scores seconds over one training" "$(quotient "$(seconds_since "$begun")" "$training")"
        after=$(accuracy $scores)
        measure "$setting" "$3" "selection by $scores" "$after"
        measure "$setting" "$3" "gain by $scores" "$(awk -v a="$after" -v b="$equal" 'BEGIN { printf "%.6g\n", a - b }')"
        measure "$setting" "$3" "share dropped by $scores" \
            "$(awk -F, 'NR > 1 { dropped += $4 == 0 } END { printf "%.4g\n", dropped / (NR - 1) }' selection.csv)"
    done
    finish
}

seeds='1'
test -z "$full" || seeds='1 2 3 4 5'
gzip -dc "$data/har66.csv.gz" | awk -F, -v OFS=, '
    NR == 1 { for (j = 1; j <= NF; j++) if ($j == "activity") at = j }
    NR > 1 { $at = $at == 4 ? 1 : 0 } { print }' >"$work/sitting.csv"
# The 400 most frequent words of the reviews.
tar -xzf "$data/amazon_reviews_svmlight.tar.gz" -C "$work"
(cd "$work" && quietly convert books_train.svmlight dvd_train.svmlight electronics_train.svmlight kitchen_train.svmlight \
    -o all.csv && cut -d, -f1-402 all.csv >amazon.csv && rm all.csv)
# Two in five of the characters of five alphabets train a convolutional trunk; its embeddings of the others are the data.
embed() {
    (
        cd "$work"
        : >commands
        unzip -qo "$data/omniglot_small1.zip" -d images
        quietly convert images/* --grey --resize 28x28 -o characters
        rows=$(($(wc -c <characters/y.npy) / 4 - 32))
        {
            printf '\223NUMPY\001\000v\000%-117s\n' "{'descr': '|i1', 'fortran_order': False, 'shape': ($rows,), }"
            # 0 is a row for training, 2 one for tests.
            printf '\000\000\002\002\002%.0s' $(seq $((rows / 5)))
        } >characters/split.npy
        quietly train characters --model cnn --filters 8,16 --hidden 64 --standardize pooled --dropout 0.2 --lr 0.003 --batch 64 --epochs 15 \
            --patience none --seed 1 -o trunk
        quietly evaluate trunk --embeddings x.npy -o metrics.csv
        # What follows the 128 bytes of an array's header; this one file has no reader but CSV's.
        values() { tail -c +129 "$1" | od -A n -v -t "$2" -w"$3" | awk -v OFS=, '{ $1 = $1 } 1'; }
        seq -f e%.0f -s , 1 64 | sed 's/^/task,y,/' >omniglot.csv
        values x.npy f4 256 >x.txt
        values characters/y.npy d4 4 | sed 's/^/c/' >y.txt
        values characters/task.npy d4 4 | sed 's/^/a/' | paste -d, - y.txt x.txt | awk 'NR % 5 > 2 || NR % 5 == 0' >>omniglot.csv
        rm -r images characters trunk
        mv commands embedding
    )
}
characters=
if test -e "$data/omniglot_small1.zip" && command -v unzip >/dev/null && has_images; then
    characters=yes
else
    echo "experiment $name: needs omniglot_small1.zip, unzip and the engine of images (make dl4j) for characters, skipped" >&2
fi
for seed in $seeds; do
    for flipped in 0 0.1 0.2; do
        if test -n "$characters"; then
            one omniglot $flipped "$seed" "$work/omniglot.csv" '--task task --target y' \
                '--standardize pooled --hidden 64 --epochs 60 --lr 0.003' 0.6,0.2,0.2
        fi
        one office $flipped "$seed" "$data/office_caltech_surf.csv.gz" '--task domain --target label --features s*' \
            '--standardize pooled --pca 100 --hidden 64 --epochs 60 --lr 0.001' 0.6,0.2,0.2
        one har $flipped "$seed" "$work/sitting.csv" '--task subject --target activity' \
            '--standardize pooled --hidden 64 --epochs 40 --lr 0.001' 0.8,0.1,0.1
        one amazon $flipped "$seed" "$work/amazon.csv" '--task task --target y' \
            '--standardize pooled --hidden 32 --epochs 40 --lr 0.001' 0.6,0.2,0.2
    done
done

# The table: mean and standard error over seeds.
echo
echo "$name: test accuracy in percent, mean and standard error over seeds"
cat "$parts"/*.csv | awk -F, '
    $3 == "equal weighting" || $3 ~ /^selection by/ || $3 ~ /^gain by/ {
        key = $1 "," $3; n[key]++; sum[key] += 100 * $4; squares[key] += 1e4 * $4 * $4; settings[$1] }
    function cell(setting, measure,    key, mean, s) {
        key = setting "," measure
        if (!n[key]) return "-"
        mean = sum[key] / n[key]
        s = n[key] > 1 ? sqrt((squares[key] - n[key] * mean * mean) / (n[key] - 1) / n[key]) : 0
        return sprintf("%.2f +- %.2f", mean, s)
    }
    END {
        printf "%-22s %-16s %-16s %-16s %-16s %s\n", "", "equal weighting", "by influence", "gain", "by self", "gain"
        for (setting in settings)
            printf "%-22s %-16s %-16s %-16s %-16s %s\n", setting, cell(setting, "equal weighting"),
                cell(setting, "selection by influence"), cell(setting, "gain by influence"),
                cell(setting, "selection by self"), cell(setting, "gain by self") | "sort"
    }'

summary <<B
har 0.2 flipped,gain by influence,mean,>=0
amazon 0.2 flipped,gain by influence,mean,>=0
office 0.2 flipped,gain by influence,mean,>=0
B
