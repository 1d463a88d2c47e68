# Experiment: human activity (30 volunteers, sitting against the rest), 66 features of which two pairs are identical.
name=har
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with har66.csv.gz, skipped" >&2
    exit 0
fi

# har SEED SHARING: trains model
har() {
    quietly train "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
        --standardize pooled --seed "$1" --sharing "$2" --force -o model
}

for seed in 1 2 3; do
    if begin "tasks-$seed"; then
        har $seed soft
        for correction in none newton newton:3 newton:10; do
            quietly influence model --level task --correction $correction -o tasks.csv
            quietly evaluate model --check loto --scores tasks.csv --correlation -o agreement.csv
            measure "tasks" $seed "loto spearman $correction" "$(field loto '*' spearman <agreement.csv)"
            measure "tasks" $seed "loto pooled spearman $correction" "$(field loto pooled spearman <agreement.csv)"
        done
        finish
    fi
    if begin "rows-$seed"; then
        har $seed soft
        sample=150
        test -z "$full" || sample=500
        for correction in none newton; do
            quietly influence model --correction $correction -o scores.csv
            quietly evaluate model --check loo --scores scores.csv --truth truth.csv --sample $sample --correlation \
                -o agreement.csv
            for check in loo loo-within loo-between; do
                for figure in slope median_relative_error; do
                    value=$(field $check pooled $figure <agreement.csv)
                    measure "rows" $seed "$check $figure $correction" "$value"
                    if test "$check $figure" = 'loo median_relative_error'; then
                        test $correction = newton || first=$value
                    fi
                done
            done
        done
        measure "rows" $seed "median relative error newton / none" "$(
            awk -v first="$first" -v second="$(field loo pooled median_relative_error <agreement.csv)" \
                'BEGIN { printf "%.6g\n", second / first }')"
        finish
    fi
done

for seed in 1 2 3 4 5; do
    if begin "errors-$seed"; then
        for sharing in none pooled soft; do
            har $seed $sharing
            measure "test error" $seed $sharing "$(test_metric model error)"
            measure "test loss" $seed $sharing "$(test_metric model loss)"
        done
        finish
    fi
done

summary <<B
tasks,loto spearman none,mean,>=0.85
tasks,loto spearman newton,mean,>=0.93
tasks,loto spearman newton:3,mean,>=0.99
rows,loo slope newton,mean,1+-0.05
rows,loo median_relative_error newton,each,<=0.05
rows,median relative error newton / none,each,<=0.5
B
echo 'Duan and Wang, 100 principal components of 561 features: error 0.025 none, 0.037 pooled, 0.016 soft'
