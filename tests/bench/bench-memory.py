#!/usr/bin/env python3
# bench-memory.py - what it costs to look at memory, us and those we look at
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench-memory.py BENCH-MEMORY MAPPER
#
# The default view of the page is read again and again: regions, figures, the footprints of all
# processes, the pages of a region. Beside it, in the same run, smaps is read once; and a program
# that gets memory, writes to it and gives it back all the time, with and without somebody who
# looks at it, by turns. On a busy machine it waits for a core: that time is left out.

import contextlib
import json
import signal
import statistics
import subprocess
import sys
import time

BENCH, MAPPER = sys.argv[1:3]
WATCH_S = 5
ROUNDS = 2
# A second of it, beside one reading of smaps of what is looked at.
MOST_AT_A_GIB = 1.0
MOST_AT_FIFTY = 2.0
SLACK = 1.5

TURNS = 8
TURN_MS = 1000
SETTLE_S = 0.3
# Of what it does alone. A core whose neighbour is busy is slower, whoever is looked at: as much was
# missing where it was another that was watched.
LEAST_SPEED = 0.85

number = 0
failed = 0


def check(what, good):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)


class Mapper:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([MAPPER, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.truth = json.loads(self.process.stdout.readline())
        self.pid = self.truth['pid']

    def tell(self, value):
        self.process.stdin.write(b'%d\n' % value)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def bench(*arguments):
    return [int(word) for word in subprocess.check_output([BENCH, *map(str, arguments)]).split()]


def compare(what, start, size, pids, most):
    """A second of watching, in readings of smaps."""
    once, watched, reports = [], [], 0
    for _ in range(ROUNDS):
        once.append(bench('smaps', *pids)[0])
        cost, reports = bench('watch', WATCH_S * 1000, start, size, *pids)
        watched.append(cost / WATCH_S)
    ratio = min(watched) / min(once)
    print(f'# {what}: smaps once {min(once) / 1e6:.1f} ms; the view {min(watched) / 1e6:.1f} ms a second = {ratio:.2f} x, '
          f'{reports / WATCH_S:.1f} reports a second', flush=True)
    check(f'{what}: a second of it costs at most {most} readings of smaps', ratio <= most * SLACK)


def speed(mapper):
    """Rounds a second, of the time in which it was not kept from running by others."""
    done = mapper.tell(TURN_MS)
    return done['rounds'] / (done['wall_ns'] - done['ready_ns']) * 1e9


def slow_down():
    with Mapper('faults', 16, 512) as mapper:
        watcher = subprocess.Popen([BENCH, 'watch', '0', '0', '0', str(mapper.pid)])
        alone, watched = [], []
        for _ in range(TURNS):
            watcher.send_signal(signal.SIGSTOP)
            time.sleep(SETTLE_S)
            alone.append(speed(mapper))
            watcher.send_signal(signal.SIGCONT)
            time.sleep(SETTLE_S)
            watched.append(speed(mapper))
        lives = watcher.poll() is None
        watcher.kill()
        watcher.wait()
    # Each beside the one right before it: what else the machine does changes slowly.
    ratio = statistics.median(after / before for before, after in zip(alone, watched))
    print(f'# {statistics.median(alone):.1f} rounds a second alone, {statistics.median(watched):.1f} watched: {ratio:.3f}',
          flush=True)
    check('the watcher lived to the end', lives)
    check('who is looked at is not slowed down', ratio >= LEAST_SPEED)


def main():
    with Mapper('heap', 1024) as mapper:
        mapper.tell(10)
        compare('1 GiB, and its child', mapper.truth['start'], mapper.truth['bytes'],
                [mapper.pid, mapper.truth['child']], MOST_AT_A_GIB)
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(Mapper('regions', 100)) for _ in range(50)]
        compare('50 processes', crowd[0].truth['start'], crowd[0].truth['bytes'], [one.pid for one in crowd], MOST_AT_FIFTY)
    slow_down()
    print(f'1..{number}')
    sys.exit(failed > 0)


main()
