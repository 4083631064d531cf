# workload.py - runs skein-workload for tests, and reads what it prints
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pwd
import statistics
import subprocess
import sys
import tempfile

import programs

N_CORES = len(os.sched_getaffinity(0))

program = sys.argv[1]
become = {}
number = 0
failed = 0


def check(what, good, seen=''):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)
    if not good and seen != '':
        print('#', seen, flush=True)


def skip(what, why):
    global number
    number += 1
    print('ok', number, '-', what, '# SKIP', why, flush=True)


def skip_all(why):
    print('1..0 # SKIP', why)
    sys.exit(0)


def finish():
    print(f'1..{number}')
    sys.exit(failed > 0)


def go_as(user):
    """From here on it is run by another user, from a place that this user can reach."""
    global program
    if os.getuid() != 0:
        skip_all(f'only root can become {user}')
    entry = pwd.getpwnam(user)
    folder = tempfile.TemporaryDirectory()
    os.chmod(folder.name, 0o755)
    program, = programs.copy(folder.name, program)
    become.update(user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd='/')
    return folder


class Round:
    """What one round printed."""

    def __init__(self, lines):
        self.tasks = [line for line in lines if line['type'] == 'task']
        self.spans = [line for line in lines if line['type'] == 'span']
        self.end = next(line for line in lines if line['type'] == 'end')
        self.measures = self.end['measures']
        self.wall_ns = self.end['end_ns'] - self.end['start_ns']
        self.lost = self.end['expected'] - self.end['got']


def run(experiment, mode, rounds=1, deadline=60, **parameters):
    """Runs a mode, and gives its rounds. That it fails is an error of the test."""
    options = [word for name, value in parameters.items() for word in (f'--{name}', str(value))]
    done = subprocess.run([program, experiment, '--mode', mode, '--rounds', str(rounds), '--deadline', str(deadline),
                           *options], capture_output=True, timeout=deadline * rounds + 10, text=True,
                          stdin=subprocess.DEVNULL, **become)
    if done.returncode != 0 or done.stderr != '':
        raise RuntimeError(f'{experiment} {mode}: status {done.returncode}: {done.stderr}')
    rounds_told, lines = [], []
    for line in map(json.loads, done.stdout.splitlines()):
        lines.append(line)
        if line['type'] == 'end':
            rounds_told.append(Round(lines))
            lines = []
    return rounds_told


def read_stat():
    with open('/proc/stat', encoding='ascii') as file:
        return [int(word) for word in file.readline().split()[1:9]]


class Busy:
    """How much of the machine others took while something ran: 0 is none, 1 is all of it."""

    def __enter__(self):
        self.before = read_stat()
        return self

    def __exit__(self, *_):
        self.after = read_stat()

    def others(self, cpu_ns):
        spent = [after - before for before, after in zip(self.before, self.after)]
        total = sum(spent)
        idle = spent[3] + spent[4]
        own = cpu_ns / 1e9 * os.sysconf('SC_CLK_TCK')
        return max(0, total - idle - own) / total if total else 0


def median(rounds, measure):
    return statistics.median(a_round.measures[measure] for a_round in rounds)
