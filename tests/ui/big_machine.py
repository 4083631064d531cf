# big_machine.py - a /proc of a machine that the tests do not have
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import threading

NAMES = ['postgres', 'java', 'nginx', 'chromium', 'rsyslogd', 'containerd', 'python3', 'make', 'cc1plus', 'Xwayland']

FIGURES = 'ctxt 1\nbtime 1700000000\nprocesses 99999\nprocs_running 50\nprocs_blocked 0\n'


class BigMachine:
    """A folder that looks like its /proc; a few of its threads work for as long as it is open."""

    def __init__(self, folder, n_cores=200, n_processes=500, n_threads=20):
        self.folder = pathlib.Path(folder)
        self.n_cores = n_cores
        self.ticks = 0
        self.busy = []
        self.stopped = threading.Event()
        (self.folder / 'sys').mkdir(parents=True)
        for number in range(n_processes):
            self.add_process(1 + number * (n_threads + 1), NAMES[number % len(NAMES)], n_threads, number % 10 == 0)
        self.write('loadavg', f'{len(self.busy)}.00 1.00 1.00 {len(self.busy)}/{n_processes * n_threads} 99999\n')
        self.work()

    def __enter__(self):
        self.worker = threading.Thread(target=self.go_on)
        self.worker.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.worker.join()

    def write(self, path, text):
        """In place, at once, and never shorter than before: readers keep files of /proc open."""
        file = os.open(self.folder / path, os.O_WRONLY | os.O_CREAT, 0o644)
        os.write(file, text.encode())
        os.close(file)

    def stat(self, tid, name, parent, letter, ticks, core, n_threads):
        return (f'{tid} ({name}) {letter} {parent} 1 1 0 -1 4194304 100 0 0 0 {ticks} 0 0 0 20 0 {n_threads} 0 1000 '
                f'100000000 5000 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 {core} 0 0 0 0 0 0 0 0 0 0 0 0 0\n')

    def add_process(self, pid, name, n_threads, is_busy):
        parent = 1 if pid > 1 else 0
        for tid in range(pid, pid + n_threads):
            where = f'{pid}/task/{tid}'
            (self.folder / where).mkdir(parents=True)
            core = tid % self.n_cores
            works = is_busy and tid == pid + 1
            if works:
                self.busy.append((pid, tid, name, parent, core, n_threads))
            thread_name = name if tid == pid else f'worker-{tid - pid}'
            self.write(f'{where}/stat', self.stat(tid, thread_name, parent, 'R' if works else 'S', 0, core, n_threads))
            self.write(f'{where}/schedstat', '1000000 0 10\n')
        self.write(f'{pid}/stat', self.stat(pid, name, parent, 'S', 0, pid % self.n_cores, n_threads))
        self.write(f'{pid}/schedstat', '1000000 0 10\n')
        self.write(f'{pid}/comm', name + '\n')
        self.write(f'{pid}/cmdline', f'/usr/bin/{name}\0--number={pid}\0')
        self.write(f'{pid}/statm', '25000 5000 1000 100 0 3000 0\n')
        self.write(f'{pid}/status', f'Name:\t{name}\nUid:\t0\t0\t0\t0\nVmRSS:\t20000 kB\nThreads:\t{n_threads}\n')

    def work(self):
        """A second's tenth: the busy threads ran for all of it."""
        self.ticks += 10
        for pid, tid, *_ in self.busy:
            self.write(f'{pid}/task/{tid}/schedstat', f'{self.ticks * 10000000:020} 0 {self.ticks:010}\n')
        busy_cores = {core for *_, core, _ in self.busy}
        lines = [self.core_line(f'cpu{core}', core in busy_cores, core not in busy_cores) for core in range(self.n_cores)]
        lines.insert(0, self.core_line('cpu ', len(busy_cores), self.n_cores - len(busy_cores)))
        self.write('stat', ''.join(lines) + FIGURES)

    def core_line(self, name, n_busy, n_idle):
        return f'{name} {self.ticks * n_busy:012} 0 0 {self.ticks * n_idle:012} 0 0 0 0 0 0\n'

    def go_on(self):
        while not self.stopped.wait(0.1):
            self.work()
