# Draws curves with error bars: figure,curve,x,mean,standard_error on standard input, x on a logarithmic axis where it grows
# beyond 1; SVG on standard output.
BEGIN {
    FS = ","; left = 70; right = 560; top = 40; bottom = 330
    split("#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9", colours, " ")
}
{
    title = $1
    if (!($2 in seen)) { seen[$2] = ++curves; names[curves] = $2 }
    n++; of[n] = seen[$2]; x[n] = $3; y[n] = $4; e[n] = $5
    if (n == 1 || x[n] > most) most = x[n]
    if (n == 1 || x[n] < least) least = x[n]
    if (n == 1 || y[n] + e[n] > high) high = y[n] + e[n]
    if (n == 1 || y[n] - e[n] < low) low = y[n] - e[n]
}
function across(v) { return left + (right - left) * (place(v) - place(least)) / (place(most) - place(least)) }
function place(v) { return most > 1 ? log(v) : v }
function down(v) { return bottom - (bottom - top) * (v - low) / (high - low) }
function text(px, py, anchor, what) { printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", px, py, anchor, what }
END {
    if (low > 0) low = 0
    if (high < 0) high = 0
    if (high == low) high = low + 1
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"390\" font-family=\"sans-serif\" font-size=\"12\">"
    print "<rect width=\"700\" height=\"390\" fill=\"white\"/>"
    text(left, 22, "start", title)
    printf "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>\n", left, top, bottom, right
    printf "<path d=\"M%d %.1fH%d\" stroke=\"gray\" stroke-dasharray=\"4 3\"/>\n", left, down(0), right
    for (i = 0; i <= 4; i++) {
        v = low + (high - low) * i / 4
        text(left - 6, down(v) + 4, "end", sprintf("%.3g", v))
    }
    for (i = 1; i <= n; i++) if (of[i] == 1) text(across(x[i]), bottom + 18, "middle", x[i])
    text((left + right) / 2, bottom + 40, "middle", most > 1 ? "training rows of the source" : "cosine")
    for (c = 1; c <= curves; c++) {
        colour = colours[(c - 1) % 6 + 1]
        path = ""
        for (i = 1; i <= n; i++) if (of[i] == c) {
            path = path sprintf("%s%.1f %.1f", path == "" ? "M" : "L", across(x[i]), down(y[i]))
            printf "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\"/>\n", across(x[i]), down(y[i] - e[i]), down(y[i] + e[i]), colour
            printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", across(x[i]), down(y[i]), colour
        }
        printf "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n", path, colour
        printf "<path d=\"M%d %dh18\" stroke=\"%s\" stroke-width=\"2\"/>\n", right + 14, top + 18 * c, colour
        text(right + 36, top + 18 * c + 4, "start", names[c])
    }
    print "</svg>"
}
