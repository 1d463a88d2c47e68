"""How long a piece of PyTorch takes."""
import time


def timed(body, warmups, rounds, seconds):
    """Microseconds of a call: the best of some rounds, each of so many seconds, after some calls that do not count."""
    for _ in range(warmups):
        body()
    best = float("inf")
    for _ in range(rounds):
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            body()
            count += 1
        best = min(best, (time.perf_counter() - begun) / count)
    return best * 1e6
