#!/usr/bin/env python3
# test-workload.py - every mode of every experiment: right, well told, and gone when it is over
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload.py SKEIN-WORKLOAD quick|thorough [USER]
#
# As USER it runs everything as another user, which takes root. Nothing is said of an experiment by name: what there is,
# it says itself.

import os
import signal
import statistics
import sys
import time

import workload
from workload import check, skip
from workload_catalogue import Refused, call, find_left, nothing_is_left, read_catalogue, run, start, start_work

SMALL_FILES = ('/dev/shm', '/dev/mqueue')
LEAST_RUNS = 200


def list_files():
    """Those of whom the work is done as. Others come and go."""
    user = workload.become.get('user', os.getuid())
    return {entry.path for folder in SMALL_FILES if os.path.isdir(folder) for entry in os.scandir(folder)
            if os.stat(entry.path).st_uid == user}


def wrong_call(*arguments):
    done = call(*arguments)
    check(f'{" ".join(map(repr, arguments))}: status 2 and one line that says why',
          done.returncode == 2 and done.stdout == b'' and done.stderr.count(b'\n') == 1 and len(done.stderr) > 20, done)


def check_calls(catalogue):
    wrong_call()
    wrong_call('nonsense')
    wrong_call('')
    for experiment in catalogue:
        name, first = experiment.id, next(iter(experiment.usual))
        wrong_call(name, '--mode', 'nonsense')
        wrong_call(name, '--nonsense')
        wrong_call(name, 'nonsense')
        wrong_call(name, f'--{first}')
        for bad in ('', 'many', '1e3', '5x', '99999999999999999999'):
            wrong_call(name, f'--{first}', bad)
        for parameter in experiment.usual:
            wrong_call(name, f'--{parameter}', experiment.least[parameter] - 1)
            wrong_call(name, f'--{parameter}', experiment.most[parameter] + 1)
    for option, bad in (('--rounds', 0), ('--rounds', 'x'), ('--seconds', -1), ('--deadline', 0), ('--deadline', '')):
        wrong_call(catalogue[0].id, option, bad)


def check_help(catalogue):
    check('there are experiments, each once',
          len(catalogue) > 0 and len({experiment.id for experiment in catalogue}) == len(catalogue))
    for experiment in catalogue:
        name = experiment.id
        check(f'{name}: has a title, an idea, and modes', len(experiment.title) > 5 and len(experiment.idea) > 80 and
              experiment.idea.endswith('.') and len(experiment.modes) > 0, experiment.help)
        check(f'{name}: no parameter is usually out of its limits',
              all(experiment.least[key] <= usual <= experiment.most[key] for key, usual in experiment.usual.items()))
    check('--version', call('--version').stdout.startswith(b'skein-workload '))
    check('--help', b'EXPERIMENT' in call('--help').stdout)


def check_runs(catalogue, how, parameters, rounds=1, look=None):
    """look: (nullable): a check more, of the rounds of each."""
    for experiment in catalogue:
        for mode in experiment.modes:
            what = f'{experiment.id} {mode}: with the {how} parameters right, and well told'
            try:
                found, faults = run(experiment, mode, parameters(experiment), rounds)
            except Refused as refused:
                skip(what, refused)
                continue
            check(what, not faults, '\n'.join(faults[:4]))
            if look is not None:
                look(experiment, mode, found)


def get_least(experiment):
    """An experiment with a mode for each number of something has one mode then: with more it has all of them."""
    return {name: value for name, value in experiment.least.items() if experiment.modes[0] != '1' or name != 'workers'}


def check_stop(catalogue, all_modes):
    for experiment in catalogue:
        for mode in experiment.modes if all_modes else experiment.modes[-1:]:
            what = f'{experiment.id} {mode}: round after round until it is stopped, then nothing is left'
            process = start_work(experiment.id, '--mode', mode, '--seconds', 0)
            process.terminate()
            is_gone = nothing_is_left()
            _, errors = process.communicate(timeout=20)
            if process.returncode == 1 and b' needs ' in errors:
                skip(what, errors.decode().strip())
                continue
            check(what, process.returncode == 0 and errors == b'' and is_gone, (process.returncode, errors))


def check_killed(catalogue, all_modes):
    for experiment in catalogue:
        for mode in experiment.modes if all_modes else experiment.modes[-1:]:
            process = start_work(experiment.id, '--mode', mode, '--seconds', 0)
            process.kill()
            check(f'{experiment.id} {mode}: killed from outside, nothing is left', nothing_is_left())
            process.communicate(timeout=20)


