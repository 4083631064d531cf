#!/usr/bin/env python3
# test-workload-scheduler.py - that schedulers do what their names promise
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload-scheduler.py SKEIN-WORKLOAD [often] [USER]
#
# Who is served when is what the program decides, and holds on any machine. How long a turn takes the machine decides
# as well: when others have the core at the very moment at which a quantum ends, the turn is longer by what the kernel
# gives them. So it is the median that has to be right, and no turn may be shorter.

import statistics
import sys

import workload
from workload import check, run

LONG = 2
TOLERANCE = 0.1
SLICE_MS = 5  # which others may have: more than a tenth of a short quantum
SHORT = LONG  # it comes last
often = 'often' in sys.argv[2:]
users = [word for word in sys.argv[2:] if word != 'often']
folder = workload.go_as(users[0]) if users else None


def get_turns(a_round):
    """Turns of long tasks, in ms, as long as all of them are there."""
    first_end = min(task['end_ns'] for task in a_round.tasks if task['task'] != SHORT)
    return [(span['task'], (span['end_ns'] - span['start_ns']) / 1e6) for span in a_round.spans
            if span['task'] != SHORT and span['end_ns'] < first_end]


def test_quantum(quantum_ms, work, rounds):
    turns, alternate = [], True
    for a_round in run('scheduler', 'preemptive', rounds=rounds, quantum=quantum_ms, work=work):
        of_round = get_turns(a_round)
        tasks = [task for task, _ in of_round]
        alternate = alternate and len(tasks) >= 4 and tasks == [place % LONG for place in range(len(tasks))]
        turns += [length for _, length in of_round]
        check(f'{quantum_ms} ms: the answer is right', a_round.lost == 0)
        check(f'{quantum_ms} ms: the measure is the median of the turns',
              abs(a_round.measures['turn_ns'] / 1e6 - statistics.median_high([length for _, length in of_round])) < 1e-3,
              (a_round.measures, of_round))
        order = [span['task'] for span in a_round.spans]
        check(f'{quantum_ms} ms: the short task is served when all before it had a quantum',
              order[:3] == [0, 1, SHORT], order[:10])
    longest = quantum_ms + max(TOLERANCE * quantum_ms, SLICE_MS)
    check(f'{quantum_ms} ms: two tasks alternate', alternate, turns)
    check(f'{quantum_ms} ms: they do each {quantum_ms} ms', statistics.median(turns) <= longest, turns)
    check(f'{quantum_ms} ms: no turn is shorter', min(turns) >= (1 - TOLERANCE) * quantum_ms, turns)


def test_modes(rounds):
    of = {mode: [] for mode in ('to-completion', 'yielding', 'preemptive', 'kernel')}
    for _ in range(rounds):
        for mode in of:
            of[mode] += run('scheduler', mode, work=250)
    check('all answers are right', all(a_round.lost == 0 for mode in of for a_round in of[mode]))

    orders = [[span['task'] for span in a_round.spans] for a_round in of['to-completion']]
    check('to completion, nobody is served twice', all(order == [0, 1, SHORT] for order in orders), orders)
    orders = [[span['task'] for span in a_round.spans] for a_round in of['yielding']]
    check('yielding, they are served in turn', all(order[:9] == [0, 1, SHORT] * 3 for order in orders), orders[0][:12])

    for measure, what in (('response_ns', 'the short task waits'), ('turnaround_ns', 'the short task takes')):
        took = {mode: workload.median(of[mode], measure) for mode in of}
        check(f'{what} longest behind who runs to completion, then behind quanta, then behind who makes way',
              took['to-completion'] > 1.5 * took['preemptive'] > 3 * took['yielding'], took)
        check(f'{what} less with the kernel than with quanta of 100 ms', took['kernel'] < took['preemptive'], took)

    fair = {mode: workload.median(of[mode], 'fairness_share') for mode in of}
    check('to completion one gets everything', abs(fair['to-completion'] - 1 / LONG) < 0.01, fair)
    check('who makes way shares', fair['yielding'] > 0.95, fair)
    check('so do those with a quantum, but for the last turn', 0.85 < fair['preemptive'], fair)
    check('the kernel is fair', fair['kernel'] > 0.95, fair)


test_modes(3 if often else 1)
test_quantum(100, 350, 5 if often else 1)
test_quantum(20, 100, 5 if often else 1)
workload.finish()
