#!/usr/bin/env python3
# test-cli-sample.py - the contract of skein-cli sample
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-sample.py SKEIN-CLI

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading

CLI = sys.argv[1]
number = 0
failed = 0


def check(what, good):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)


def run(*arguments):
    return subprocess.run([CLI, *arguments], capture_output=True, timeout=30)


def wrong_call(*arguments):
    done = run(*arguments)
    check(f'{arguments}: status 2 and one line that says why',
          done.returncode == 2 and done.stdout == b'' and done.stderr.count(b'\n') == 1)


def spin(stop):
    while not stop.is_set():
        pass


def check_json():
    keys = {'pid', 'start_ticks', 'ppid', 'name', 'command', 'user', 'state', 'threads', 'parallelism', 'demand', 'rss',
            'threads_list'}
    thread_keys = {'tid', 'name', 'state', 'core', 'run_ns', 'ready_ns', 'slices', 'voluntary', 'preempted', 'nice',
                   'policy'}
    core_keys = {'id', 'online', 'busy', 'user', 'system', 'irq', 'iowait', 'steal'}
    stop = threading.Event()
    threading.Thread(target=spin, args=(stop,), daemon=True).start()
    ctypes.CDLL(None).prctl(15, b'odd \xff)\n name', 0, 0, 0)
    done = run('sample', '--json', '--count', '2', '--interval', '0.3')
    stop.set()
    lines = done.stdout.decode('utf-8').splitlines()
    check('one object a sample, each in its line', done.returncode == 0 and len(lines) == 2 and done.stderr == b'')
    samples = [json.loads(line) for line in lines]
    check('the keys of a sample', all(set(sample) == {'time_ns', 'cores', 'processes'} for sample in samples))
    check('the keys of a core', all(set(core) == core_keys for core in samples[0]['cores']))
    check('the keys of a process', all(set(process) == keys for process in samples[0]['processes']))
    check('the keys of a thread', all(set(thread) == thread_keys for process in samples[0]['processes']
                                      for thread in process['threads_list']))
    check('time goes on by the interval', 2e8 < samples[1]['time_ns'] - samples[0]['time_ns'] < 2e9)
    ours = next(process for process in samples[1]['processes'] if process['pid'] == os.getpid())
    check('as many threads as are counted', all(process['threads'] == len(process['threads_list'])
                                                for process in samples[1]['processes']))
    check('the one that spins is seen to', 0.1 < ours['parallelism'] <= 1.5 and ours['demand'] >= ours['parallelism'])
    check('who started it, whose it is', ours['ppid'] == os.getppid() and 'test-cli-sample' in ours['command'])
    check('a name of odd bytes is escaped', ours['name'] == 'odd \\xff)\\n name')


def check_table():
    done = run('sample', '--threads')
    lines = done.stdout.decode('utf-8').splitlines()
    plain = run('sample').stdout.decode('utf-8').splitlines()
    check('a table with a header, and a line of totals',
          done.returncode == 0 and len(plain) > 3 and 'processes' in plain[-1])
    check('threads add lines', len(lines) > len(plain))


def check_summary():
    done = run('sample', '--summary', '--count', '3', '--interval', '0.1')
    rows = [line.split() for line in done.stdout.decode('ascii').splitlines()]
    check('three lines of seven figures', len(rows) == 3 and all(len(row) == 7 for row in rows))
    check('they are figures', all(float(row[0]) > 0 and all(int(figure) >= 0 for figure in row[1:]) for row in rows))


def check_signals():
    process = subprocess.Popen([CLI, 'sample', '--summary', '--count', '1000', '--interval', '0.1'],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=10)
    check('Ctrl-C stops it cleanly', process.returncode == 0 and errors == b'' and (rest == b'' or rest.endswith(b'\n')))
    process = subprocess.Popen([CLI, 'sample', '--summary', '--count', '1000', '--interval', '0.05'],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    check('a reader that goes away is no error', process.wait(10) == 0 and errors == b'')
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([CLI, 'sample', '--json'], stdout=full, stderr=subprocess.PIPE, timeout=30)
    check('a full disk is one', done.returncode == 1 and done.stderr.count(b'\n') == 1)


def main():
    check('--version', run('--version').stdout.startswith(b'skein-cli '))
    check('sample --version', run('sample', '--version').stdout.startswith(b'skein-cli '))
    check('--help', b'sample' in run('--help').stdout)
    check('sample --help', b'--interval' in run('sample', '--help').stdout)
    wrong_call()
    wrong_call('nonsense')
    wrong_call('sample', '--nonsense')
    wrong_call('sample', 'nonsense')
    wrong_call('sample', '--count', '0')
    wrong_call('sample', '--count', 'many')
    wrong_call('sample', '--interval', '-1')
    wrong_call('sample', '--interval', '0')
    wrong_call('sample', '--interval', 'nan')
    wrong_call('sample', '--json', '--summary')
    check_json()
    check_table()
    check_summary()
    check_signals()
    libraries = subprocess.check_output(['ldd', CLI])
    check('no toolkit is linked', b'libgtk' not in libraries and b'libadwaita' not in libraries)
    print(f'1..{number}')
    return 1 if failed else 0


sys.exit(main())
