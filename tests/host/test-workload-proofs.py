#!/usr/bin/env python3
# test-workload-proofs.py - does each experiment show what it says?
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload-proofs.py SKEIN-WORKLOAD
#
# What holds on any machine is claimed of the medians of some runs. What takes a quiet one, cores that nobody else
# uses, is claimed of runs that had it: they are repeated until there are enough, or skipped with what was found.

import functools
import os
import statistics
import sys

import workload
from workload import check, skip
from workload_catalogue import STOLEN, TICK, Refused, read_catalogue, run

ENOUGH = 3
TRIES = 12
HOPELESS = 3  # tries without any quiet run
BUSY = 0.1  # others' share of the cores given from which on the machine is not quiet
TICK_NS = 10_000_000
catalogue = {}


class TooBusy(Exception):
    """There were too few quiet runs."""


def run_once(name, mode, parameters):
    """Returns the round, and which share of the cores others had meanwhile."""
    with workload.Busy() as busy:
        rounds, faults = run(catalogue[name], mode, parameters)
    if faults:
        raise AssertionError(f'{name} {mode}: {faults}')
    return rounds[0], busy.others(rounds[0].end['cpu_ns'])


def run_often(name, modes, parameters=None, n=ENOUGH):
    """Each mode by turns; returns the runs of each."""
    runs = {mode: [] for mode in modes}
    for _ in range(n):
        for mode in modes:
            runs[mode].append(run_once(name, mode, parameters)[0])
    return runs


def run_quietly(name, modes, parameters=None):
    """Likewise, only runs in which others hardly used the cores."""
    runs, shares = {mode: [] for mode in modes}, []
    for tried in range(TRIES):
        if tried == HOPELESS and not any(runs.values()):
            break
        for mode in modes:
            each, share = run_once(name, mode, parameters)
            shares.append(share)
            if share < BUSY:
                runs[mode].append(each)
        if all(len(each) >= ENOUGH for each in runs.values()):
            return runs
    raise TooBusy(f'the machine is too busy: others had {statistics.median(shares):.0%} of the cores')


def median(runs, get):
    return statistics.median(get(each) for each in runs)


def measure(name):
    return lambda each: each.measures[name]


def wall(each):
    return each.wall_ns


def count_at_once(each):
    """The most tasks under way at an instant."""
    marks = sorted((time, way) for task in each.tasks.values()
                   for time, way in ((task['start_ns'], 1), (task['end_ns'], -1)))
    most = now = 0
    for _, way in marks:
        now += way
        most = max(most, now)
    return most


