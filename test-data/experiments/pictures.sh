# Experiment: pictures. Human activity drawn by mtl plot: affinities, groups, scores, a check by leaving rows out, how much
# to drop, losses while training. The pictures stay in pictures/ beside the results; each is drawn twice and compared.
name=pictures
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with har66.csv.gz, skipped" >&2
    exit 0
fi
mkdir -p "$results/pictures"
sample=150
test -z "$full" || sample=1000

# trained OPTION...: trains model
trained() {
    quietly train "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.6,0.2,0.2 \
        --standardize pooled "$@" --force -o model
}

# picture NAME INPUT...: as SVG and as PNG, with the time of the first
picture() {
    shown=$1
    shift
    begun=$(now)
    quietly plot "$@" -o "$shown.svg"
    measure "$part" 0 "$shown seconds" "$(seconds_since "$begun")"
    quietly plot "$@" --threads 1 -o again.svg
    quietly plot "$@" -o "$shown.png"
    quietly plot "$@" --threads 1 -o again.png
    same=0
    ! cmp -s "$shown.svg" again.svg || ! cmp -s "$shown.png" again.png || same=1
    measure "$part" 0 "$shown repeats" $same
    measure "$part" 0 "$shown texts" "$(grep -c '</text' "$shown.svg")"
    measure "$part" 0 "$shown kB" "$(wc -c <"$shown.svg" | awk '{ printf "%.0f\n", $1 / 1000 }')"
    cp "$shown.svg" "$shown.png" "$results/pictures/"
}

if begin linear; then
    trained --sharing soft
    quietly affinity model --method influence -o affinity.csv
    quietly influence model --level task -o harm.csv
    quietly group affinity.csv --groups 4 --partition --time-limit 20 -o groups.csv
    quietly influence model --correction newton -o scores.csv
    quietly evaluate model --check loo --scores scores.csv --sample $sample -o loo.csv
    quietly select scores.csv --model model --tune 0,0.005,0.01,0.02,0.05 --ratio-curve ratios.csv -o selection.csv
    quietly evaluate model --on test -o errors.csv
    picture affinity affinity.csv
    picture affinity-groups affinity.csv --grouping groups.csv
    picture harm harm.csv
    picture groups groups.csv
    picture scores scores.csv
    picture selection selection.csv
    picture loo loo.csv
    picture ratios ratios.csv
    picture errors errors.csv
    finish
fi

if begin network; then
    trained --model mlp --hidden 64 --lr 0.001 --epochs 20
    picture history model
    finish
fi

summary <<B
*,affinity repeats,each,>=1
*,affinity-groups repeats,each,>=1
*,harm repeats,each,>=1
*,groups repeats,each,>=1
*,scores repeats,each,>=1
*,selection repeats,each,>=1
*,loo repeats,each,>=1
*,ratios repeats,each,>=1
*,errors repeats,each,>=1
*,history repeats,each,>=1
*,affinity texts,each,>=60
*,scores texts,each,>=60
B