def check_ends(catalogue):
    """How a round may end that takes too long; by what is there for sure."""
    parallel = next(experiment for experiment in catalogue if experiment.id == 'parallel')
    for mode in ('threads', 'processes') if len(os.sched_getaffinity(0)) > 1 else ('one-core',):
        long_work = ['parallel', '--mode', mode, '--work', parallel.most['work']]
        began = time.monotonic()
        done = call(*long_work, '--deadline', 1)
        check(f'{mode}: the deadline ends it, in one line',
              done.returncode == 1 and done.stdout == b'' and done.stderr.count(b'\n') == 1 and
              1 <= time.monotonic() - began < 10 and not find_left(), done)
        process = start_work(*long_work)
        process.send_signal(signal.SIGINT)
        check(f'{mode}: Ctrl-C ends it', nothing_is_left() and process.wait(20) == 128 + signal.SIGINT)
        process.communicate(timeout=20)
        process = start('parallel', '--mode', mode, '--work', 1, '--seconds', 1)
        lines = process.communicate(timeout=20)[0].splitlines()
        check(f'{mode}: for a second, whole lines', process.returncode == 0 and len(lines) > 0 and
              all(line.startswith(b'{') and line.endswith(b'}') for line in lines), lines[-1:])
        process = start_work(*long_work, '--tied', command=('sh', '-c', '"$0" "$@" & wait'))
        process.kill()
        check(f'{mode}: tied, it ends with who started it', nothing_is_left())
        process.communicate(timeout=20)
    with open('/dev/full', 'wb') as full:
        process = start('parallel', '--work', 1, stdout=full)
        errors = process.communicate(timeout=20)[1]
    check('a full disk is said', process.returncode == 1 and errors.count(b'\n') == 1, errors)


def measure_mark(parallel):
    """What a mark costs: from the end of a task to the start of the next, by the thread that does both. What disturbs
    that can only make it seem more."""
    medians = []
    for _ in range(5):
        rounds, _ = run(parallel, 'one-after-another', {'tasks': 256, 'work': 1})
        tasks = list(rounds[0].tasks.values())
        medians.append(statistics.median(after['start_ns'] - before['end_ns']
                                         for before, after in zip(tasks, tasks[1:])))
    return min(medians)


def check_marks(mark_ns):
    def look(experiment, mode, rounds):
        for each in rounds:
            # At its start, a task reads the numbers of its process and thread besides: as much again. Where
            # one stretch ends the next begins, with one look at the clock.
            n = 3 * len(each.tasks) + len(each.spans)
            check(f'{experiment.id} {mode}: to mark it costs less than 1 % of the work',
                  n * mark_ns < each.end['cpu_ns'] / 100, f'{n} marks, {each.end}')

    print(f'# a mark takes {mark_ns} ns')
    return look


def check_many(catalogue):
    n = 0
    while n < LEAST_RUNS:
        for experiment in catalogue:
            for mode in experiment.modes:
                call(experiment.id, '--mode', mode, *(word for name, value in get_least(experiment).items()
                                                      for word in (f'--{name}', value)))
                n += 1
    check(f'after {n} runs in a row no process is left', not find_left(), find_left())


def main():
    part = sys.argv[2]
    folder = workload.go_as(sys.argv[3]) if sys.argv[3:] else None
    files = list_files()
    catalogue = read_catalogue()
    if part == 'quick':
        if folder is None:
            check_help(catalogue)
            check_calls(catalogue)
            check_ends(catalogue)
            check_stop(catalogue, all_modes=False)
            check_killed(catalogue, all_modes=False)
        check_runs(catalogue, 'smallest', get_least)
    else:
        mark_ns = measure_mark(next(experiment for experiment in catalogue if experiment.id == 'parallel'))
        check_runs(catalogue, 'usual', lambda experiment: {}, look=check_marks(mark_ns))
        check_runs(catalogue, 'smallest', get_least, rounds=3)
        check_stop(catalogue, all_modes=True)
        check_killed(catalogue, all_modes=True)
        check_many(catalogue)
    check('no process is left', not find_left(), find_left())
    check('no file in memory is left', not list_files() - files, list_files() - files)
    workload.finish()


main()
