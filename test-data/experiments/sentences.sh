# Experiment: sentences. Six tasks of sentences ([4] §3.2): each alone, all pairs with and without alignment, the covariance scores of
# pairs before and after it (§3.3), fine-tuning from SST, and the capacity at which all six together, and each alone, do best
# (Fig. 6). Alignments are trained with the shared layers, and after them, which stay then (Algorithm 1). Scores are those of what
# stands in front of the shared layers; before alignment that of tasks alone, which differs where words' vectors are trained.
# Sentences are means of their words' vectors (mlp), or sequences of words with vectors that are fixed or trained. Parts are a
# model, a task or pair, and a seed; KINDS, SEEDS and CAPACITIES choose some, ROWS how much of each task sequences have. Without
# SCALE=full: one seed, fixed vectors, 400 rows of each task for sequences, and of these the pairs with MR alone.
name=sentences
. "$here/common.sh"
if ! test -e "$data/sentences.tar.gz" || ! test -e "$data/glove100_sentvocab.txt.gz"; then
    echo "experiment $name: needs DATA with sentences.tar.gz and glove100_sentvocab.txt.gz, left out" >&2
    exit 0
fi

tasks='MR SUBJ CR TREC MPQA SST'
seeds=${SEEDS:-1}
kinds=${KINDS:-mlp cnn-fixed lstm-fixed}
rows="--rows-per-task ${ROWS:-400}"
capacities=${CAPACITIES:-5 20 100}
if test -n "$full"; then
    seeds=${SEEDS:-1 2 3 4 5}
    kinds=${KINDS:-mlp cnn-fixed cnn-tuned lstm-fixed lstm-tuned}
    rows=${ROWS:+--rows-per-task $ROWS}
    capacities=${CAPACITIES:-5 10 20 50 100 200 500}
fi

# The data once for all parts: one table for all tasks, so that a word has one number.
mkdir "$work/data"
cd "$work/data"
tar -xzf "$data/sentences.tar.gz"
cat stsa.binary.train stsa.binary.dev stsa.binary.test >sst
cat TREC.train.all TREC.test.all >trec
for form in mean sequences; do
    quietly convert MR=rt-polarity.all SUBJ=subj.all CR=custrev.all TREC=trec MPQA=mpqa.all SST=sst \
        --encoding MR=ISO-8859-1,SUBJ=ISO-8859-1,TREC=ISO-8859-1 --embedding "$data/glove100_sentvocab.txt.gz" --wide \
        $(test $form = mean || echo --sequences --length 60) -o $form
done

# rows_of KIND: the data and how much of it.
rows_of() {
    case $1 in
    mlp) echo "$work/data/mean" ;;
    *) echo "$work/data/sequences $rows" ;;
    esac
}

layers() {
    case $1 in
    mlp) echo '--model mlp --hidden 200' ;;
    cnn-*) echo "--model text-cnn --filters 100 --word-vectors ${1#*-}" ;;
    lstm-*) echo "--model text-lstm --lstm-units 200 --word-vectors ${1#*-}" ;;
    esac
}

# learn KIND TASKS SEED MODEL [OPTION...]: 80:10:10 as the paper has it, stopped by the validation rows.
learn() {
    of=$2
    common="$(rows_of "$1") $(layers "$1") --split 0.8,0.1,0.1 --loss TREC=softmax --lr 0.001 --batch 64 --epochs 30 --patience 4 --seed $3"
    into=$4
    shift 4
    quietly train $common --only-tasks "$of" "$@" -o "$into"
}

# accuracy MODEL TASK SPLIT
accuracy() {
    "$mtl" evaluate "$1" --on "$3" -q 2>/dev/null | awk -F, -v t="$2" '$2 == t && $4 == "error" { printf "%.6g\n", 100 * (1 - $5) }'
}

# mean_accuracy MODEL SPLIT
mean_accuracy() { accuracy "$1" '*' "$2"; }

# less A B: A - B, nothing where one is missing.
less() { awk -v a="$1" -v b="$2" 'BEGIN { if (a != "" && b != "") printf "%.6g\n", a - b }'; }

# known PART MEASURE [SETTING]: what an earlier part measured.
known() { awk -F, -v m="$2" -v s="${3:-}" '$3 == m && (s == "" || $1 == s) { print $4; exit }' "$parts/$1.csv"; }

for seed in $seeds; do
    for kind in $kinds; do
        for task in $tasks; do
            begin "alone-$kind-$task-$seed" || continue
            learn "$kind" "$task" "$seed" model
            measure "$kind alone $task" "$seed" accuracy "$(accuracy model "$task" test)"
            finish
        done
    done
done

# All pairs, a word each: A,B.
pairs() {
    rest=$tasks
    for a in $tasks; do
        rest=${rest#"$a"}
        rest=${rest# }
        for b in $rest; do echo "$a,$b"; done
    done
}

# score A,B FILE: of a file of affinities.
score() {
    awk -F, -v a="${1%,*}" -v b="${1#*,}" '
        NR == 1 { for (j = 2; j <= NF; j++) if ($j == b) at = j; next }
        $1 == a { print $at }' "$2"
}

# covariances MODEL FILE [OPTION...]: the scores of its tasks.
covariances() {
    from=$1
    into=$2
    shift 2
    quietly affinity "$from" --method covariance "$@" -o "$into"
}

# The scores of tasks alone: of their words' vectors where these are trained, otherwise of what all have.
for seed in $seeds; do
    for kind in $kinds; do
        begin "scores-$kind-$seed" || continue
        case $kind in
        *-tuned)
            learn "$kind" "$(echo $tasks | tr ' ' ,)" "$seed" alone --sharing none
            covariances alone scores.csv --layer words
            ;;
        *) quietly affinity $(rows_of "$kind") --split 0.8,0.1,0.1 --seed "$seed" --method covariance -o scores.csv ;;
        esac
        for pair in $(pairs); do
            measure "$kind pair ${pair%,*} ${pair#*,}" "$seed" 'covariance score' "$(score "$pair" scores.csv)"
        done
        finish
    done
