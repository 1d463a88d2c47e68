# Experiment: which scores find corrupted labels? Areas under the curve of influence on the validation rows, of self-influence
# and of the plain loss, on five data sets of which a tenth of the training labels is corrupted.
name=detection
. "$here/common.sh"

# one SETTING SEED FILE "DATA ROLES" "MODEL OPTIONS" SPLIT
one() {
    begin "$1-$2" || return 0
    # shellcheck disable=SC2086 # roles and options are words
    quietly synth corrupt "$3" $4 --labels 0.1 --split "$6" --seed "$2" -o bad
    # shellcheck disable=SC2086
    quietly train bad/data.csv $4 $5 --seed "$2" -o model
    quietly influence model -o influence.csv
    quietly influence model --level self -o self.csv
    for scores in influence self loss; do
        option="--scores $scores.csv"
        test $scores != loss || option=
        # shellcheck disable=SC2086
        quietly evaluate model --check corruption $option --corrupted bad/corrupted.csv -o found.csv
        for column in 5 9; do
            figure=area
            test $column = 5 || figure='average precision'
            measure "$1" "$2" "$scores $figure" "$(awk -F, -v column=$column '$2 == "pooled" { print $column }' found.csv)"
        done
    done
    finish
}

seeds='1 2 3'
test -z "$full" || seeds='1 2 3 4 5'
for seed in $seeds; do
    one exam "$seed" "$here/../exam/exam.csv" '--task school --target normexam' '--standardize pooled' 0.6,0.2,0.2
done
if test -n "$data"; then
    gzip -dc "$data/har66.csv.gz" | awk -F, -v OFS=, '
        NR == 1 { for (j = 1; j <= NF; j++) if ($j == "activity") at = j }
        NR > 1 { $at = $at == 4 ? 1 : 0 } { print }' >"$work/sitting.csv"
    gzip -dc "$data/pendigits_writers.csv.gz" | awk -F, 'NR == 1 || n[$1]++ < 80' >"$work/pendigits.csv"
    network='--standardize pooled --model mlp --hidden 64 --epochs 30 --lr 0.001'
    for seed in $seeds; do
        one har "$seed" "$work/sitting.csv" '--task subject --target activity' '--standardize pooled' 0.8,0.1,0.1
        one 'har network' "$seed" "$work/sitting.csv" '--task subject --target activity' "$network" 0.8,0.1,0.1
        one school "$seed" "$data/school.csv.gz" '--task school --target score' '--standardize pooled' 0.6,0.2,0.2
        one 'office network' "$seed" "$data/office_caltech_surf.csv.gz" '--task domain --target label --features s*' \
            "$network --pca 100" 0.6,0.2,0.2
        one 'pendigits network' "$seed" "$work/pendigits.csv" '--task writer --target digit --features p1:p16' "$network" 0.6,0.2,0.2
    done
else
    echo "experiment $name: without DATA, Exam only" >&2
fi

{
    for setting in exam har school office pendigits; do
        echo "$setting,influence area,mean,>=0.5"
        echo "$setting,self area,mean,>=0.5"
        echo "$setting,loss area,mean,>=0.5"
    done
} | summary
