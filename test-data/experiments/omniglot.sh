# Experiment: characters of five alphabets. A convolutional trunk that all alphabets share beside one network for each; then
# what influence, selection and grouping find on what the shared trunk makes of the images.
name=omniglot
. "$here/common.sh"
if test -z "$data" || ! test -e "$data/omniglot_small1.zip"; then
    echo "experiment $name: needs DATA with omniglot_small1.zip, skipped" >&2
    exit 0
fi
if ! command -v unzip >/dev/null; then
    echo "experiment $name: needs unzip, skipped" >&2
    exit 0
fi
if ! has_images; then
    echo "experiment $name: needs the engine of images (make dl4j), skipped" >&2
    exit 0
fi

seeds=1
net='--model cnn --filters 8,16 --hidden 64 --standardize pooled --dropout 0.2 --lr 0.003 --batch 64 --epochs 10 --patience 5'
if test -n "$full"; then
    seeds='1 2 3'
    net='--model cnn --filters 16,32 --hidden 128 --standardize pooled --dropout 0.2 --lr 0.003 --batch 64 --epochs 60 --patience 10'
fi
split=0.6,0.2,0.2
# Of embeddings and of pixels alike 24 components: with 40 classes, Newton's method takes minutes for more.
linear='--standardize pooled --pca 24 --shared-ridge 0.01 --lambda 0.03'

# errors MODEL LABEL: the mean test error over alphabets.
errors() { measure omniglot "$seed" "$2 error" "$(test_metric "$1" error)"; }

for seed in $seeds; do
    if begin "networks-$seed"; then
        unzip -qo "$data/omniglot_small1.zip" -d images
        quietly convert images/* --grey --resize 28x28 -o characters
        begun=$(now)
        quietly train characters $net --split $split --seed "$seed" -o shared
        measure omniglot "$seed" 'shared trunk seconds' "$(seconds_since "$begun")"
        errors shared 'shared trunk'
        begun=$(now)
        awk -F, 'NR > 1 { print $2 }' characters/tasks.csv >alphabets
        total=0
        while read -r alphabet; do
            quietly train characters --only-tasks "$alphabet" $net --split $split --seed "$seed" --force -o alone
            one=$(test_metric alone error)
            measure "$alphabet" "$seed" 'alone error' "$one"
            measure "$alphabet" "$seed" 'shared trunk error' "$("$mtl" evaluate shared -q | awk -F, -v t="$alphabet" \
                '$2 == t && $3 == "test" && $4 == "error" { print $5 }')"
            total=$(awk -v a="$total" -v b="$one" 'BEGIN { printf "%.17g\n", a + b }')
        done <alphabets
        measure omniglot "$seed" 'alone seconds' "$(seconds_since "$begun")"
        measure omniglot "$seed" 'alone error' "$(awk -v a="$total" -v n="$(wc -l <alphabets)" 'BEGIN { printf "%.6g\n", a / n }')"

        # The trunk's embeddings in place of the pixels, with everything that works on features.
        mkdir -p embedded
        cp characters/y.npy characters/task.npy characters/tasks.csv characters/classes.csv embedded/
        quietly evaluate shared --embeddings embedded/x.npy -o metrics.csv
        quietly train embedded --split $split --seed "$seed" $linear -o linear
        errors linear 'linear on embeddings'
        quietly train characters --split $split --seed "$seed" $linear -o pixels
        errors pixels 'linear on pixels'
        quietly influence linear -o influence.csv
        quietly select influence.csv --drop 0.02 -o drop.csv
        quietly retrain linear --selection drop.csv -o dropped
        errors dropped 'linear on embeddings without the worst 0.02'
        quietly affinity linear --method influence -o affinity.csv
        quietly group affinity.csv --groups 2 -o groups.csv
        quietly retrain linear --grouping groups.csv -o grouped
        errors grouped 'linear on embeddings in two groups'
        finish
    fi
done

summary <<B
omniglot,shared trunk error,mean,<=0.6
B