def have_two_cores():
    """Two that are more than two threads of one core."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return False
    with open(f'/sys/devices/system/cpu/cpu{cores[0]}/topology/thread_siblings_list', encoding='ascii') as file:
        return file.read().strip() == str(cores[0])


def when_quiet(*whats):
    """A proof that may find the machine too busy, or too small."""
    def decorate(prove):
        @functools.wraps(prove)
        def wrapped():
            try:
                if not have_two_cores():
                    raise TooBusy('it takes two cores')
                prove(*whats)
            except TooBusy as busy:
                for what in whats:
                    skip(what, busy)
        return wrapped
    return decorate


def prove_parallel():
    runs = run_often('parallel', ('one-after-another', 'one-core'))
    check('parallel: one after another, one task is under way',
          all(count_at_once(each) == 1 for each in runs['one-after-another']))
    check('parallel: by turns on one core, all are, and have one core',
          all(count_at_once(each) == 6 and each.end['cpu_ns'] <= each.wall_ns + TICK + STOLEN
              for each in runs['one-core']))


@when_quiet('parallel: on two cores the same work takes less', 'parallel: on one core it does not')
def prove_parallel_speed_up(faster, not_faster):
    runs = run_quietly('parallel', ('one-after-another', 'one-core', 'threads', 'processes'), {'cores': 2})
    one = median(runs['one-after-another'], wall)
    ratios = {mode: one / median(each, wall) for mode, each in runs.items()}
    print(f'# {ratios}')
    check(faster, ratios['threads'] > 1.6 and ratios['processes'] > 1.6, ratios)
    check(not_faster, 0.85 < ratios['one-core'] < 1.15, ratios)


def prove_slices():
    runs = run_often('slices', ('one', 'two', 'three', 'many', 'one-core'), {'threads': 5})
    for mode, n in (('one', 1), ('two', 2), ('three', 3), ('many', 5), ('one-core', 5)):
        check(f'slices: {mode}: so many threads', all(each.end['workers'] == n == len(each.tasks)
                                                      for each in runs[mode]))
    for mode, n in (('three', 3), ('many', 5), ('one-core', 5)):
        check(f'slices: {mode}: all are under way at once', max(map(count_at_once, runs[mode])) == n)
    check('slices: one core is one core', all(each.end['cpu_ns'] <= each.wall_ns + TICK + STOLEN
                                              for each in runs['one-core']))
    taken = {mode: median(each, lambda run: run.end['taken']) for mode, each in runs.items()}
    print(f'# cores taken away: {taken}')
    check('slices: where there are more threads than cores, cores are taken away',
          taken['one-core'] > 10 and taken['many'] > 5, taken)


@when_quiet('speedup: with two workers as fast as Amdahl’s law allows, and not faster',
            'speedup: more workers than cores help no further', 'speedup: what is only serial is never faster',
            'speedup: what is all divided is twice as fast')
def prove_speedup(law, no_further, serial, divided):
    runs = run_quietly('speedup', ('1', '2', '4'), {'cores': 2, 'serial': 20})
    gains = {mode: median(runs['1'], wall) / median(each, wall) for mode, each in runs.items()}
    laws = {mode: each[0].measures['amdahl_times'] for mode, each in runs.items()}
    print(f'# {gains}, by the law {laws}')
    check(law, 0.85 * laws['2'] < gains['2'] < 1.1 * laws['2'], (gains, laws))
    check(no_further, laws['4'] == laws['2'] and gains['4'] < 1.1 * gains['2'], (gains, laws))
    for what, share, least, most in ((serial, 100, 0.88, 1.12), (divided, 0, 1.65, 2.2)):
        runs = run_quietly('speedup', ('1', '2'), {'cores': 2, 'serial': share, 'work': 200})
        gain = median(runs['1'], wall) / median(runs['2'], wall)
        check(what, least < gain < most, gain)


def prove_law():
    for workers, serial, cores, law in ((1, 20, 1, 1), (4, 20, 1, 1), (2, 0, 2, 2), (2, 20, 2, 1 / 0.6),
                                        (4, 50, 2, 1 / 0.75), (3, 100, 2, 1)):
        if cores > len(os.sched_getaffinity(0)):
            skip(f'speedup: the law for {workers} workers', 'there are too few cores')
            continue
        each, _ = run_once('speedup', str(workers), {'serial': serial, 'cores': cores, 'work': 20})
        check(f'speedup: the law for {workers} workers, {serial} % serial, {cores} cores: {law:.2f}',
              abs(each.measures['amdahl_times'] - law) < 1e-9, each.measures)
        n_tasks = (workers if serial < 100 else 0) + (serial > 0)
        check('speedup: the divided part begins when the serial one is done',
              len(each.tasks) == n_tasks and
              all(task['start_ns'] >= each.tasks[workers]['end_ns'] for number, task in each.tasks.items()
                  if serial > 0 and number < workers), each.tasks)


def prove_waiting():
    customers, wait_ns = 20, 40_000_000
    runs = run_often('waiting', catalogue['waiting'].modes, {'customers': customers, 'wait': 40, 'work': 0})
    one = median(runs['one-after-another'], wall)
    gains = {mode: one / median(each, wall) for mode, each in runs.items()}
    print(f'# {gains}')
    check('waiting: one after another, all waits add up', customers * wait_ns <= one, one)
    for mode in ('multiplexed', 'threads-one-core', 'threads'):
        check(f'waiting: {mode}: nearly as many times faster as there are customers',
              gains[mode] > 0.5 * customers and all(each.wall_ns >= wait_ns for each in runs[mode]), gains)
        check(f'waiting: {mode}: all are under way at once',
              all(count_at_once(each) == customers for each in runs[mode]))
    threads = {mode: {task['tid'] for task in each[0].tasks.values()} for mode, each in runs.items()}
    check('waiting: one thread serves all, or a thread each',
          [len(threads[mode]) for mode in ('one-after-another', 'multiplexed', 'threads-one-core', 'threads')] ==
          [1, 1, customers, customers], threads)
    waits = {mode: median(each, measure('waiting_ns')) for mode, each in runs.items()}
    check('waiting: who multiplexes waits once, the others for each',
          wait_ns <= waits['multiplexed'] < 3 * wait_ns and
          all(waits[mode] >= customers * wait_ns for mode in waits if mode != 'multiplexed'), waits)
    for mode, each in runs.items():
        rates = [(run.measures['requests_per_s'], customers * 1e9 / run.wall_ns) for run in each]
        check(f'waiting: {mode}: requests per second are of the time it took',
              all(abs(said - counted) < 1e-6 * counted for said, counted in rates), rates)
    served = {mode: median(each, measure('served_ns')) for mode, each in runs.items()}
    check('waiting: who is served in turn waits for half of the others',
          0.45 * one < served['one-after-another'] < 0.6 * one and served['multiplexed'] > wait_ns, served)


def prove_event_loop():
    runs = run_often('event-loop', catalogue['event-loop'].modes)
    worst = {mode: median(each, measure('tick_worst_ns')) for mode, each in runs.items()}
    print(f'# worst tick: {worst}')
    for each in runs['long-callback']:
        long = each.tasks[max(each.tasks)]
        length_ns = long['end_ns'] - long['start_ns']
        check('event-loop: with a long callback the worst tick is as late as that is long, but for a tick',
              each.measures['tick_worst_ns'] >= length_ns - TICK_NS, (length_ns, each.measures))
        check('event-loop: as many ticks are a period late', each.measures['ticks_late'] >= length_ns // TICK_NS - 2,
              (length_ns, each.measures))
        check('event-loop: nothing else is handled meanwhile',
              not any(long['start_ns'] < task['start_ns'] < long['end_ns'] for task in each.tasks.values()))
    for mode, runs_of_it in runs.items():
        check(f'event-loop: {mode}: the figures are in order', all(
            0 <= each.measures['tick_p50_ns'] <= each.measures['tick_p99_ns'] <= each.measures['tick_worst_ns']
            for each in runs_of_it))
    for mode in ('loop', 'worker', 'threads'):
        check(f'event-loop: {mode}: during the long work other events are handled',
              all(any(each.tasks[max(each.tasks)]['start_ns'] < task['start_ns'] < each.tasks[max(each.tasks)]['end_ns']
                      for task in each.tasks.values()) for each in runs[mode]))
    tids = {mode: len({task['tid'] for task in each[0].tasks.values()}) for mode, each in runs.items()}
    check('event-loop: one thread, one and a worker, or a thread each',
          (tids['loop'], tids['long-callback'], tids['worker']) == (1, 1, 2) and tids['threads'] > 5, tids)


@when_quiet('event-loop: without a long callback no tick is half as late')
def prove_loop_is_quick(what):
    runs = run_quietly('event-loop', catalogue['event-loop'].modes)
    worst = {mode: median(each, measure('tick_worst_ns')) for mode, each in runs.items()}
    print(f'# worst tick, quietly: {worst}')
    check(what, all(worst[mode] < worst['long-callback'] / 2 for mode in worst if mode != 'long-callback'), worst)


def prove_priority():
    """Shares of what both had: others on the core take from both."""
    promised = {'nice-0': 1 / 2, 'nice-10': 110 / 1134, 'nice-19': 15 / 1039, 'batch': 1 / 2, 'idle': 3 / 1027,
                'real-time': 1}
    for mode in catalogue['priority'].modes:
        what = f'priority: {mode}: about the share that was promised'
        try:
            runs = run_often('priority', (mode,))[mode]
        except Refused as refused:
            skip(what, refused)
            continue
        got = median(runs, measure('second_share'))
        print(f'# {mode}: {got:.3f}, promised {promised[mode]:.3f}')
        check(what, abs(got - promised[mode]) < 0.08, got)
        check(f'priority: {mode}: what was promised is by the kernel’s weights, and nothing is got by nobody',
              all(abs(each.measures['promised_share'] - promised[mode]) < 1e-9 and
                  abs(each.measures['first_share'] + each.measures['second_share'] - 1) < 1e-9 for each in runs))
        check(f'priority: {mode}: one core', all(each.end['cpu_ns'] <= each.wall_ns + TICK + STOLEN for each in runs))


@when_quiet('contention: what is not shared gains from a second core', 'contention: one lock does not',
            'contention: counters side by side are slower than counters apart')
def prove_contention(apart, one_lock, side_by_side):
    runs = run_quietly('contention', catalogue['contention'].modes, {'workers': 2})
    gains = {mode: median(each, measure('gain_times')) for mode, each in runs.items()}
    rates = {mode: median(each, measure('together_per_s')) for mode, each in runs.items()}
    print(f'# {gains}, {rates}')
    check(apart, gains['no-sharing'] > 1.5 and gains['padded'] > 1.5, gains)
    check(one_lock, gains['one-lock'] < 0.75 * gains['padded'], gains)
    check(side_by_side, rates['false-sharing'] < 0.75 * rates['padded'], rates)


def main():
    catalogue.update((experiment.id, experiment) for experiment in read_catalogue())
    for prove in (prove_parallel, prove_parallel_speed_up, prove_slices, prove_law, prove_speedup, prove_waiting,
                  prove_event_loop, prove_loop_is_quick, prove_priority, prove_contention):
        try:
            prove()
        except AssertionError as error:
            check(f'{prove.__name__}: it can be run', False, error)
    workload.finish()


main()
