#!/usr/bin/env python3
# test-workload-green.py - what green threads cost beside the kernel's, and that nobody can block them for good
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload-green.py SKEIN-WORKLOAD [often] [USER]
#
# What is slow on a busy machine is slow for all modes: they run by turns, and are compared with each other.

import sys

import workload
from workload import check, median, run

TASKS = 10_000
MODES = ['kernel', 'n-1', 'm-n'] if workload.N_CORES > 1 else ['kernel', 'n-1']
often = 'often' in sys.argv[2:]
users = [word for word in sys.argv[2:] if word != 'often']
folder = workload.go_as(users[0]) if users else None


def by_turns(modes, times, **parameters):
    rounds = {mode: [] for mode in modes}
    for _ in range(times):
        for mode in modes:
            rounds[mode] += run('green', mode, **parameters)
    return rounds


def were_all_under_way(a_round):
    """Whether all began before the first ended."""
    return max(task['start_ns'] for task in a_round.tasks) < min(task['end_ns'] for task in a_round.tasks)


def test_crowd():
    rounds = by_turns(MODES, 5 if often else 1)
    for mode in MODES:
        check(f'{mode}: the answer is right', all(a_round.lost == 0 for a_round in rounds[mode]))
        check(f'{mode}: 10,000 tasks are under way at once',
              all(len(a.tasks) == TASKS and were_all_under_way(a) for a in rounds[mode]))

    created = {mode: median(rounds[mode], 'create_ns') for mode in MODES}
    for mode in MODES[1:]:
        check(f'{mode}: 10 times faster to create than kernel threads', created[mode] * 10 <= created['kernel'], created)
        bytes_each = [a_round.measures['task_bytes'] for a_round in rounds[mode]]
        check(f'{mode}: under 16 KiB each', all(4096 <= n < 16 * 1024 for n in bytes_each), bytes_each)
        a_round = rounds[mode][0]
        check(f'{mode}: two turns are three switches each, of the program alone',
              a_round.measures['user_switches'] == 3 * TASKS and a_round.end['given_up'] < TASKS / 10, a_round.end)
        tids = {task['tid'] for task in a_round.tasks}
        check(f'{mode}: as many threads of the kernel as carry them',
              len(tids) <= a_round.end['workers'] == (1 if mode == 'n-1' else workload.N_CORES), tids)
    check('kernel threads have no switches but the kernel\'s: to wait once is one at least',
          all(a.measures['user_switches'] == 0 and a.end['given_up'] >= TASKS - 1 for a in rounds['kernel']))
    if 'm-n' in MODES:
        check('m-n: carriers steal', sum(a.measures['stolen'] for a in rounds['m-n']) > 0)
    check('n-1: nobody is there to steal from', all(a.measures['stolen'] == 0 for a in rounds['n-1']))


def test_spans():
    """Each task is in its spans from its start to its end, and a carrier in one span at a time."""
    a_round, = run('green', MODES[-1], tasks=500, turns=5)
    spans = {}
    for span in a_round.spans:
        spans.setdefault(span['task'], []).append(span)
    good = all(spans[task['task']][0]['start_ns'] <= task['start_ns'] and
               task['end_ns'] <= spans[task['task']][-1]['end_ns'] for task in a_round.tasks)
    check('spans hold the marks of their task', good and a_round.end['spans_lost'] == 0)
    check('a task has a span for each switch', len(a_round.spans) == a_round.measures['user_switches'] == 500 * 6)
    last = {}
    good = True
    for span in a_round.spans:
        good = good and last.get(span['tid'], 0) <= span['start_ns'] <= span['end_ns']
        last[span['tid']] = span['end_ns']
    check('a carrier is at one task at a time', good)


def test_rescue():
    if workload.N_CORES < 2:
        workload.skip('preemption rescues those whom long tasks block', 'there is one core')
        return
    rounds = by_turns(['m-n-blocked', 'm-n-preempted'], 7 if often else 2, tasks=2000, long=100)
    blocked, preempted = (median(rounds[mode], 'short_ns') for mode in ('m-n-blocked', 'm-n-preempted'))
    check('where nobody is preempted all wait until a long task is done',
          all(max(task['end_ns'] for task in a.tasks[:2000]) > min(task['end_ns'] for task in a.tasks[2000:])
              for a in rounds['m-n-blocked']))
    check('with a quantum they do not', all(max(task['end_ns'] for task in a.tasks[:2000]) <
                                            min(task['end_ns'] for task in a.tasks[2000:])
                                            for a in rounds['m-n-preempted']))
    check('preemption rescues those whom long tasks block', preempted < 0.75 * blocked, (preempted, blocked))
    check('nobody is preempted where there is no quantum',
          all(a.measures['preempted'] == 0 for a in rounds['m-n-blocked']))
    check('with one, the long ones are', all(a.measures['preempted'] >= 2 for a in rounds['m-n-preempted']),
          [a.measures['preempted'] for a in rounds['m-n-preempted']])
    check('all answers are right', all(a.lost == 0 for mode in rounds for a in rounds[mode]))


def test_both():
    """The experiment "both": many tasks under way on each core, whoever lets them take turns."""
    for mode in ('threads', 'green'):
        a_round, = run('both', mode, tasks=16, work=10)
        cores = min(workload.N_CORES, 16)
        most = a_round.measures['most_per_core']
        mean = a_round.measures['tasks_per_core']
        tids = {task['tid'] for task in a_round.tasks}
        check(f'both, {mode}: the answer is right', a_round.lost == 0)
        check(f'both, {mode}: more are under way than there are cores', most > 1.5 or cores > 8, a_round.measures)
        check(f'both, {mode}: on average no more than at most', 0 < mean <= most <= 16 / cores, a_round.measures)
        check(f'both, {mode}: as many threads of the kernel as there should be',
              len(tids) == 16 if mode == 'threads' else len(tids) <= cores, tids)
    a_round, = run('both', 'green', tasks=6, work=5, cores=1)
    check('both: on one core, all are under way on it, by turns', a_round.measures['most_per_core'] == 6 and
          [span['task'] for span in a_round.spans] == list(range(6)) * 5, a_round.spans)


def test_most():
    for mode in MODES:
        a_round, = run('green', mode, tasks=20_000, turns=1)
        check(f'{mode}: as many as there may be: 20,000', a_round.lost == 0 and len(a_round.tasks) == 20_000)


test_crowd()
test_spans()
test_rescue()
test_both()
if often:
    test_most()
workload.finish()
