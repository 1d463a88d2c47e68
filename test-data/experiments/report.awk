# Writes the HTML report: for each line of report.csv (paper,place,quantity,published,experiment,setting,measure,form,remark) what
# the experiments' results say, mean and standard error over seeds. Variables: results, the folder; facts, lines of key,value; pictures,
# names of files. Numbers that are not there say so, with the command that would measure them.
BEGIN {
    FS = ","
    print "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />"
    print "<title>mtl: papers and measurements</title>\n<style>"
    print "body { font: 16px/1.4 sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem; color-scheme: light dark; }"
    print "table { border-collapse: collapse; margin-bottom: 1.5rem; } th, td { border: 1px solid #999; padding: .2rem .5rem;"
    print "text-align: left; vertical-align: top; } td.n { text-align: right; white-space: nowrap; } td.no { color: #888; }"
    print "code { font: .85em monospace; } img { max-width: 100%; }\n</style>\n</head>\n<body>\n<h1>Papers and measurements</h1>"
    print "<p>Each number of a paper beside ours: the mean over seeds, its standard error, and how many seeds there are. Reduced"
    print "settings and other data are said in the remark. The command beside a number measures it again; the commands of mtl that"
    print "made it, for its first seed, stand in the file that is linked.</p>"
    while ((getline line <facts) > 0) {
        at = index(line, ",")
        fact[++known] = "<tr><th>" text(substr(line, 1, at - 1)) "</th><td>" text(substr(line, at + 1)) "</td></tr>"
    }
}

function text(s) {
    gsub(/&/, "\\&amp;", s)
    gsub(/</, "\\&lt;", s)
    gsub(/>/, "\\&gt;", s)
    gsub(/"/, "\\&quot;", s)
    return s
}

# Reads an experiment's results once. Those of transfer are means with standard errors already.
function read(name,    file, line, cell, n, key) {
    if (name in seen) return
    seen[name] = 1
    file = results "/" name ".csv"
    if ((getline line <file) <= 0) return
    while ((getline line <file) > 0) {
        n = split(line, cell, ",")
        if (name == "transfer") {
            key = name SUBSEP cell[1] "/" cell[2] SUBSEP cell[3]
            ready[key] = number(cell[4]) " ± " number(cell[5])
        } else if (n >= 4 && cell[2] ~ /^[0-9]+$/ && cell[4] ~ /^[-+]?[0-9.]+(e[-+]?[0-9]+)?$/) {
            key = name SUBSEP cell[1] SUBSEP cell[3]
            count[key]++
            sum[key] += cell[4]
            squares[key] += cell[4] * cell[4]
        }
    }
    close(file)
}

function number(x) { return sprintf("%.4g", x) }

# The value in the form of the paper: as it is, a share in percent, or an error as accuracy in percent.
function ours(key, form,    mean, variance, error) {
    if (key in ready) return ready[key]
    if (!(key in count)) return ""
    mean = sum[key] / count[key]
    variance = count[key] > 1 ? (squares[key] - count[key] * mean * mean) / (count[key] - 1) : 0
    error = sqrt((variance > 0 ? variance : 0) / count[key])
    if (form == "percent" || form == "accuracy") { mean *= 100; error *= 100 }
    if (form == "accuracy") mean = 100 - mean
    return number(mean) (count[key] > 1 ? " ± " number(error) : "") " (" count[key] ")"
}

# The file with the commands of the first part that measured something, below the results.
function commands(experiment, setting, measure,    at, file) {
    at = experiment SUBSEP setting SUBSEP measure
    if (!(experiment in listed)) {
        listed[experiment] = 1
        while ((getline file <(results "/" experiment ".index")) > 0) {
            split(file, cell, ",")
            if (!((experiment, cell[2], cell[3]) in made)) made[experiment, cell[2], cell[3]] = cell[1]
        }
    }
    return at in made ? experiment ".parts/" made[at] ".commands" : ""
}

FNR == 1 { next }

{
    remark = $9
    for (i = 10; i <= NF; i++) remark = remark "," $i
    if ($1 != paper) {
        if (paper != "") print "</table>"
        print "<h2>" text($1) "</h2>"
        paper = $1
        place = ""
    }
    if ($2 != place) {
        if (place != "") print "</table>"
        print "<h3>" text($2) "</h3>\n<table>\n<tr><th>what</th><th>paper</th><th>ours</th><th>remark</th><th>command</th></tr>"
        place = $2
    }
    if ($5 == "") {
        found = ""
        command = ""
        state = "<td class=\"no\">&#8211;</td>"
    } else {
        read($5)
        found = ours($5 SUBSEP $6 SUBSEP $7, $8)
        command = "<code>make experiments EXPERIMENT=" text($5) "</code>"
        file = found == "" ? "" : commands($5, $6, $7)
        if (file != "") {
            gsub(/ /, "%20", file)
            command = command " <a href=\"" text(file) "\">mtl</a>"
        }
        state = found == "" ? "<td class=\"no\">not run</td>" : "<td class=\"n\">" text(found) "</td>"
    }
    total++
    measured += found != ""
    print "<tr><td>" text($3) "</td><td class=\"n\">" text($4) "</td>" state "<td>" text(remark) "</td><td>" command "</td></tr>"
}

END {
    if (paper != "") print "</table>"
    print "<h2>Pictures</h2>"
    n = split(pictures, picture, " ")
    for (i = 1; i <= n; i++) print "<p>" text(picture[i]) "<br /><img src=\"" text(picture[i]) "\" alt=\"" text(picture[i]) "\" /></p>"
    if (n == 0) print "<p>None: <code>make experiments EXPERIMENT=transfer</code> and <code>pictures</code> draw some.</p>"
    print "<h2>Where this comes from</h2>\n<table>"
    for (i = 1; i <= known; i++) print fact[i]
    print "<tr><th>numbers</th><td>" measured " of " total " measured</td></tr>\n</table>\n</body>\n</html>"
}
