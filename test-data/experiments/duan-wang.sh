# Experiment: the synthetic tasks of Duan and Wang, as the MTIF paper uses them: task and row influence on linear
# models against training again without the task or row. The paper's task scores reach a Spearman of 0.55 to 0.75.
name=duan-wang
. "$here/common.sh"

seeds='1'
test -z "$full" || seeds='1 2 3 4 5'
# Every training row is left out.
all=670

# loo SETTING SEED SAMPLE: first-order and corrected scores of model against refits; truth is shared by both.
loo() {
    for correction in none newton; do
        quietly influence model --correction $correction -o "$correction.csv"
        quietly evaluate model --check loo --scores "$correction.csv" --truth truth.csv --sample "$3" --correlation \
            -o "$correction.agreement.csv"
        for side in within between; do
            measure "$1" "$2" "$side slope $correction" \
                "$(field loo-$side pooled slope <$correction.agreement.csv)"
            measure "$1" "$2" "$side spearman $correction" \
                "$(field loo-$side pooled spearman <$correction.agreement.csv)"
        done
    done
}

for seed in $seeds; do
    for delta in 0.4 0.6 1.0; do
        for alpha in 0 0.2; do
            setting="delta $delta alpha $alpha"

            if begin "tasks-$delta-$alpha-$seed"; then
                quietly synth duan-wang --delta $delta --alpha $alpha --seed $seed -o data.csv
                # One penalty for all settings and seeds, as in the paper. The tuned one stands beside it: where a few tasks
                # are outliers (alpha) it ties them to the others more or less strongly from seed to seed.
                for lambda in 0.1 auto; do
                    label=$setting
                    test $lambda = 0.1 || label="lambda $lambda $setting"
                    quietly train data.csv --task task --target y --lambda $lambda --force -o model
                    for correction in none newton; do
                        quietly influence model --level task --correction $correction -o tasks.csv
                        quietly evaluate model --check loto --scores tasks.csv --correlation -o agreement.csv
                        measure "$label" $seed "loto spearman $correction" "$(field loto '*' spearman <agreement.csv)"
                    done
                done
                finish
            fi
        done
    done
done

for seed in $seeds; do
    for delta in 0.4 0.6 1.0; do
        for alpha in 0 0.2; do
            setting="delta $delta alpha $alpha"

            if begin "rows-$delta-$alpha-$seed"; then
                quietly synth duan-wang --delta $delta --alpha $alpha --seed $seed -o data.csv
                quietly train data.csv --task task --target y -o model
                loo "squared $setting" $seed $all
                # The bound is 1e-8 of the largest change, plus 1e-13 for the rounding of losses near 1.
                quietly evaluate model --check loo --scores newton.csv --truth truth.csv \
                    --sample $all -o pairs.csv
                for side in within between; do
                    measure "squared $setting" $seed "$side error over tolerance" "$(awk -F, -v side=$side '
                        NR == 1 || ($2 == $3) != (side == "within") { next }
                        { d = $4 - $5; d = d < 0 ? -d : d; a = $5 < 0 ? -$5 : $5
                          if (d > error) error = d; if (a > largest) largest = a }
                        END { printf "%.6g\n", error / (1e-8 * largest + 1e-13) }' pairs.csv)"
                done
                finish
            fi

            if begin "logistic-$delta-$alpha-$seed"; then
                quietly synth duan-wang --delta $delta --alpha $alpha --seed $seed -o data.csv
                awk -F, -v OFS=, 'NR > 1 { $3 = $3 > 0 ? 1 : 0 } { print }' data.csv >labels.csv
                quietly train labels.csv --task task --target y --loss logistic -o model
                loo "logistic $setting" $seed $all
                finish
            fi
        done
    done
done

if test -n "$data"; then
    pendigits=$data/pendigits_writers.csv.gz
    writers=$(gzip -dc "$pendigits" | awk -F, 'NR > 1 { n[$1]++ } END { for (w in n) print n[w], w }' |
        sort -k1,1nr -k2,2n | awk 'NR <= 8 { list = list (NR > 1 ? "," : "") $2 } END { print list }')
    for seed in $seeds; do
        # Their features nearly separate the digits: with the small penalties that validation picks, a row can carry the fit,
        # and one Newton step without it is not the end.
        if begin "softmax-$seed"; then
            quietly train "$pendigits" --task writer --target digit --features p1:p16 --only-tasks "$writers" \
                --split 0.6,0.2,0.2 --standardize pooled --lambda 0.1 --shared-ridge 0.1 --seed $seed -o model
            loo "softmax pendigits" $seed "$(if test -n "$full"; then echo 1200; else echo 60; fi)"
            finish
        fi
    done
else
    echo "experiment $name: without DATA, no softmax on pendigits writers" >&2
fi

{
    for delta in 0.4 0.6 1.0; do
        for alpha in 0 0.2; do
            echo "delta $delta alpha $alpha,loto spearman none,mean,>=0.95"
            echo "delta $delta alpha $alpha,loto spearman newton,mean,>=0.9999"
        done
    done
    for side in within between; do
        echo "squared,$side error over tolerance,each,<=1"
        for loss in logistic softmax; do
            echo "$loss,$side slope newton,median,1+-0.02"
            echo "$loss,$side slope newton,each,1+-0.06"
        done
    done
} | summary
