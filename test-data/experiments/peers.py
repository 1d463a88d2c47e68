#!/usr/bin/env python3
"""Peers of mtl's soft-sharing logistic fit, on the data, split and penalties of a trained model.

Usage: peers.py ROWS MODEL ALONE, with ROWS a CSV file without header of task,label,features of the training rows, MODEL
the folder of the soft-sharing model and ALONE that of the model without sharing. Prints measure,value lines.
"""
import json
import sys
import time
import warnings

import numpy as np
from scipy import optimize

GAP = 1e-10
LIMIT = 40  # seconds of its own after which a method is stopped; its gap then says how far it came


def standardized(x):
    mean, scale = x.mean(axis=0), x.std(axis=0)
    return (x - mean) / np.where(scale > 0, scale, np.inf)


class Soft:
    """sum_k [mean_i log(1 + e^z) - yz + lambda_k |theta_k - gamma|^2] over (gamma, theta_1, ..., theta_K)."""

    def __init__(self, tasks, penalties):
        self.tasks, self.penalties = tasks, np.array(penalties)
        self.p = tasks[0][0].shape[1]

    def blocks(self, w):
        w = w.reshape(-1, self.p)
        return w[0], w[1:]

    def both(self, w):
        shared, own = self.blocks(w)
        value, gradient = 0.0, np.empty((len(self.tasks) + 1, self.p))
        distance = own - shared
        for k, (x, y) in enumerate(self.tasks):
            z = x @ own[k]
            value += (np.logaddexp(0, z) - y * z).mean()
            gradient[k + 1] = x.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        value += self.penalties @ (distance * distance).sum(axis=1)
        pull = 2 * self.penalties[:, None] * distance
        gradient[1:] += pull
        gradient[0] = -pull.sum(axis=0)
        return value, gradient.ravel()

    def product(self, w, v):
        _, own = self.blocks(w)
        shared_v, own_v = self.blocks(v)
        result = np.empty((len(self.tasks) + 1, self.p))
        for k, (x, y) in enumerate(self.tasks):
            mean = 1 / (1 + np.exp(-(x @ own[k])))
            result[k + 1] = x.T @ (mean * (1 - mean) * (x @ own_v[k])) / len(y)
        pull = 2 * self.penalties[:, None] * (own_v - shared_v)
        result[1:] += pull
        result[0] = -pull.sum(axis=0)
        return result.ravel()


class Reached(Exception):
    pass


def time_to_gap(objective, least, method, options):
    """Seconds until the objective is within GAP of the least value; the callback's own evaluations do not count."""
    start = time.perf_counter()
    state = {"aside": 0.0, "gap": np.inf, "iterations": 0}

    def callback(w, *_):
        begun = time.perf_counter()
        state["gap"] = objective.both(w)[0] - least
        state["iterations"] += 1
        if state["gap"] <= GAP or begun - start - state["aside"] > LIMIT:
            state["seconds"] = begun - start - state["aside"]
            raise Reached
        state["aside"] += time.perf_counter() - begun

    size = (len(objective.tasks) + 1) * objective.p
    extra = {"hessp": objective.product} if method == "Newton-CG" else {}
    try:
        optimize.minimize(objective.both, np.zeros(size), jac=True, method=method, options=options, callback=callback, **extra)
        state["seconds"] = time.perf_counter() - start - state["aside"]
    except Reached:
        pass
    return state


def penalties_of(folder, names):
    with open(folder + "/model.json") as file:
        model = json.load(file)
    by_name = {task["name"]: task["penalty"] for task in model["tasks"]}
    return [by_name[name] for name in names], model["fit"]["objective"]


def say(measure, value):
    print("%s,%.9g" % (measure, value), flush=True)


def main():
    rows_file, model, alone = sys.argv[1:]
    table = np.loadtxt(rows_file, delimiter=",")
    task, y = table[:, 0].astype(int), table[:, 1]
    x = np.hstack([standardized(table[:, 2:]), np.ones((len(y), 1))])
    codes = sorted(set(task))
    tasks = [(np.ascontiguousarray(x[task == code]), y[task == code]) for code in codes]
    penalties, reported = penalties_of(model, [str(code) for code in codes])
    objective = Soft(tasks, penalties)

    # The model's parameters are shared, then tasks in the order of parameters.csv.
    order = []
    with open(model + "/parameters.csv") as file:
        for line in list(file)[2:]:
            order.append(codes.index(int(line.split(",")[1])))
    parameters = np.load(model + "/parameters.npy").reshape(-1, objective.p)
    fitted = np.empty_like(parameters)
    fitted[0] = parameters[0]
    for position, k in enumerate(order):
        fitted[k + 1] = parameters[position + 1]
    least, gradient = objective.both(fitted.ravel())
    say("objective of mtl as the peer computes it", least)
    say("relative difference of the objectives", abs(least - reported) / abs(reported))
    say("largest gradient entry at mtl's parameters", abs(gradient).max())

    for method, options in (("L-BFGS-B", {"maxiter": 100000, "maxfun": 1000000, "ftol": 0, "gtol": 1e-15, "maxcor": 20}),
                            ("Newton-CG", {"maxiter": 1000, "xtol": 1e-12})):
        state = time_to_gap(objective, least, method, options)
        say("scipy %s seconds" % method, state["seconds"])
        say("scipy %s gap" % method, state["gap"])
        say("scipy %s iterations" % method, state["iterations"])

    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        print("peers.py: no scikit-learn, its logistic regression is skipped", file=sys.stderr)
        return
    warnings.simplefilter("ignore", ConvergenceWarning)
    penalties, reported = penalties_of(alone, [str(code) for code in codes])
    for solver in ("lbfgs", "newton-cg", "newton-cholesky"):
        # lambda |theta|^2 beside the mean loss is C = 1 / (2 n lambda); the intercept is free in both.
        try:
            models = [LogisticRegression(C=1 / (2 * len(t[1]) * penalty), solver=solver, tol=1e-8, max_iter=10000)
                      for t, penalty in zip(tasks, penalties)]
            start = time.perf_counter()
            for fit, (features, labels) in zip(models, tasks):
                fit.fit(features[:, :-1], labels)
            seconds = time.perf_counter() - start
        except ValueError:
            continue
        value = 0.0
        for fit, (features, labels), penalty in zip(models, tasks, penalties):
            z = features[:, :-1] @ fit.coef_[0] + fit.intercept_[0]
            value += (np.logaddexp(0, z) - labels * z).mean() + penalty * (fit.coef_ ** 2).sum()
        say("scikit-learn per task %s seconds" % solver, seconds)
        say("scikit-learn per task %s above mtl's objective by" % solver, value - reported)


main()