done

# Both tasks of a pair are judged on their test rows; the mean of the two is what alignment is to improve.
for seed in $seeds; do
    for kind in $kinds; do
        for pair in $(pairs); do
            a=${pair%,*}
            b=${pair#*,}
            test -n "$full" || test "$kind" = mlp || test "$a" = MR || continue
            begin "pair-$kind-$a-$b-$seed" || continue
            setting="$kind pair $a $b"
            learn "$kind" "$pair" "$seed" plain
            learn "$kind" "$pair" "$seed" joint --align joint
            learn "$kind" "$pair" "$seed" fixed --align fixed --init plain
            plain=$(mean_accuracy plain test)
            alone=$(awk -v a="$(known "alone-$kind-$a-$seed" accuracy)" -v b="$(known "alone-$kind-$b-$seed" accuracy)" \
                'BEGIN { printf "%.6g\n", (a + b) / 2 }')
            before=$(known "scores-$kind-$seed" 'covariance score' "$setting")
            measure "$setting" "$seed" 'accuracy together' "$plain"
            measure "$setting" "$seed" 'together less alone' "$(less "$plain" "$alone")"
            for way in joint fixed; do
                aligned=$(mean_accuracy "$way" test)
                covariances "$way" "$way.csv" --layer align
                measure "$setting" "$seed" "$way alignment less together" "$(less "$aligned" "$plain")"
                rise=$(less "$(score "$pair" "$way.csv")" "$before")
                measure "$setting" "$seed" "score behind $way alignment less before" "$rise"
                measure "$kind" "$seed" "pairs whose score $way alignment raises" "$(awk -v rise="$rise" 'BEGIN { print (rise > 0) }')"
                measure "$kind" "$seed" "pairs that $way alignment improves" \
                    "$(awk -v a="$aligned" -v b="$plain" 'BEGIN { print (a > b) }')"
            done
            finish
        done
    done
done

# Fig. 5b: a model of SST fine-tuned for each other task, with and without an alignment in front of what is kept.
for seed in $seeds; do
    for kind in $kinds; do
        begin "transfer-$kind-$seed" || continue
        learn "$kind" SST "$seed" sst
        for task in $tasks; do
            test $task != SST || continue
            common="$(rows_of "$kind") --split 0.8,0.1,0.1 --loss TREC=softmax --lr 0.001 --batch 64 --epochs 10 --patience 4 --seed $seed"
            quietly train $common --from sst --new-task "$task" -o "$task"
            quietly train $common --from sst --new-task "$task" --align joint -o "$task-aligned"
            plain=$(accuracy "$task" "$task" test)
            aligned=$(accuracy "$task-aligned" "$task" test)
            alone=$(known "alone-$kind-$task-$seed" accuracy)
            measure "$kind SST to $task" "$seed" accuracy "$plain"
            measure "$kind SST to $task" "$seed" 'plain less alone' "$(less "$plain" "$alone")"
            measure "$kind SST to $task" "$seed" 'aligned less alone' "$(less "$aligned" "$alone")"
            measure "$kind SST to $task" "$seed" 'aligned less plain' "$(less "$aligned" "$plain")"
        done
        finish
    done
done

case " $kinds " in
*" lstm-fixed "*) ;;
*) capacities= ;;
esac
# Fig. 6: the capacity is that which does best on the validation rows, of all six together and of each alone.
for seed in ${capacities:+$seeds}; do
    begin "capacity-$seed" || continue
    best=0
    for capacity in $capacities; do
        quietly train "$work/data/sequences" $rows --split 0.8,0.1,0.1 --loss TREC=softmax --model text-lstm --capacity "$capacity" \
            --word-vectors fixed --lr 0.001 --batch 64 --epochs 30 --patience 4 --seed "$seed" -o "all-$capacity"
        value=$(mean_accuracy "all-$capacity" val)
        measure "capacity together $capacity" "$seed" 'validation accuracy' "$value"
        if test "$(awk -v a="$value" -v b="$best" 'BEGIN { print (a > b) }')" = 1; then best=$value; shared=$capacity; fi
    done
    sum=0
    for task in $tasks; do
        best=0
        for capacity in $capacities; do
            quietly train "$work/data/sequences" $rows --split 0.8,0.1,0.1 --loss TREC=softmax --model text-lstm --capacity "$capacity" \
                --only-tasks "$task" --word-vectors fixed --lr 0.001 --batch 64 --epochs 30 --patience 4 --seed "$seed" \
                -o "$task-$capacity"
            value=$(accuracy "$task-$capacity" "$task" val)
            if test "$(awk -v a="$value" -v b="$best" 'BEGIN { print (a > b) }')" = 1; then best=$value; own=$capacity; fi
        done
        measure "capacity alone $task" "$seed" 'best capacity' "$own"
        sum=$((sum + own))
    done
    measure capacity "$seed" 'best capacity together' "$shared"
    measure capacity "$seed" 'sum of best capacities alone' "$sum"
    finish
done

summary <<'B'
B
