# Experiment: signs. How many of 1,000 rows have the same sign of influence as by the Hessian itself, one hidden layer: steps of
# training on, the series, the identity, and other matrices in the place of the Hessian.
name=signs
. "$here/common.sh"

seeds='1'
test -z "$full" || seeds='1 2 3 4 5 6 7 8 9 10'
if test -z "$data"; then
    echo "experiment $name: skipped without DATA, the folder with Fashion-MNIST" >&2
    exit 0
fi

# The reference takes the least damping at which it meets no negative curvature.
dampings='0.001 0.003 0.01 0.03 0.1 0.3 1 3'

# agreement LABEL OPTIONS...: counts signs against those of the reference.
agreement() {
    label=$1
    shift
    quietly influence net --on test "$@" -o scores.csv
    counts=$(awk -F, '
        FNR == 1 { next }
        FILENAME == "exact.csv" { exact[$1] = $3; next }
        { tp += exact[$1] > 0 && $3 > 0; tn += exact[$1] < 0 && $3 < 0
          fp += exact[$1] < 0 && $3 > 0; fn += exact[$1] > 0 && $3 < 0 }
        END { print tp + tn, tp + 0, tn + 0, fp + 0, fn + 0 }' exact.csv scores.csv)
    for measure in same 'both harmful' 'both helpful' 'harmful only here' 'helpful only here'; do
        measure "$setting" "$seed" "$label $measure" "${counts%% *}"
        counts=${counts#* }
    done
}

for setting in minimum early; do
    for seed in $seeds; do
        begin "$setting-$seed" || continue
        quietly convert "$data/fashion-mnist-t10k-images-idx3-ubyte.gz" "$data/fashion-mnist-t10k-labels-idx1-ubyte.gz" \
            --flat -o images.csv
        # 1,500 rows at another place for each seed.
        awk -v from=$((seed * 900)) 'NR == 1 { print "split," $0; next }
            NR > from && NR <= from + 1500 { print (NR <= from + 1000 ? "train," : "test,") $0 }' images.csv >rows.csv
        case $setting in
        minimum) trained='--activation tanh --optimizer lbfgs --epochs 4000 --weight-decay 0.03' ;;
        early) trained='--activation relu --lr 0.001 --epochs 10 --weight-decay 0.001' ;;
        esac
        # shellcheck disable=SC2086 # options without blanks
        quietly train rows.csv --targets y --split split --standardize pooled --model mlp --hidden 32 --patience none \
            --seed "$seed" $trained -o net
        for damping in $dampings; do
            if "$mtl" influence net --on test --method cg --damping "$damping" --iterations 3000 -q -o exact.csv 2>/dev/null; then
                break
            fi
        done
        measure "$setting" "$seed" 'damping of the reference' "$damping"
        for steps in 1 2 3 4 5; do
            agreement "metasp $steps" --method metasp --pseudo-steps $steps
        done
        agreement luketina --method luketina
        agreement 'neumann 20' --method neumann
        agreement 'neumann 200' --method neumann --neumann-terms 200
        agreement outer-products --method outer-products --damping "$damping" --iterations 3000
        agreement gauss-newton --method gauss-newton --damping "$damping" --iterations 3000
        agreement ekfac --method ekfac --damping "$damping"
        finish
    done
done

summary <<B
minimum,metasp 1 same,mean,>=500
minimum,metasp 5 same,mean,>=600
minimum,neumann 20 same,mean,>=700
minimum,gauss-newton same,mean,>=800
early,metasp 1 same,mean,>=600
early,metasp 5 same,mean,>=700
early,neumann 20 same,mean,>=750
B
