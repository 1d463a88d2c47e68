# Experiment: continual. Tasks that come one after another: Split Fashion-MNIST (five tasks of two classes, of the 10,000 test
# images) with a memory of 300 and 500 rows, class- and task-incremental, and the volunteers of HAR as a stream of domains with 200:
# A_1, A_inf, A_m and BWT of each strategy in percent; and the time of a run against that of er.
name=continual
. "$here/common.sh"
test -n "$data" || { echo "experiment $name: needs DATA" >&2; exit 1; }

seeds=3
epochs=10
methods='none joint er gdumb agem gem gss mir gmed metasp metasp-rehsel'
test -z "$full" || { seeds=5; epochs=50; }

# split_images: split.csv with the columns task and y, and pixels from 0 to 1.
split_images() {
    "$mtl" convert "$data"/fashion-mnist-t10k-images-idx3-ubyte.gz "$data"/fashion-mnist-t10k-labels-idx1-ubyte.gz --flat -q |
        awk -F, 'BEGIN { OFS = "," } NR == 1 { print "task", $0; next }
            { for (i = 2; i <= NF; i++) if ($i > 0) $i = sprintf("%.4g", $i / 255); print "T" int($1 / 2) + 1, $0 }' >"$work/split.csv"
}

# stream SETTING FILE SEED OPTION...: trains, and measures what evaluate says.
stream() {
    what=$1 file=$2 seed=$3
    shift 3
    rm -rf model
    start=$(now)
    quietly train "$file" --seed "$seed" --continual --epochs $epochs "$@" -o model
    seconds=$(seconds_since "$start")
    quietly evaluate model -o measures.csv
    for measure in A_1 A_inf A_m BWT; do
        value=$(awk -F, -v m=$measure '$2 == "*" && $4 == m { printf "%.6g", 100 * $5 }' measures.csv)
        test -z "$value" || measure "$what" "$seed" $measure "$value"
    done
    measure "$what" "$seed" seconds "$seconds"
}

# remembers METHOD ROWS: the option of the memory, of methods that have one.
remembers() { case $1 in none | joint) ;; *) echo "--memory-rows $2" ;; esac; }

for setting in class task; do
    for rows in 500 300; do
        for method in $methods; do
            case $rows-$method in 300-none | 300-joint) continue ;; esac
            for seed in $(seq $seeds); do
                if begin "$setting-$rows-$method-$seed"; then
                    test -e "$work/split.csv" || split_images
                    stream "$setting $rows $method" "$work/split.csv" "$seed" --task task --target y --split 0.8,0,0.2 \
                        --order T1,T2,T3,T4,T5 --setting $setting --rehearsal $method $(remembers $method $rows) \
                        --model mlp --hidden 100
                    finish
                fi
            done
        done
    done
done

for method in $methods; do
    for seed in $(seq $seeds); do
        if begin "har-$method-$seed"; then
            stream "HAR domain 200 $method" "$data/har66.csv.gz" "$seed" --task subject --target activity --split 0.7,0,0.3 \
                --standardize pooled --setting domain --rehearsal $method $(remembers $method 200) --model mlp --hidden 100
            finish
        fi
    done
done

summary <<B
*,A_1,each,
*,A_inf,each,
*,A_m,each,
*,BWT,each,
*,seconds,each,
B
