# Experiment: networks. Test errors of a shared trunk against soft sharing and each task alone on human activity; pictures of
# clothes as ten tasks and as one, beside a PyTorch run of the same size, and by dense, convolutional and residual layers; memory
# of training and of influence, threads, and runs that are killed.
name=networks
. "$here/common.sh"

python=${PYTHON:-python3}
seeds='1 2'
test -z "$full" || seeds='1 2 3 4 5'
epochs=20
instants='2 5 9 14'
test -z "$full" || instants='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20'

# timed LABEL COMMAND...: the wall time of a whole process.
timed() {
    label=$1
    shift
    begun=$(now)
    quietly "$@"
    measure "$part" "$seed" "$label seconds" "$(seconds_since "$begun")"
}

for seed in $seeds; do
    if test -n "$data" && begin "har-$seed"; then
        har() {
            label=$1
            shift
            timed "$label" train "$data/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 \
                --standardize pooled --seed "$seed" "$@" --force -o model
            measure har "$seed" "$label error" "$(test_metric model error)"
            measure har "$seed" "$label loss" "$(test_metric model loss)"
        }
        har 'shared trunk' --model mlp --hidden 128,64 --lr 0.001
        har 'network per task' --model mlp --sharing none --hidden 128,64 --lr 0.001
        har 'soft sharing' --sharing soft
        har 'linear per task' --sharing none
        finish
    fi

    if test -n "$data" && begin "clothes-$seed"; then
        quietly convert "$data/fashion-mnist-t10k-images-idx3-ubyte.gz" "$data/fashion-mnist-t10k-labels-idx1-ubyte.gz" \
            --flat -o images.csv
        clothes() {
            timed "$1" train images.csv --split 0.8,0.1,0.1 --standardize pooled --seed "$seed" --model mlp --hidden 256,128 \
                --lr 0.001 --epochs $epochs --patience none "$2" y -o "$3"
            "$mtl" evaluate "$3" --on test --predictions "$3.csv" -q 2>/dev/null >/dev/null
        }
        clothes 'one softmax task' --targets one
        measure clothes "$seed" 'one softmax task accuracy' "$(awk -v e="$(test_metric one error)" 'BEGIN { print 1 - e }')"
        clothes 'ten tasks' --one-vs-rest ten
        measure clothes "$seed" 'ten tasks mean error' "$(test_metric ten error)"
        # The class is the task that is surest of its 1; predictions come with the probability of what is predicted.
        measure clothes "$seed" 'ten tasks accuracy' "$(awk -F, '
            FILENAME == "one.csv" { next }
            FNR == 1 { next }
            { p = $3 == 1 ? $4 : 1 - $4; if (!($1 in best) || p > best[$1]) { best[$1] = p; class[$1] = $2 } }
            END { for (row in class) print row "," class[row] }' ten.csv >classes.csv
            awk -F, '
                FILENAME == "classes.csv" { class[$1] = $2; next }
                FNR == 1 { for (j = 1; j <= NF; j++) if ($j == "y") y = j; next }
                (FNR - 2) in class { rows++; right += class[FNR - 2] == $y }
                END { print right / rows }' classes.csv images.csv)"
        if $python -c 'import numpy, torch' 2>/dev/null; then
            for tasks in one ten; do
                $python "$here/torch_network.py" images.csv $tasks/split.csv $tasks $epochs "$seed" >peer.csv
                while IFS=, read -r measure value; do measure clothes "$seed" "PyTorch $measure" "$value"; done <peer.csv
            done
        else
            echo "experiment $name: no $python with numpy and torch, the network is compared with nothing" >&2
        fi
        finish
    fi
done
# of_children: the processor seconds of all commands so far, in the variable of that name; in a subshell they would be 0.
of_children() {
    times >"$work/times"
    of_children=$(awk 'NR == 2 { for (j = 1; j <= 2; j++) { split($j, part, "m"); sum += 60 * part[1] + part[2] } print sum }' "$work/times")
}

