#!/usr/bin/env python3
# bench-run.py - what skein-cli run costs the command that it runs
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench-run.py SKEIN-CLI SWITCHER
#
# CPU time of the command alone and of the command with the recorder, one after the other in
# rounds; the machine may be busy with other things, so the best of each counts.

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

CLI, SWITCHER = sys.argv[1:3]
ROUNDS = 5
# What is promised, and what a shared machine may add to it.
PROMISED_SWITCHING, PROMISED_WORKING, SLACK = 1.5, 1.03, 1.2
number = 0
failed = 0


def check(what, good):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)


def cpu_of(command):
    """Of the command and all that it started, the recorder with it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told_of(command):
    """What the command says of itself."""
    done = subprocess.run(command, check=True, capture_output=True)
    return sum(int(line.split()[3]) for line in done.stdout.splitlines())


def compare(what, alone, recorded, measure, promised):
    plain, watched = [], []
    for _ in range(ROUNDS):
        plain.append(measure(alone))
        watched.append(measure(recorded))
    # A core that is slower for a while makes one of the two estimates too large, seldom both.
    ratio = min(min(watched) / min(plain), statistics.median(b / a for a, b in zip(plain, watched)))
    print(f'# {what}: {ratio:.3f} times the CPU time, {promised} is promised', flush=True)
    check(f'{what}: as promised, but for the noise', ratio <= promised * SLACK)


def record(*command, cores=None):
    return [CLI, 'run', *(['--cores', cores] if cores else []), '--json=/dev/null', '--', *command]


def main():
    core = str(min(os.sched_getaffinity(0)))
    probe = subprocess.run([CLI, 'run', '--json', '--', 'true'], capture_output=True, check=True).stdout
    if b'"exact"' not in probe:
        print('1..0 # SKIP switches cannot be recorded here')
        return
    relay = [SWITCHER, 'relay', '20000']
    compare('ping-pong of two processes on one core', ['taskset', '-c', core, *relay], record(*relay, cores=core),
            told_of, PROMISED_SWITCHING)
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'source.c')
        with open(source, 'w', encoding='ascii') as file:
            for i in range(400):
                file.write(f'int f{i} (int *a, int n) {{ int s = {i}; for (int i = 0; i < n; i++) '
                           f's = s * 31 + a[i] / (s | 1); return s; }}\n')
        data = os.path.join(folder, 'data')
        with open(data, 'wb') as file:
            file.write(os.urandom(1 << 20) + open(CLI, 'rb').read())
        work = {'gcc': ['gcc', '-O2', '-c', '-o', os.path.join(folder, 'out.o'), source],
                'xz -T2': ['xz', '-T2', '--block-size=1MiB', '-k', '-c', data]}
        if shutil.which('perf'):
            work['perf bench sched messaging'] = ['perf', 'bench', 'sched', 'messaging']
        for what, command in work.items():
            if shutil.which(command[0]):
                compare(what, command, record(*command), cpu_of, PROMISED_WORKING)
    print(f'1..{number}')
    sys.exit(failed > 0)


main()
