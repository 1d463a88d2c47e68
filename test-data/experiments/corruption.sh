# Experiment: a fifth of the training labels is corrupted. Are the rows with the largest influence the corrupted ones, and
# what does dropping them, with the penalty tuned anew, do to the test error?
name=corruption
. "$here/common.sh"
tunes=no
if "$mtl" help select | grep -q -e --tune; then tunes=yes; fi

# corrupted_share KEEP: which share of the dropped rows is corrupted.
corrupted_share() {
    awk -F, '
        FNR == 1 { file++; next }
        file == 1 { bad[$1, $2] = 1; next }
        $NF == 0 { dropped++; hit += ($1, $2) in bad }
        END { printf "%.6g\n", dropped ? hit / dropped : 0 }' bad/corrupted.csv "$1"
}

# own_scores: of each row the score on its own task alone, in the form of select's input.
own_scores() {
    awk -F, -v OFS=, '
        NR == 1 { for (j = 3; j <= NF; j++) at[$j] = j; print "row", "task", "own"; next }
        { print $1, $2, $2 in at ? $(at[$2]) : 0 }'
}

# at_random SELECTION SEED: as many rows as the selection drops, drawn over all training rows; like select, never the last
# row of a task.
at_random() {
    awk -F, -v OFS=, -v seed="$2" 'BEGIN { srand(seed) } NR > 1 { print rand(), $1, $2 }' "$1" |
        sort -t, -k1,1g >shuffled
    awk -F, -v OFS=, '
        BEGIN { print "row", "task" }
        FILENAME == ARGV[1] { if (FNR > 1) { left[$2]++; drop += $4 == 0 } next }
        drop > 0 && left[$3] > 1 { left[$3]--; drop--; print $2, $3 }' "$1" shuffled
}

# validated RIDGES ROLES...: trains model, with the shared ridge of the least validation loss where several are given.
validated() {
    ridges=$1
    shift
    if test "$ridges" = 0; then
        quietly train bad/data.csv "$@" --force -o model
        return
    fi
    least=
    for ridge in $ridges; do
        quietly train bad/data.csv "$@" --shared-ridge "$ridge" --force -o candidate
        loss=$("$mtl" evaluate candidate --on val -q 2>/dev/null | awk -F, '$2 == "*" && $4 == "loss" { print $5 }')
        if test -z "$least" || awk -v a="$loss" -v b="$least" 'BEGIN { exit !(a < b) }'; then
            least=$loss
            best=$ridge
            rm -rf model
            mv candidate model
        fi
        rm -rf candidate
    done
    measure "$setting" "$seed" "shared ridge" "$best"
}

