"""Prints the seconds by the clock, then those of processor time, that numpy.loadtxt takes for the numbers of a CSV file:
loadtxt.py FILE FIRST, all columns from FIRST (0-based) on. The best of two, the first of which brings the file into memory."""
import sys
import time

import numpy

path, first = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    columns = range(first, len(file.readline().split(",")))
walls, processors = [], []
for _ in range(2):
    wall, processor = time.perf_counter(), time.process_time()
    numpy.loadtxt(path, delimiter=",", skiprows=1, usecols=columns)
    walls.append(time.perf_counter() - wall)
    processors.append(time.process_time() - processor)
print(min(walls))
print(min(processors))
