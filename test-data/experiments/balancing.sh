# Experiment: balancing. What combining the gradients of tasks costs: each method on a network of 561, 100 and 50 and 256 rows, K = 3,
# 10 and 40, beside the gradients of all tasks alone and beside PyTorch (the better of 1 and 2 threads); then the memory and the time
# of a batch of whole training runs against K.
name=balancing
. "$here/common.sh"

python=${PYTHON:-python3}

# took METHOD TASKS [PART]: microseconds of ours, or nanoseconds of a part of it; theirs METHOD TASKS: PyTorch's.
took() { awk -v m="$1" -v k="$2" -v p="BalanceBenchmark.direction${3:+:$3}" '$1 == p && $2 == m && $3 == k { print $6 }' bench.txt; }
theirs() { awk -F, -v m="$1" -v k="$2" '$1 == m && $2 == k { print $3 }' peer.csv; }

if begin steps; then
    : >peer.csv
    if $python -c 'import torch, scipy' 2>/dev/null; then
        $python "$here/torch_balance.py" >peer.csv
    else
        echo "experiment $name: no $python with torch and scipy, methods are compared with the gradients only" >&2
    fi
    benchmark 'BalanceBenchmark.*'
    for tasks in 3 10 40; do
        alone=$(took gradients $tasks)
        for method in plain gradients gram mgda pcgrad gradvac cagrad imtl nash aligned upgrad dualproj config fairgrad; do
            ours=$(took $method $tasks)
            measure "K=$tasks $method" 1 microseconds "$ours"
            # Of the same steps; forks of a benchmark differ from each other by more.
            case $method in
            plain | gradients) of=$(quotient "$ours" "$alone") ;;
            *) of=$(awk -v g="$(took "$method" $tasks gradients)" -v r="$(took "$method" $tasks rest)" 'BEGIN { printf "%.6g\n", 1 + r / g }') ;;
            esac
            measure "K=$tasks $method" 1 'of the gradients alone' "$of"
            peer=$(theirs $method $tasks)
            test -z "$peer" || measure "K=$tasks $method" 1 'PyTorch / ours' "$(quotient "$peer" "$ours")"
        done
    done
    finish
fi

counts='5 40'
methods='sum pcgrad selective'
test -z "$full" || { counts='5 11 20 40'; methods='sum pcgrad mgda cagrad nash upgrad selective'; }
rows=2000
epochs=5
for tasks in $counts; do
    for method in $methods; do
        if begin "run-$tasks-$method"; then
            quietly synth linear --tasks "$tasks" --rows "$((rows / tasks * 8))" --dimension 100 --seed 1 -o data
            option="--combine $method"
            test "$method" != selective || option='--update selective'
            begun=$(now)
            # Options without spaces, split on purpose.
            "$mtl" train data --model mlp --hidden 256,256 --batch 256 --epochs $epochs --patience none $option -q -o model 2>"$work/errors" &
            pid=$!
            peak_of $pid
            wait "$pid" || { cat "$work/errors" >&2; exit 1; }
            measure "K=$tasks $method" 1 'seconds of training' "$(seconds_since "$begun")"
            measure "K=$tasks $method" 1 'MiB beside the file' "$peak_mib"
            measure "K=$tasks $method" 1 'test loss' "$(test_metric model loss)"
            finish
        fi
    done
done

summary <<B
K=10,of the gradients alone,each,<=1.2
*,PyTorch / ours,each,>=1
*,seconds of training,each,
*,MiB beside the file,each,
B
