# Experiment: collection. What collecting affinities while training costs beside plain training, for 5 to 40 tasks that share
# rows, at every step and at every 10th, among all tasks and among random subsets; how few steps are enough to find the same.
name=collection
. "$here/common.sh"

rows=10000
inputs=100
counts='5 10'
methods='cosine tag transfer-gain'
least=2
intervals='5 10 25 50'
if test -n "$full"; then counts='5 10 20 40' intervals='5 10 25 50 100 200'; fi

# made TASKS: rows with labels of all tasks, products of two of three inputs that neighbours share in part.
made() {
    awk -v n=$rows -v d=$inputs -v tasks="$1" 'BEGIN {
        srand(1)
        for (j = 1; j <= d; j++) printf "f%d,", j
        for (k = 1; k <= tasks; k++) printf "t%d%s", k, (k < tasks ? "," : "\n")
        for (i = 0; i < n; i++) {
            for (j = 1; j <= d; j++) { x[j] = 2 * rand() - 1; printf "%.4f,", x[j] }
            for (k = 1; k <= tasks; k++) {
                noise = 0.6 * rand() - 0.3
                printf "%d%s", (x[k] + 2 * x[k + 1] * x[k + 2] + noise > 0), (k < tasks ? "," : "\n")
            }
        }
    }'
    targets=$(awk -v tasks="$1" 'BEGIN { for (k = 1; k <= tasks; k++) printf "%st%d", (k > 1 ? "," : ""), k }')
}

# lasted EPOCHS COMMAND...: seconds of a run of so many epochs.
lasted() {
    epochs=$1
    shift
    begun=$(now)
    quietly "$@" --targets "$targets" --model mlp --hidden 256,128 --batch 256 --patience none --epochs "$epochs" --force
    seconds_since "$begun"
}

# epoch COMMAND...: seconds of an epoch, by what a run takes longer than a shorter one, which has compiled all that is used.
epoch() {
    short=$(lasted 1 "$@")
    first=1
    if awk -v t="$short" -v least=$least 'BEGIN { exit !(t < 2 * least) }'; then
        first=8
        short=$(lasted $first "$@")
    fi
    epochs=$((3 * first))
    while :; do
        long=$(lasted $epochs "$@")
        took=$(awk -v a="$long" -v b="$short" 'BEGIN { printf "%.6g\n", a - b }')
        if awk -v t="$took" -v least=$least 'BEGIN { exit !(t >= least) }'; then break; fi
        epochs=$(awk -v n=$epochs -v t="$took" -v least=$least \
            'BEGIN { f = t > 0 ? 1.3 * least / t : 8; f = f > 8 ? 8 : f < 1.5 ? 1.5 : f; printf "%d\n", n * f + 1 }')
    done
    quotient "$took" $((epochs - first))
}

# counted METHOD TASKS SAMPLED: what the paper's counts of passes (Table 7) make of a step beside a plain one, a backward pass
# as two forward ones and changed parameters for free; cosines take no pass but those of the gradients.
counted() {
    awk -v method="$1" -v n="$2" -v sampled="$3" 'BEGIN {
        if (method == "cosine") forward = 0
        else if (sampled) forward = (n + 1) * (n + 2) / 3
        else forward = method == "tag" ? n * n : n * n + n
        printf "%.4g\n", (n + 2 * n + forward) / (n + 2 * n)
    }'
}

# ahead METHOD TASKS: the same where one forward pass serves all tasks and a plain step has one backward pass.
ahead() {
    awk -v method="$1" -v n="$2" 'BEGIN {
        passes = method == "cosine" ? 0 : method == "tag" ? n : n * (n + 3) / 2
        printf "%.4g\n", (1 + 2 * n + passes) / 3
    }'
}

for tasks in $counts; do
    if begin "cost-$tasks"; then
        made "$tasks" >data.csv
        plain=$(epoch train data.csv -o plain)
        measure "K=$tasks plain" 1 'seconds an epoch' "$plain"
        for method in $methods; do
            for every in 1 10; do
                for sampled in '' --sample-tasks; do
                    if test $method = cosine && test -n "$sampled"; then continue; fi
                    setting="K=$tasks $method every $every${sampled:+ sampled}"
                    took=$(epoch affinity data.csv --method $method --every $every $sampled -o collected.csv)
                    times=$(quotient "$took" "$plain")
                    measure "$setting" 1 'of plain training' "$times"
                    if test $every = 1; then
                        measure "$setting" 1 "paper's count" "$(counted $method "$tasks" "$sampled")"
                        test -n "$sampled" || measure "$setting" 1 'count of shared passes' "$(ahead $method "$tasks")"
                        fits=$(awk -v t="$times" 'BEGIN { n = (t - 1) / 0.3; print (n > int(n) ? int(n) + 1 : n < 1 ? 1 : int(n)) }')
                        measure "$setting" 1 'interval for 1.3' "$fits"
                    fi
                done
            done
        done
        finish
    fi
done

seeds='1 2'
test -z "$full" || seeds='1 2 3 4 5'
for seed in $seeds; do
    if begin "intervals-$seed"; then
        made 10 >data.csv
        some="--targets $targets --model mlp --hidden 256,128 --batch 256 --patience none --epochs 20 --seed $seed --force"
        all=$(echo $methods | tr ' ' ,)
        # shellcheck disable=SC2086 # options are words
        quietly affinity data.csv --method $all $some -o each
        # shellcheck disable=SC2086
        quietly affinity data.csv --method $all $some --sample-tasks -o sampled
        for method in $methods; do
            measure "$method sampled" "$seed" 'rank correlation with every step' "$(rank_correlation each/$method.csv sampled/$method.csv)"
        done
        for every in $intervals; do
            # shellcheck disable=SC2086
            quietly affinity data.csv --method $all $some --every "$every" -o some
            for method in $methods; do
                measure "$method every $every" "$seed" 'rank correlation with every step' \
                    "$(rank_correlation each/$method.csv some/$method.csv)"
            done
        done
        finish
    fi
done

if begin surrogate-98; then
    # A gradient of each row and task is projected, so that fewer rows will do.
    rows=1000
    made 98 >data.csv
    begun=$(now)
    quietly train data.csv --targets "$targets" --split 0.8,0.2,0 --model mlp --hidden 256,128 --patience none --epochs 10 -o model
    trained=$(seconds_since "$begun")
    measure 'K=98 gradient-surrogate' 1 'seconds of training once' "$trained"
    begun=$(now)
    quietly affinity model --method gradient-surrogate -o surrogate.csv
    measure 'K=98 gradient-surrogate' 1 'of training once' "$(quotient "$(seconds_since "$begun")" "$trained")"
    finish
fi

summary <<B
*,of plain training,each,
*,interval for 1.3,each,
*,rank correlation with every step,mean,
*,of training once,each,
B
