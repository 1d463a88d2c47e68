# Experiment: transfer. When does a source help a target through a shared module ([4] Figs. 3, 8, 9)? On synthetic tasks, by the
# source's rows and covariance, by the angle between the tasks' coefficients, and by that between subspaces of ReLU units; three
# seeds, five with SCALE=full, tables and pictures with standard errors. Parts are a figure, a setting and a seed.
name=transfer
. "$here/common.sh"

seeds='1 2 3'
sizes='25 1600'
cosines=1,0.9,0.75,0.5,0.25,0
test -z "$full" || { seeds='1 2 3 4 5'; sizes='25 50 100 250 500 1000 2500 5000 9000'; cosines=1,0.95,0.9,0.8,0.7,0.6,0.5,0.4,0.3,0.2,0.1,0; }

# module RESPONSE: the shared module that suits the response; one direction, of ReLUs one unit for each sign.
module() {
    case $1 in
    linear) echo '--model linear --sharing hard --capacity 1 --weight-decay 0 --epochs 500' ;;
    classes) echo '--model linear --sharing hard --capacity 1 --weight-decay 0.001 --epochs 300' ;;
    relu) echo '--model mlp --hidden 2 --optimizer lbfgs --weight-decay 0.0001 --epochs 300' ;;
    units) echo '--model mlp --hidden 5 --optimizer lbfgs --weight-decay 0.0001 --epochs 300' ;;
    esac
}

# pairs MODULE METRIC SEED: trains every task of data.csv alone and every pair; every row counts the same, so that a source's size
# acts through its weight. Searches that the number of steps ends are taken as they are.
pairs() {
    quietly affinity data.csv --task task --target y --method hoa --metric "$2" $1 --no-intercept --task-weight rows --seed "$3" \
        --resume -o pairs
}

# validation TASK [WITH]: what a task came to on its validation rows.
validation() { awk -F, -v t="$1" -v w="${2:-}" '$3 == t && $2 == w { print $4 }' pairs/runs.csv; }

minus() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6g\n", a - b }'; }

# Fig. 3: loss together less loss alone.
for response in linear relu classes; do
    metric=loss
    test $response != classes || metric=error
    for target in 4 20 100; do
        test $target = 20 || test $response = linear || continue
        for seed in $seeds; do
            for rows in $sizes; do
                begin "covariance-$response-$target-$rows-$seed" || continue
                quietly synth covariance --dimension 50 --response $response --target-rows $target --source-rows "$rows" --test-rows 1000 \
                    --noise 1 --seed "$seed" -o data.csv
                pairs "$(module $response)" $metric "$seed"
                alone=$(validation target)
                measure "fig3 $response $target,alone,$rows" "$seed" "$metric" "$alone"
                for source in same subspace rotation both; do
                    measure "fig3 $response $target,$source,$rows" "$seed" "$metric less alone" "$(minus "$(validation target $source)" "$alone")"
                done
                finish
            done
        done
    done
done

# Fig. 8: the mean over both tasks of loss alone less loss together.
for response in linear relu classes; do
    metric=loss
    test $response != classes || metric=error
    for seed in $seeds; do
        begin "cosine-$response-$seed" || continue
        quietly synth cosine --dimension 50 --cosines $cosines --response $response --target-rows 100 --source-rows 100 --test-rows 1000 \
            --noise 1 --seed "$seed" -o data.csv
        pairs "$(module $response)" $metric "$seed"
        for cosine in $(echo $cosines | tr , ' '); do
            gain=$(awk -v a="$(validation target)" -v b="$(validation "cosine $cosine")" -v c="$(validation target "cosine $cosine")" \
                -v d="$(validation "cosine $cosine" target)" 'BEGIN { printf "%.6g\n", (a + b - c - d) / 2 }')
            measure "fig8 $response,gain,$cosine" "$seed" "$metric" "$gain"
        done
        finish
    done
done

# Fig. 9: the target's loss alone less together, by the source's rows, for several angles of subspaces.
for seed in $seeds; do
    for rows in $sizes; do
        begin "subspace-$rows-$seed" || continue
        quietly synth relu-subspace --dimension 50 --units 5 --cosines 1,0.8,0.5,0 --target-rows 100 --source-rows "$rows" \
            --test-rows 1000 --noise 0.1 --seed "$seed" -o data.csv
        pairs "$(module units)" loss "$seed"
        for cosine in 1 0.8 0.5 0; do
            measure "fig9,cosine $cosine,$rows" "$seed" loss "$(minus "$(validation target)" "$(validation target "cosine $cosine")")"
        done
        finish
    done
done

# Curves: figure, curve, x, mean and standard error over seeds; a picture for each figure.
cat "$parts"/*.csv 2>/dev/null | awk -F, -v OFS=, '
    $2 != "alone" { key = $1 "," $2 "," $3; n[key]++; sum[key] += $6; squares[key] += $6 * $6 }
    END {
        for (key in n) {
            mean = sum[key] / n[key]
            variance = n[key] > 1 ? (squares[key] - n[key] * mean * mean) / (n[key] - 1) : 0
            print key, mean, sqrt((variance > 0 ? variance : 0) / n[key])
        }
    }' | sort -t, -k1,1 -k2,2 -k3,3g >"$work/curves"
{ echo figure,curve,x,mean,standard_error; cat "$work/curves"; } >"$results/$name.csv"
echo
echo "$name ($results/$name.csv)"
cut -d, -f1 "$work/curves" | uniq | while read -r figure; do
    grep "^$figure," "$work/curves" | awk -f "$here/curves.awk" >"$results/$name-$(echo "$figure" | tr ' ' -).svg"
    grep "^$figure," "$work/curves" | awk -F, '{ if ($2 != last) printf "%s%s, %s:", (NR > 1 ? "\n" : ""), $1, $2; last = $2
        printf " %s %.3g+-%.2g", $3, $4, $5 } END { print "" }'
done
