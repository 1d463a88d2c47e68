# Joins measured figures (setting,seed,measure,value) with the wanted bounds (setting,measure,statistic,bound), which
# come first; prints setting,seed,measure,value,bound,holds and writes a table of the statistics over seeds.
BEGIN { FS = OFS = ","; print "setting", "seed", "measure", "value", "bound", "holds" }

function holds(value, bound,    part) {
    if (bound == "") return ""
    if (value !~ /^[-+0-9.eE]+$/) return "no"
    if (bound ~ /^>=/) return value + 0 >= substr(bound, 3) + 0 ? "yes" : "no"
    if (bound ~ /^<=/) return value + 0 <= substr(bound, 3) + 0 ? "yes" : "no"
    split(bound, part, "[+]-")
    return value - part[1] <= part[2] && part[1] - value <= part[2] ? "yes" : "no"
}

function wanted(setting, measure, statistic,    i) {
    for (i = 1; i <= bounds; i++)
        if (of[i] == statistic && name[i] == measure && (where[i] == "*" || index(setting, where[i]) == 1))
            return limit[i]
    return ""
}

FILENAME == ARGV[1] { bounds++; where[bounds] = $1; name[bounds] = $2; of[bounds] = $3; limit[bounds] = $4; next }

{
    bound = wanted($1, $3, "each")
    print $1, $2, $3, $4, bound, holds($4, bound)
    key = $1 OFS $3
    if (!(key in count)) order[++keys] = key
    values[key, ++count[key]] = $4
}

function sorted(key,    i, j, v) {
    n = count[key]
    for (i = 1; i <= n; i++) {
        v = values[key, i] + 0
        for (j = i - 1; j >= 1 && list[j] > v; j--) list[j + 1] = list[j]
        list[j + 1] = v
    }
}

function judged(statistic, value,    bound, verdict) {
    bound = wanted(part[1], part[2], statistic)
    if (bound == "") return
    verdict = holds(value, bound)
    if (statistic != "each") print part[1], statistic, part[2], value, bound, verdict
    verdicts = verdicts sprintf("  %s %s: %s", statistic, bound, verdict)
}

END {
    printf "%-34s %-38s %5s %12s %12s %12s %12s  %s\n", \
        "setting", "measure", "seeds", "mean", "median", "least", "largest", "bounds" >table
    for (k = 1; k <= keys; k++) {
        split(order[k], part, OFS)
        sorted(order[k])
        total = 0
        for (i = 1; i <= n; i++) total += list[i]
        mean = total / n
        median = n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        verdicts = ""
        bound = wanted(part[1], part[2], "each")
        if (bound != "") {
            verdict = holds(list[1], bound) == "yes" && holds(list[n], bound) == "yes" ? "yes" : "no"
            verdicts = sprintf("  each %s: %s", bound, verdict)
        }
        judged("mean", mean)
        judged("median", median)
        judged("least", list[1])
        judged("largest", list[n])
        printf "%-34s %-38s %5d %12.6g %12.6g %12.6g %12.6g%s\n", \
            part[1], part[2], n, mean, median, list[1], list[n], verdicts >table
    }
}
