#!/usr/bin/env python3
# test-workload-thread-local.py - one name at one address, and at an address for each thread
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload-thread-local.py SKEIN-WORKLOAD

import workload
from workload import check, run


def get_each(a_round, what, n_threads):
    return [a_round.measures[f'{what}_{number + 1}'] for number in range(n_threads)]


for threads in (2, 3, 4):
    rounds = run('thread-local', 'shared', rounds=5, threads=threads, work=1)
    for a_round in rounds:
        addresses, values = get_each(a_round, 'address', threads), get_each(a_round, 'value', threads)
        good = len(set(addresses)) == len(set(values)) == 1 and a_round.lost == threads - 1
        if not good:
            break
    check(f'{threads} threads read one value at one address: of the rest what they wrote is gone', good, a_round.measures)
    check(f'{threads} threads: it is counted so', all(a.measures['places'] == a.measures['kept'] == 1 for a in rounds))

    rounds = run('thread-local', 'thread-local', rounds=5, threads=threads, work=1)
    for a_round in rounds:
        addresses, values = get_each(a_round, 'address', threads), get_each(a_round, 'value', threads)
        good = len(set(addresses)) == threads and values == list(range(1, threads + 1)) and a_round.lost == 0
        if not good:
            break
    check(f'{threads} threads with a variable each read what they wrote', good, a_round.measures)
    check(f'{threads} threads: their own are counted so',
          all(a.measures['places'] == a.measures['kept'] == threads for a in rounds))
    check(f'{threads} threads: nothing is told of more',
          all(f'value_{threads + 1}' not in a.measures for a in rounds))

workload.finish()
