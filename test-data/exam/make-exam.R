#!/usr/bin/env Rscript
# Writes exam.csv beside this script from the data set Exam of the R package mlmRev.
#
#   apt-get install r-base-core r-cran-mlmrev     # Debian 12: mlmRev 1.0-8-2
#   Rscript make-exam.R                           # or: Rscript make-exam.R OUTPUT
#
# The committed exam.csv is the result; building and testing need neither R nor this script.

suppressPackageStartupMessages(library(mlmRev))
exam <- Exam
stopifnot(nrow(exam) == 4059, nlevels(exam$school) == 65, !anyNA(exam))

# The fewest digits that read back to the same double; never an exponent, so that any reader takes it.
shortest <- function(value) {
  for (digits in 1:17) {
    text <- format(value, digits = digits, scientific = FALSE, trim = TRUE)
    if (as.numeric(text) == value) return(text)
  }
  stop("no decimal form reads back to the same double: ", value)
}
numbers <- function(column) vapply(column, shortest, "")

# One 0/1 column per level, all levels kept: each group of columns sums to 1, as real tables do, and it is the
# solver's job to cope with that. Level "bottom 25%" of vr becomes the column vr_bottom_25.
indicators <- function(name) {
  column <- exam[[name]]
  result <- lapply(levels(column), function(level) as.character(as.integer(column == level)))
  names(result) <- paste0(name, "_", gsub("^_|_$", "", gsub("[^A-Za-z0-9]+", "_", levels(column))))
  result
}

# `student` stays out: it repeats within schools and across them, so it neither identifies a row nor predicts.
columns <- c(
  list(school = as.character(exam$school), normexam = numbers(exam$normexam),
       standLRT = numbers(exam$standLRT), schavg = numbers(exam$schavg)),
  indicators("schgend"), indicators("vr"), indicators("intake"), indicators("sex"), indicators("type"))

arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
output <- if (length(arguments) > 0) arguments[[1]] else file.path(dirname(script), "exam.csv")
file <- file(output, open = "wb")
writeLines(paste(names(columns), collapse = ","), file, sep = "\n")
writeLines(do.call(paste, c(columns, sep = ",")), file, sep = "\n")
close(file)
