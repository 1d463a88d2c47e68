# Experiment: what groups are worth when they are trained. Every subset of tasks is trained once, so that any grouping can be
# valued; groups by each affinity, at random, and the best there is. Forecasts of transformer series and attributes of faces.
name=trained-groups
. "$here/common.sh"

step=24
faces=2000
seeds=0
draws=5
intervals='1 10 50'
if test -n "$full"; then step=4 faces=20000 draws=10 intervals='1 5 10 25 50 100 200'; fi
methods='tag transfer-gain cosine proximal'

# subsets TASK...: every non-empty one, as a list with commas.
subsets() {
    printf '%s\n' "$@" | awk '
        { task[NR - 1] = $0 }
        END {
            for (mask = 1; mask < 2 ^ NR; mask++) {
                list = ""
                for (k = 0; k < NR; k++) if (int(mask / 2 ^ k) % 2) list = list (list == "" ? "" : ",") task[k]
                print list
            }
        }'
}

# train_all DATA METRIC OPTION...: trained.csv has subset;task;validation;test for each task of each subset of $tasks.
train_all() {
    file=$1
    metric=$2
    shift 2
    subsets $tasks >subsets.txt
    { printf only-tasks; sed 's/^/ /' subsets.txt | tr -d '\n'; echo; } >subsets.grid
    quietly train "$file" "$@" --sweep subsets.grid -o each >/dev/null
    # Subsets have commas: columns are counted from the end, and a run's number is its subset's.
    awk -F, -v metric="$metric" '
        NR == FNR { subset["run" NR] = $0; next }
        $(NF - 5) == "*" || $(NF - 3) != metric { next }
        $(NF - 4) == "val" { val[$1, $(NF - 5)] = $(NF - 1) }
        $(NF - 4) == "test" { print subset[$1] ";" $(NF - 5) ";" val[$1, $(NF - 5)] ";" $(NF - 1) }' subsets.txt each/sweep.csv >trained.csv
    rm -r each
}

# served GROUPS: the sum over tasks of the test metric, each task by the group that is best on its validation rows.
served() {
    awk -F'[;]' -v order="$tasks" -v groups="$1" '
        { value[$1, $2] = $3; test[$1, $2] = $4 }
        END {
            n = split(order, task, " ")
            while ((getline line <groups) > 0) {
                split(line, cell, ",")
                if (cell[1] != "group") { member[cell[1], cell[2]] = 1; group[cell[1]] = 1 }
            }
            for (g in group) {
                list = ""
                for (k = 1; k <= n; k++) if ((g, task[k]) in member) list = list (list == "" ? "" : ",") task[k]
                for (k = 1; k <= n; k++) if ((g, task[k]) in member) {
                    v = value[list, task[k]]
                    if (!(k in best) || v < best[k]) { best[k] = v; sum[k] = test[list, task[k]] }
                }
            }
            for (k = 1; k <= n; k++) total += sum[k]
            printf "%.6g\n", total
        }' trained.csv
}

# best M: the least that M groups can be served with.
best() {
    awk -F';' -v order="$tasks" -v m="$1" '
        { value[$1, $2] = $3; test[$1, $2] = $4; if (!($1 in seen)) { seen[$1] = 1; name[++count] = $1 } }
        function place(depth, from,    s, k) {
            for (s = from; s <= count - (m - depth); s++) {
                for (k = 1; k <= n; k++) {
                    v[depth, k] = v[depth - 1, k]
                    t[depth, k] = t[depth - 1, k]
                    if (has[s, k] && own[s, k] < v[depth, k]) { v[depth, k] = own[s, k]; t[depth, k] = ownTest[s, k] }
                }
                if (depth < m) place(depth + 1, s + 1)
                else {
                    total = 0
                    for (k = 1; k <= n; k++) total += t[depth, k]
                    if (total < least) least = total
                }
            }
        }
        END {
            n = split(order, task, " ")
            for (s = 1; s <= count; s++) for (k = 1; k <= n; k++) if ((name[s], task[k]) in value) {
                has[s, k] = 1; own[s, k] = value[name[s], task[k]]; ownTest[s, k] = test[name[s], task[k]]
            }
            for (k = 1; k <= n; k++) { v[0, k] = 1e300; t[0, k] = 1e300 }
            least = 1e300
            place(1, 1)
            printf "%.6g\n", least
        }' trained.csv
}

# valued WHAT AFFINITY OPTION...: the groups of an affinity and what they are worth.
valued() {
    what=$1
    shift
    quietly group "$@" --time-limit 20 -o groups.csv
    measure "$setting" "$seed" "$what" "$(served groups.csv)"
}

# random_mean WHAT OPTION...: the mean over random groupings.
random_mean() {
    what=$1
    shift
    : >drawn.txt
    draw=0
    while test $draw -lt $draws; do
        quietly group collected/tag.csv --solver random --repeats 1 --seed $draw "$@" -o groups.csv
        served groups.csv >>drawn.txt
        draw=$((draw + 1))
    done
    measure "$setting" "$seed" "$what" "$(awk '{ sum += $1 } END { printf "%.6g\n", sum / NR }' drawn.txt)"
}