if test -n "$data" && ! has_images; then
    echo "experiment $name: without the engine of images (make dl4j), no convolutional and residual layers" >&2
elif test -n "$data" && begin kinds; then
    quietly convert "$data/fashion-mnist-t10k-images-idx3-ubyte.gz" "$data/fashion-mnist-t10k-labels-idx1-ubyte.gz" -o images
    kind() {
        of_children
        before=$of_children
        quietly train images --loss softmax --rows-per-task 1200 --split 0.5,0.1,0.4 --standardize pooled --model "$@" --lr 0.003 \
            --batch 32 --epochs 6 --patience none --threads 1 -o "$1"
        of_children
        measure kinds 1 "$1 CPU seconds" "$(awk -v a="$before" -v b="$of_children" 'BEGIN { printf "%.3g\n", b - a }')"
        measure kinds 1 "$1 accuracy" "$(awk -v e="$(test_metric "$1" error)" 'BEGIN { print 1 - e }')"
    }
    kind mlp --hidden 128
    kind cnn --filters 8,16 --hidden 64
    # Some minutes of a core.
    test -z "$full" || kind resnet18 --filters 8,16,32,64
    finish
fi
test -n "$data" || echo "experiment $name: without DATA, memory and killed runs only" >&2

rows=100000
test -z "$full" || rows=1000000
if test -r /proc/self/status && begin memory; then
    seed=1
    quietly synth linear --tasks 10 --rows $((rows / 10)) --dimension 100 --feature-type float32 -o rows
    begun=$(now)
    "$mtl" train rows --model mlp --epochs 1 -q -o model 2>errors &
    pid=$!
    peak_of $pid
    wait $pid || { cat errors >&2; exit 1; }
    measure memory 1 "one epoch of $rows rows seconds" "$(seconds_since "$begun")"
    measure memory 1 "MiB beside the file" "$peak_mib"
    begun=$(now)
    MTL_JAVA_OPTS=-Xmx1g "$mtl" influence model --method ekfac -q -o scores.npy 2>errors &
    pid=$!
    peak_of $pid
    wait $pid || { cat errors >&2; exit 1; }
    measure memory 1 "EKFAC scores of $rows rows in a heap of 1 GiB seconds" "$(seconds_since "$begun")"
    measure memory 1 "EKFAC MiB beside the file" "$peak_mib"
    finish
fi

if begin bytes; then
    seed=1
    quietly synth linear --tasks 5 --rows 4000 --dimension 40 -o rows
    small() { quietly train rows --model mlp --hidden 64,32 --epochs 30 --patience none --checkpoints 10 "$@"; }
    begun=$(now)
    small -o whole
    seconds=$(seconds_since "$begun")
    for threads in 1 2 4; do
        small --threads $threads -o "on-$threads"
        cmp -s whole/parameters.npy "on-$threads/parameters.npy" && same=1 || same=0
        measure bytes 1 "equal on $threads threads" $same
    done
    for instant in $instants; do
        rm -rf killed killed.partial
        "$mtl" train rows --model mlp --hidden 64,32 --epochs 30 --patience none --checkpoints 10 -q --resume -o killed 2>/dev/null &
        pid=$!
        sleep "$(awk -v i="$instant" -v s="$seconds" 'BEGIN { print i * s / 21 }')"
        kill -9 $pid 2>/dev/null || :
        wait $pid 2>/dev/null || :
        small --resume -o killed
        cmp -s whole/parameters.npy killed/parameters.npy && same=1 || same=0
        measure bytes 1 "equal after a kill at $instant of 21" $same
    done
    finish
fi

summary <<B
memory,MiB beside the file,each,<=1536
memory,EKFAC MiB beside the file,each,<=1536
bytes,equal on 1 threads,each,>=1
bytes,equal on 2 threads,each,>=1
bytes,equal on 4 threads,each,>=1
$(for instant in $instants; do echo "bytes,equal after a kill at $instant of 21,each,>=1"; done)
B
