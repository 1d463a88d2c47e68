# Experiment: optimisers. All weightings and combiners, and selective updates, beside the plain sum and single-task networks, on one
# network for each data set: test metric, its difference to single-task networks in percent (delta_m) and seconds an epoch.
# Parts are a data set, a method and a seed; METHODS, SETS and SEEDS choose some, EPOCHS trains for fewer. Without SCALE=full
# there are har and emotions.
name=optimisers
. "$here/common.sh"

# Single-task models of an earlier run name the tables that they were trained on.
tables=$results/$name.tables
mkdir -p "$tables"
seeds='1'
epochs=10
test -z "$full" || { seeds='1 2 3 4 5'; epochs=50; }
weightings='equal loss-scale geometric uncertainty dwa random dtp gradnorm stch famo excess bandit imtl-l'
combiners='mgda pcgrad gradvac cagrad imtl nash aligned upgrad dualproj config fairgrad graddrop moco db-mtl sdmgrad modo'
methods=${METHODS:-"$weightings $combiners selective"}
sets='har emotions'
test -z "$full" || sets='har clothes emotions yeast office ettm1'
sets=${SETS:-$sets}
seeds=${SEEDS:-$seeds}
epochs=${EPOCHS:-$epochs}

# option METHOD: how train asks for it; imtl is a combiner, imtl-l a weighting.
option() {
    case " $combiners " in
    *" $1 "*) echo "--combine $1" ;;
    *) test "$1" = selective && echo '--update selective' || echo "--weighting $1" ;;
    esac
}

# table SET: makes what train reads in the working folder; leaves the options in roles.
table() {
    case $1 in
    har)
        set -- "$data/har66.csv.gz"
        roles='--task subject --target activity --positive 4 --split 0.8,0.1,0.1' ;;
    clothes)
        test -e "$tables/clothes.csv" || quietly convert "$data/fashion-mnist-t10k-images-idx3-ubyte.gz" \
            "$data/fashion-mnist-t10k-labels-idx1-ubyte.gz" --flat -o "$tables/clothes.csv"
        set -- "$tables/clothes.csv"
        roles='--one-vs-rest y --split 0.8,0.1,0.1' ;;
    emotions)
        test -e "$tables/emotions.csv" || quietly convert "$data/Emotions.arff.gz" --labels-last 6 -o "$tables/emotions.csv"
        set -- "$tables/emotions.csv"
        roles='--targets amazed-suprised,happy-pleased,relaxing-calm,quiet-still,sad-lonely,angry-aggresive --split 0.6,0.2,0.2' ;;
    yeast)
        test -e "$tables/yeast.csv" || quietly convert "$data/Yeast.arff.gz" --labels-last 14 -o "$tables/yeast.csv"
        set -- "$tables/yeast.csv"
        roles="--targets $(seq -s, -f 'Class%g' 1 14) --split 0.6,0.2,0.2" ;;
    office)
        set -- "$data/office_caltech_surf.csv.gz"
        roles='--task domain --target label --split 0.6,0.2,0.2' ;;
    ettm1)
        # Twelve values of each series, three hours, for the next one; the parts follow each other in time.
        test -e "$tables/ettm1.csv" || quietly convert "$data/ETTm1.csv.gz" --window 12 --horizon 1 --split 0.6,0.2,0.2 -o "$tables/ettm1.csv"
        set -- "$tables/ettm1.csv"
        roles='--targets HUFL,HULL,MUFL,MULL,LUFL,LULL,OT' ;;
    esac
    table=$1
}

# scored MODEL SETTING
scored() {
    for split in test val; do
        "$mtl" evaluate "$1" --baseline "$parts/$of-alone-$seed.model" --on $split -q
    done >scores.csv
    for metric in loss error rmse delta_m; do
        value=$(awk -F, -v m="$metric" '$2 == "*" && $3 == "test" && $4 == m { print $5 }' scores.csv)
        test -z "$value" || measure "$2" "$seed" "$metric" "$value"
    done
    value=$(awk -F, '$2 == "*" && $3 == "val" && $4 == "delta_m" { print $5 }' scores.csv)
    test -z "$value" || measure "$2" "$seed" 'delta_m of validation rows' "$value"
}

# best_of SET: the three methods with the largest delta_m of validation rows.
best_of() {
    for method in $methods; do
        cat /dev/null "$parts/$1-$method"-[0-9]*.csv 2>/dev/null |
            awk -F, -v method="$method" '$3 == "delta_m of validation rows" { sum += $4; n++ } END { if (n) print sum / n, method }'
    done | sort -k1,1gr | head -n 3 | cut -d' ' -f2
}

net='--standardize pooled --model mlp --hidden 64,32 --lr 0.001 --patience none'
for of in $sets; do
    for seed in $seeds; do
        test -n "$data" || continue
        table "$of"
        if ! test -e "$parts/$of-alone-$seed.model/model.json"; then
            quietly train "$table" $roles $net --epochs $epochs --sharing none --seed "$seed" --force -o "$parts/$of-alone-$seed.model"
        fi
        for method in $methods; do
            if begin "$of-$method-$seed"; then
                begun=$(now)
                # Options without spaces, split on purpose.
                quietly train "$table" $roles $net --epochs $epochs --seed "$seed" $(option "$method") --force -o model
                took=$(seconds_since "$begun")
                scored model "$of $method"
                measure "$of $method" "$seed" 'seconds an epoch' "$(quotient "$took" $epochs)"
                finish
            fi
        done
    done
    # The three best by the mean over seeds, again without the rows that influence picks, their share tuned by the error of validation rows.
    for method in $(best_of "$of"); do
        for seed in $seeds; do
            test -n "$data" || continue
            table "$of"
            if begin "$of-selected-$method-$seed"; then
                quietly train "$table" $roles $net --epochs $epochs --seed "$seed" $(option "$method") --force -o model
                quietly influence model -o influence.csv
                quietly select influence.csv --tune 0,0.02,0.05,0.1,0.2 --metric error --model model -o selection.csv
                quietly retrain model --selection selection.csv --force -o selected
                scored selected "$of $method with selection"
                measure "$of $method with selection" "$seed" 'share dropped' \
                    "$(awk -F, 'NR > 1 { dropped += $4 == 0 } END { printf "%.4g\n", dropped / (NR - 1) }' selection.csv)"
                finish
            fi
        done
    done
done
test -n "$data" || { echo "experiment $name: without DATA there is nothing to do" >&2; exit 0; }
summary <<B
B
# Mean and standard error over seeds, a line for each data set, method and measure.
awk -F, '
    { key = $1 "," $3; if (!(key in n)) order[++keys] = key; n[key]++; sum[key] += $4; squares[key] += $4 * $4 }
    END {
        for (i = 1; i <= keys; i++) {
            key = order[i]; mean = sum[key] / n[key]
            variance = n[key] > 1 ? (squares[key] - n[key] * mean * mean) / (n[key] - 1) : 0
            split(key, part, ",")
            printf "%-28s %-18s %10.5g +- %.2g (%d)\n", part[1], part[2], mean, sqrt((variance > 0 ? variance : 0) / n[key]), n[key]
        }
    }' "$parts"/*.csv