# one SETTING SEED METRIC RIDGES FILE "DATA ROLES" "MODEL OPTIONS": one data set, one draw of corrupted rows.
one() {
    setting=$1
    seed=$2
    metric=$3
    ridges=$4
    file=$5
    data_roles=$6
    options=$7
    begin "$setting-$seed" || return 0
    # shellcheck disable=SC2086 # roles and options are words
    quietly synth corrupt "$file" $data_roles --labels 0.2 --split "$split" --seed "$seed" -o bad
    # shellcheck disable=SC2086
    validated "$ridges" $data_roles $options
    ridge=0
    test "$ridges" = 0 || ridge=$best
    # shellcheck disable=SC2086
    quietly train "$file" $data_roles $options --shared-ridge "$ridge" --split "$split" --seed "$seed" -o clean

    quietly influence model -o none.csv
    quietly influence model --correction newton -o newton.csv
    quietly influence model --level self -o self.csv
    own_scores <none.csv >own.csv
    for scores in none newton self own; do
        quietly select $scores.csv --drop 0.2 -o drop-$scores.csv
        measure "$setting" "$seed" "corrupted among worst fifth by $scores" "$(corrupted_share drop-$scores.csv)"
    done
    quietly select none.csv --drop 0.2 --aggregate max -o drop-max.csv
    measure "$setting" "$seed" "corrupted among worst fifth by max" "$(corrupted_share drop-max.csv)"

    before=$(test_metric model "$metric")
    measure "$setting" "$seed" "$metric corrupted" "$before"
    measure "$setting" "$seed" "$metric never corrupted" "$(test_metric clean "$metric")"
    # By influence on the validation rows: a small share, and as many as are corrupted. By influence of a row on its own
    # loss, which looks at no validation row and so cannot fit the training rows to them.
    for which in none:0.02 none:0.2 self:0.1 self:0.2; do
        scores=${which%:*}
        share=${which#*:}
        how=$share
        test $scores = none || how="$share by $scores"
        quietly select $scores.csv --drop "$share" -o drop.csv
        quietly retrain model --selection drop.csv --force -o after
        after=$(test_metric after "$metric")
        measure "$setting" "$seed" "$metric without worst $how" "$after"
        at_random drop.csv "$seed" >random.csv
        quietly retrain model --without-rows random.csv --force -o after
        random=$(test_metric after "$metric")
        measure "$setting" "$seed" "$metric without random for $how" "$random"
        measure "$setting" "$seed" "$metric: worst $how below random by" \
            "$(awk -v a="$after" -v b="$random" 'BEGIN { printf "%.6g\n", b - a }')"
        measure "$setting" "$seed" "$metric: worst $how below no dropping by" \
            "$(awk -v a="$after" -v b="$before" 'BEGIN { printf "%.6g\n", b - a }')"
    done
    if test $tunes = yes; then
        quietly select none.csv --tune 0,0.02,0.1,0.2 --model model -o tuned.csv
        measure "$setting" "$seed" "share dropped by tune" \
            "$(awk -F, 'NR > 1 { dropped += $4 == 0 } END { printf "%.4g\n", dropped / (NR - 1) }' tuned.csv)"
        quietly retrain model --selection tuned.csv --force -o after
        after=$(test_metric after "$metric")
        measure "$setting" "$seed" "$metric after tune" "$after"
        measure "$setting" "$seed" "$metric: tune below no dropping by" \
            "$(awk -v a="$after" -v b="$before" 'BEGIN { printf "%.6g\n", b - a }')"
    fi
    finish
}

seeds='1 2'
few=1
test -z "$full" || { seeds='1 2 3 4 5'; few=$seeds; }
split=0.6,0.2,0.2
for seed in $seeds; do
    one exam "$seed" rmse 0 "$here/../exam/exam.csv" '--task school --target normexam' '--standardize pooled'
done
if test -n "$data"; then
    # Sitting against the rest is made before corrupting: a walk relabelled as a climb would corrupt nothing.
    gzip -dc "$data/har66.csv.gz" | awk -F, -v OFS=, '
        NR == 1 { for (j = 1; j <= NF; j++) if ($j == "activity") at = j }
        NR > 1 { $at = $at == 4 ? 1 : 0 } { print }' >"$work/sitting.csv"
    split=0.8,0.1,0.1
    for seed in $seeds; do
        one har "$seed" error 0 "$work/sitting.csv" '--task subject --target activity' '--standardize pooled'
    done
    # By default the first 80 rows of each writer and one ridge: 44 writers and 10 classes take their time.
    rows=80
    ridges=0.01
    if test -n "$full"; then
        rows=250
        ridges='0.001 0.01 0.1'
    fi
    gzip -dc "$data/pendigits_writers.csv.gz" | awk -F, -v rows=$rows 'NR == 1 || n[$1]++ < rows' >"$work/pendigits.csv"
    split=0.6,0.2,0.2
    for seed in $few; do
        one school "$seed" rmse 0 "$data/school.csv.gz" '--task school --target score' '--standardize pooled'
        # Its softmax with soft sharing takes ten minutes.
        test -z "$full" || one office "$seed" error '0.001 0.01 0.1' "$data/office_caltech_surf.csv.gz" \
            '--task domain --target label --features s*' '--standardize pooled --pca 100'
        one pendigits "$seed" error "$ridges" "$work/pendigits.csv" \
            '--task writer --target digit --features p1:p16' '--standardize pooled'
    done
else
    echo "experiment $name: without DATA, Exam only" >&2
fi

{
    echo 'har,corrupted among worst fifth by none,mean,>=0.75'
    for setting in exam,rmse har,error school,rmse office,error pendigits,error; do
        echo "$setting: worst 0.1 by self below random by,each,>=0"
    done
} | summary
