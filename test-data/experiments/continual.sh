# Experiment: continual. Tasks that come one after another: Split Fashion-MNIST (five tasks of two classes, of the 10,000 test
# images) with a memory of 500 rows (300 too with SCALE=full), class- and task-incremental, and the volunteers of HAR as a stream of domains with 200:
# A_1, A_inf, A_m and BWT of each strategy in percent; and the time of a run against that of er. METHODS, SEEDS (how many) and EPOCHS
# choose less.
name=continual
. "$here/common.sh"
test -n "$data" || { echo "experiment $name: needs DATA, skipped" >&2; exit 0; }

seeds=1
memories=500
epochs=10
methods=${METHODS:-none joint er gdumb agem gem gss mir hal gmed metasp metasp-rehsel}
# By default a few strategies show the other settings.
few=${METHODS:-none joint er agem metasp metasp-rehsel}
test -z "$full" || { seeds=5; epochs=50; memories="500 300"; few=$methods; }
seeds=${SEEDS:-$seeds}
epochs=${EPOCHS:-$epochs}

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
    for rows in $memories; do
        of=$methods
        test $setting = class || of=$few
        for method in $of; do
            case $rows-$method in 300-none | 300-joint) continue ;; esac
            for seed in $(seq $seeds); do
                if begin "$setting-$rows-$method-$seed"; then
                    test -e "$work/split.csv" || split_images
                    stream "$setting $rows $method" "$work/split.csv" "$seed" --task task --target y --split 0.8,0,0.2 \
                        --order T1,T2,T3,T4,T5 --setting $setting --rehearsal $method $(remembers $method $rows) \
                        --model mlp --hidden 100
                    # How influence is distributed over the stream, over rows of each task.
                    if test $setting-$rows-$method-$seed = class-500-metasp-rehsel-1; then
                        quietly plot model/influence.csv -o "$results/continual-influence.svg"
                        quietly plot model/uses/*.csv -o "$results/continual-uses.svg"
                        quietly plot model -o "$results/continual-accuracy.svg"
                    fi
                    finish
                fi
            done
        done
    done
done

for method in $few; do
    for seed in $(seq $seeds); do
        if begin "har-$method-$seed"; then
            stream "HAR domain 200 $method" "$data/har66.csv.gz" "$seed" --task subject --target activity --split 0.7,0,0.3 \
                --standardize pooled --setting domain --rehearsal $method $(remembers $method 200) --model mlp --hidden 100
            finish
        fi
    done
done

# The writers of pen digits one after another: 44 domains.
for method in $few; do
    for seed in $(seq $seeds); do
        if begin "pens-$method-$seed"; then
            stream "pens domain 200 $method" "$data/pendigits_writers.csv.gz" "$seed" --task writer --target digit --features p1:p16 \
                --split 0.7,0,0.3 --standardize pooled --setting domain --rehearsal $method $(remembers $method 200) \
                --model mlp --hidden 100
            finish
        fi
    done
done

# image_folder: the same images as the network of convolutions takes them. The rows of a table are pixels in x.npy, of which the
# header is made to say which are beside each other.
image_folder() {
    test -e "$work/split.csv" || split_images
    quietly convert "$work/split.csv" --task task --target y -o table
    mkdir images
    cp table/y.npy table/task.npy table/tasks.csv images
    {
        printf '\223NUMPY\001\000v\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': (10000, 1, 28, 28), }"
        tail -c +129 table/x.npy
    } >images/x.npy
}

# Convolutions in front of the dense layers, on classes.
if has_images; then
    image_methods=${METHODS:-none er}
    dense_epochs=$epochs
    test -z "$full" || image_methods=$methods
    test -n "$full" || epochs=3
    for method in $image_methods; do
        for seed in $(seq $seeds); do
            if begin "images-$method-$seed"; then
                image_folder
                stream "images class 200 $method" images "$seed" --split 0.8,0,0.2 --order T1,T2,T3,T4,T5 --rehearsal $method \
                    $(remembers $method 200) --engine dl4j --model cnn --filters 8,16 --hidden 64
                finish
            fi
        done
    done
    epochs=$dense_epochs
else
    echo "experiment $name: networks of images need their engine (make dl4j), skipped" >&2
fi

# ablation PART OPTION...: a change of metasp on classes, M = 500.
ablation() {
    variant=$1
    shift
    for seed in $(seq $seeds); do
        if begin "ablation-$variant-$seed"; then
            test -e "$work/split.csv" || split_images
            stream "ablation $variant" "$work/split.csv" "$seed" --task task --target y --split 0.8,0,0.2 --order T1,T2,T3,T4,T5 \
                --memory-rows 500 --model mlp --hidden 100 "$@"
            finish
        fi
    done
}

# The paper's Table 5: without clusters, without influence; and er in as many last epochs.
ablation by-influence --rehearsal metasp-rehsel --choose-by influence
ablation by-clusters --rehearsal metasp-rehsel --choose-by clusters
ablation er-last-5 --rehearsal er --last-epochs 5
for last in 1 8; do
    ablation last-$last --rehearsal metasp --last-epochs $last
done
for ahead in 2 3 4 5; do
    ablation ahead-$ahead --rehearsal metasp --pseudo-steps $ahead
done
for rows in 10 25 100; do
    ablation validation-$rows --rehearsal metasp --validation-rows $rows
done

# Paired t-tests over seeds of each strategy against er, of each change against metasp, at 95%: setting,method,seeds,difference,standard_error,t,significant.
cat "$parts"/*.csv | awk -F, '
    BEGIN { split("12.706 4.303 3.182 2.776 2.571 2.447 2.365 2.306 2.262", critical, " ") }
    $3 == "A_inf" {
        method = $1; sub(/.* /, "", method)
        setting = $1; sub(/ [^ ]*$/, "", setting)
        value[setting, method, $2] = $4
        if (!((setting, method) in known)) { known[setting, method]; order[++count] = setting SUBSEP method }
        if ($2 > most) most = $2
    }
    END {
        print "setting,method,seeds,difference,standard_error,t,significant"
        for (i = 1; i <= count; i++) {
            split(order[i], at, SUBSEP)
            base = at[1] == "ablation" ? "class 500" SUBSEP "metasp" : at[1] SUBSEP "er"
            n = sum = squares = 0
            for (seed = 1; seed <= most; seed++)
                if ((at[1], at[2], seed) in value && (base, seed) in value) {
                    d = value[at[1], at[2], seed] - value[base, seed]
                    n++; sum += d; squares += d * d
                }
            if (order[i] == base || n < 2) continue
            mean = sum / n
            error = sqrt((squares - n * mean * mean > 0 ? squares - n * mean * mean : 0) / (n - 1) / n)
            t = error > 0 ? mean / error : 0
            printf "%s,%s,%d,%.3g,%.3g,%.3g,%s\n", at[1], at[2], n, mean, error, t, ((t < 0 ? -t : t) > critical[n - 1] ? "yes" : "no")
        }
    }' >"$results/continual.tests.csv"

summary <<B
*,A_1,each,
*,A_inf,each,
*,A_m,each,
*,BWT,each,
*,seconds,each,
B