# compare DATA METRIC LARGEST OPTION...: all of the comparison, with the best groupings up to LARGEST groups.
compare() {
    file=$1
    metric=$2
    largest=$3
    shift 3
    count=$(printf '%s\n' $tasks | wc -l)
    train_all "$file" "$metric" "$@"
    measure "$setting" "$seed" 'single-task' "$(printf '%s\n' $tasks | awk '{ print NR "," $0 }' >alone.csv; served alone.csv)"
    measure "$setting" "$seed" 'all together' "$(printf '%s\n' $tasks | awk '{ print "1," $0 }' >together.csv; served together.csv)"
    only=$(echo $tasks | tr ' ' ,)
    begun=$(now)
    quietly train "$file" "$@" --only-tasks "$only" --force -o plain
    plain=$(seconds_since "$begun")
    begun=$(now)
    quietly affinity "$file" "$@" --only-tasks "$only" --method "$(echo $methods | tr ' ' ,)" --every 5 --force -o collected
    measure "$setting" "$seed" 'seconds: all methods every 5 steps / plain' "$(quotient "$(seconds_since "$begun")" "$plain")"
    begun=$(now)
    quietly affinity "$file" "$@" --only-tasks "$only" --method hoa -o hoa.csv
    measure "$setting" "$seed" 'seconds: hoa / plain' "$(quotient "$(seconds_since "$begun")" "$plain")"
    for m in 2 3 4; do
        for method in $methods; do
            valued "$m groups: $method" collected/$method.csv --groups $m
        done
        for method in tag transfer-gain; do
            valued "$m groups: $method branch-and-bound" collected/$method.csv --groups $m --solver branch-and-bound
        done
        valued "$m groups: hoa serving" hoa.csv --groups $m --objective serving
        valued "$m groups: transfer-gain serving" collected/transfer-gain.csv --groups $m --objective serving
        random_mean "$m groups: random" --groups $m
        for size in 1-4 4-$count; do
            test $((m * ${size#*-})) -ge "$count" || continue
            limits="--min-size ${size%-*} --max-size ${size#*-}"
            valued "$m groups of $size: transfer-gain" collected/transfer-gain.csv --groups $m $limits
            random_mean "$m groups of $size: random" --groups $m $limits
        done
        test "$m" -gt "$largest" || measure "$setting" "$seed" "$m groups: best" "$(best $m)"
    done
    for every in $intervals; do
        quietly affinity "$file" "$@" --only-tasks "$only" --method transfer-gain --every "$every" -o one.csv
        valued "3 groups: transfer-gain every $every" one.csv --groups 3
    done
    for epoch in 1 2 4; do
        quietly affinity "$file" "$@" --only-tasks "$only" --method transfer-gain --every 5 --to-epoch $epoch -o one.csv
        valued "3 groups: transfer-gain to epoch $epoch" one.csv --groups 3
    done
    begun=$(now)
    quietly affinity "$file" "$@" --only-tasks "$only" --method transfer-gain --every 5 -o one.csv
    whole=$(seconds_since "$begun")
    begun=$(now)
    quietly affinity "$file" "$@" --only-tasks "$only" --method transfer-gain --every 5 --sample-tasks -o one.csv
    measure "$setting" "$seed" 'seconds: sampled / all tasks' "$(quotient "$(seconds_since "$begun")" "$whole")"
    valued '3 groups: transfer-gain sampled' one.csv --groups 3
}

if test -z "$data"; then
    echo "experiment $name: needs DATA, the folder of the shared data sets" >&2
    exit 0
fi
for seed in $seeds; do
    for activation in identity relu; do
        if begin "ettm1-$activation-$seed"; then
            setting="ettm1 $activation mae"
            tasks='HUFL HULL MUFL MULL LUFL LULL OT'
            # Each series less its mean, over its deviation, of the part for training.
            gzip -dc "$data/ETTm1.csv.gz" | awk -F, '
                NR == 1 { print "HUFL,HULL,MUFL,MULL,LUFL,LULL,OT"; next }
                { for (j = 2; j <= 8; j++) { x[NR, j] = $j; if (NR <= 41808) { s[j] += $j; q[j] += $j * $j } } last = NR }
                END {
                    for (j = 2; j <= 8; j++) { m[j] = s[j] / 41807; d[j] = sqrt(q[j] / 41807 - m[j] * m[j]) }
                    for (i = 2; i <= last; i++) {
                        line = ""
                        for (j = 2; j <= 8; j++) line = line (j > 2 ? "," : "") sprintf("%.5f", (x[i, j] - m[j]) / d[j])
                        print line
                    }
                }' >series.csv
            quietly convert series.csv --window 96 --horizon 24 --step $step --split 0.6,0.2,0.2 -o windows
            compare windows mae 3 --model mlp --hidden 32 --activation $activation --epochs 8 --patience 3 --lr 0.001 \
                --batch 256 --seed "$seed"
            finish
        fi
    done
    if begin "celeba-$seed"; then
        setting='celeba error'
        gzip -dc "$data/celeba_attr01.csv.gz" | awk -F, -v rows="$faces" 'NR == 1 || n[$2]++ < rows * ($2 == 0 ? 0.6 : 0.2)' >faces.csv
        tasks='Attractive Bald Bangs Big_Nose Chubby High_Cheekbones Male Smiling Young'
        tasks=$(head -n 1 faces.csv | tr , '\n' | awk -v wanted=" $tasks " 'index(wanted, " " $0 " ")' | tr '\n' ' ')
        compare faces.csv error 2 --targets "$(echo $tasks | tr ' ' ,)" --id image --split partition --model mlp --hidden 16 --epochs 10 \
            --patience 3 --lr 0.003 --batch 256 --seed "$seed"
        finish
    fi
done

summary <<B
B
