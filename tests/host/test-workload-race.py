#!/usr/bin/env python3
# test-workload-race.py - what is lost where threads race, and that nothing is where they are kept from it
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-workload-race.py SKEIN-WORKLOAD [often] [USER]
#
# "often": fifty rounds of each guarded mode with the usual parameters; otherwise one.

import sys

import workload
from workload import check, run

GUARDED = ['mutex', 'atomic', 'summed', 'messages', 'processes']

often = 'often' in sys.argv[2:]
users = [word for word in sys.argv[2:] if word != 'often']
folder = workload.go_as(users[0]) if users else None


def test_unguarded():
    what = 'unguarded, at least 9 of 10 rounds lose updates'
    if workload.N_CORES < 2:
        workload.skip(what, 'there is one core')
        return
    rounds = [a_round for _ in range(10) for a_round in run('race', 'unguarded')]
    lost = [a_round.lost for a_round in rounds]
    check(what, sum(n > 0 for n in lost) >= 9, lost)
    check('what is lost is told as a measure', all(a.measures['lost_updates'] == a.lost for a in rounds))
    check('nobody counts what did not happen', all(n >= 0 for n in lost), lost)


def test_guarded(mode):
    rounds = run('race', mode, rounds=50 if often else 1)
    check(f'{mode}: nothing is lost in {len(rounds)} rounds', all(a_round.lost == 0 for a_round in rounds),
          [a_round.lost for a_round in rounds])
    check(f'{mode}: the answer is the number of updates', all(a.end['expected'] == 2 * 5_000_000 for a in rounds))


def test_crowd(mode):
    """More workers than cores, and so few updates that the first is done before the last begins."""
    crowd, = run('race', mode, workers=16, updates=1000)
    single, = run('race', mode, workers=2, updates=1)
    check(f'{mode}: nothing is lost in a crowd, or of a single update', crowd.lost == 0 and single.lost == 0)


def test_price():
    """One number for all that is fought for costs more than a number for each: in the same minute, on any machine."""
    what = 'a number of its own for each costs less than a mutex'
    if workload.N_CORES < 2:
        workload.skip(what, 'there is one core')
        return
    cost = {mode: min(a.measures['update_ns'] for _ in range(2) for a in run('race', mode)) for mode in ('mutex', 'summed')}
    check(what, cost['summed'] * 2 < cost['mutex'], cost)


test_unguarded()
for name in GUARDED:
    test_guarded(name)
    test_crowd(name)
test_price()
workload.finish()
