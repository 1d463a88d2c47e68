# Experiment: what each task alone reaches with Tribuo's five learners, beside our linear models with soft, no and full sharing;
# everything that decides how closely a model follows its rows is chosen by the validation rows.
name=baselines
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with the data sets, skipped" >&2
    exit 0
fi

seeds='1'
trees=10
test -z "$full" || { seeds='1 2 3 4 5'; trees=50; }

# compare SET METRIC RIDGE LEARNER OPTION...: a part for each seed and model; RIDGE is that on shared coefficients, LEARNER the
# linear one of Tribuo that suits the labels.
compare() {
    set_name=$1
    metric=$2
    ridge=$3
    linear=$4
    shift 4
    for seed in $seeds; do
        for model in soft none pooled $linear cart random-forest knn; do
            begin "$set_name-$model-$seed" || continue
            begun=$(now)
            case $model in
            # The classes of pendigits and office are separable, and shared coefficients without a ridge have no finite fit.
            soft) quietly train "$@" --seed "$seed" --shared-ridge $ridge -o model ;;
            none | pooled) quietly train "$@" --seed "$seed" --sharing $model -o model ;;
            random-forest) quietly train "$@" --seed "$seed" --learner tribuo:$model --trees $trees -o model ;;
            *) quietly train "$@" --seed "$seed" --learner tribuo:$model -o model ;;
            esac
            measure "$set_name" "$seed" "$model seconds" "$(seconds_since "$begun")"
            measure "$set_name" "$seed" "$model $metric" "$(test_metric model "$metric")"
            finish
        done
    done
}

test ! -e "$data/har66.csv.gz" || compare har error 0 logistic "$data/har66.csv.gz" --task subject --target activity --positive 4 \
    --split 0.6,0.2,0.2 --standardize pooled
test ! -e "$data/pendigits_writers.csv.gz" || compare pendigits error 0.01 logistic "$data/pendigits_writers.csv.gz" --task writer \
    --target digit --features p1:p16 --split 0.6,0.2,0.2 --standardize pooled
test ! -e "$data/school.csv.gz" || compare school rmse 0 linear "$data/school.csv.gz" --task school --target score \
    --split 0.6,0.2,0.2 --standardize pooled
test ! -e "$data/office_caltech_surf.csv.gz" || compare office error 0.01 logistic "$data/office_caltech_surf.csv.gz" --task domain \
    --target label --features 's*' --split 0.6,0.2,0.2 --standardize pooled --pca 50

summary </dev/null

# The table: a line per set, a column per model, each the mean and standard error over the seeds.
echo
cat "$parts"/*.csv | awk -F, '
    $3 ~ / (error|rmse)$/ {
        split($3, part, " ")
        key = $1 SUBSEP part[1]
        n[key]++; sum[key] += $4; squares[key] += $4 * $4
        metric[$1] = part[2]
    }
    END {
        models = split("soft none pooled linear logistic cart random-forest knn", model, " ")
        printf "%-10s %-6s", "set", "test"
        for (m = 1; m <= models; m++) printf " %15s", model[m]
        printf "\n"
        sets = split("har pendigits school office", set, " ")
        for (s = 1; s <= sets; s++) {
            if (!(set[s] in metric)) continue
            percent = metric[set[s]] == "error"
            printf "%-10s %-6s", set[s], (percent ? "err %" : "rmse")
            for (m = 1; m <= models; m++) {
                key = set[s] SUBSEP model[m]
                if (!(key in n)) { printf " %15s", "-"; continue }
                mean = sum[key] / n[key]
                spread = n[key] > 1 ? (squares[key] - n[key] * mean * mean) / (n[key] - 1) / n[key] : 0
                scale = percent ? 100 : 1
                printf " %15s", sprintf("%.2f +- %.2f", scale * mean, scale * sqrt(spread > 0 ? spread : 0))
            }
            printf "\n"
        }
    }' | tee "$results/$name.txt"
