# Experiment: groups of tasks. Small matrices by three solvers; groups of volunteers (human activity) and of schools by their
# influence on each other against random groups of the same limits, full and soft sharing, and no sharing.
name=grouping
. "$here/common.sh"

limit=5
test -z "$full" || limit=60
draws=3
test -z "$full" || draws=10

# matrix TASKS SEED LOW HIGH: uniform affinities, equal with every awk.
matrix() {
    awk -v n="$1" -v seed="$2" -v low="$3" -v high="$4" '
        function draw() { state = state * 16807 % 2147483647; return low + (high - low) * state / 2147483647 }
        BEGIN {
            state = 1000 * seed + n
            for (i = 0; i < 20; i++) draw()
            printf "source"
            for (k = 1; k <= n; k++) printf ",t%d", k
            for (i = 1; i <= n; i++) {
                printf "\nt%d", i
                for (k = 1; k <= n; k++) printf ",%.6f", draw()
            }
            print ""
        }'
}

# fact KEY: a number or word at the top of summary.json.
fact() { sed -n 's/^  "'"$1"'": "*\([^",]*\)"*,$/\1/p' summary.json; }

# solve SOLVER AFFINITY OPTIONS...: groups.csv and summary.json, found in $seconds
solve() {
    solver=$1
    shift
    begun=$(now)
    quietly group "$@" --solver "$solver" --summary summary.json -o groups.csv
    seconds=$(seconds_since "$begun")
}

for tasks in 5 6 7 9; do
    for groups in 2 3 4 5 6; do
        if begin "small-$tasks-$groups"; then
            setting="n=$tasks m=$groups"
            matrix $tasks 1 -0.2 0.4 >affinity.csv
            : >proven.txt
            for solver in default cp-sat branch-and-bound; do
                solve $solver affinity.csv --groups $groups --time-limit $limit
                measure "$setting" 1 "$solver seconds" "$seconds"
                measure "$setting" 1 "$solver objective" "$(fact objective)"
                if test "$(fact status)" = optimal; then
                    measure "$setting" 1 "$solver proven" 1
                    fact objective >>proven.txt
                else
                    measure "$setting" 1 "$solver proven" 0
                fi
            done
            measure "$setting" 1 'proven objectives apart' "$(sort -g proven.txt |
                awk 'NR == 1 { least = $1 } END { printf "%.3g\n", $1 - least }')"
            finish
        fi
    done
done

# models SETTING SEED RIDGE TRAIN-OPTIONS...: models with each kind of sharing, and what soft sharing says about the tasks
models() {
    setting=$1
    seed=$2
    ridge=$3
    shift 3
    for sharing in soft pooled none; do
        # A few volunteers can be told apart without an error: then only a ridge gives their common part a fit.
        common=0
        test $sharing != soft || common=$ridge
        quietly train "$@" --seed "$seed" --sharing $sharing --shared-ridge $common -o $sharing
        measure "$setting" "$seed" "test loss $sharing" "$(test_metric $sharing loss)"
    done
    quietly influence soft --level task --as gain --correction newton:3 -o affinity.csv
}

# grouped SETTING SEED WHAT: the test losses of models of the groups in groups.csv
grouped() {
    for sharing in soft pooled; do
        quietly retrain $sharing --grouping groups.csv --force -o grouped
        measure "$1" "$2" "test loss $3 $sharing" "$(test_metric grouped loss)"
    done
}

# compare SETTING SEED GROUP-OPTIONS...
compare() {
    setting=$1
    seed=$2
    shift 2
    for objective in mean serving; do
        solve default affinity.csv "$@" --objective $objective --time-limit 60
        measure "$setting" "$seed" "objective $objective" "$(fact objective)"
        measure "$setting" "$seed" "gap $objective" "$(fact gap)"
        grouped "$setting" "$seed" "groups by influence $objective"
    done
    draw=1
    while test $draw -le $draws; do
        solve random affinity.csv "$@" --repeats 1 --seed $draw
        measure "$setting" "$seed" 'objective mean random' "$(fact objective)"
        grouped "$setting" "$seed" 'random groups'
        draw=$((draw + 1))
    done
}

seeds='1'
test -z "$full" || seeds='1 2 3'
for seed in $seeds; do
    if begin "exam-$seed"; then
        models exam $seed 0 "$here/../exam/exam.csv" --task school --target normexam --split 0.6,0.2,0.2 --standardize pooled
        compare exam $seed --groups 6
        finish
    fi
    if test -z "$data"; then
        echo "experiment $name: human activity needs DATA with har66.csv.gz, skipped" >&2
    elif begin "har-$seed"; then
        models har $seed 0.0001 "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
            --standardize pooled
        compare har $seed --groups 4 --min-size 3 --max-size 12
        finish
    fi
done

summary <<B
n=,default seconds,each,<=0.4
n=,default proven,each,>=1
n=,proven objectives apart,each,<=1e-9
B
