# workload_catalogue.py - what skein-workload can do, by what it says itself; and what is wrong with what it prints
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import json
import math
import os
import pathlib
import re
import signal
import subprocess
import time
import uuid

import workload

MARK = f'SKEIN_TEST_MARK={uuid.uuid4()}'  # in the environment of all that is started: so it is found again
TICK = 10_000_000  # the longest tick of a kernel
# What a hypervisor may take of a core in one go: where that is after the last mark, it may be told as time on a core.
STOLEN = 100_000_000
PATIENCE_S = 100  # with a run that takes a second where nobody else wants the cores

os.environ.update([MARK.split('=')], LC_ALL='C.UTF-8')


def call(*arguments, timeout=60):
    return subprocess.run([workload.program, *map(str, arguments)], capture_output=True, timeout=timeout,
                          stdin=subprocess.DEVNULL, **workload.become)


def start(*arguments, command=(), stdout=subprocess.PIPE):
    return subprocess.Popen([*command, workload.program, *map(str, arguments)], stdin=subprocess.DEVNULL,
                            stdout=stdout, stderr=subprocess.PIPE, **workload.become)


def find_left():
    """The processes that are left of all that was started, zombies aside: those have no environment."""
    left = []
    for path in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if MARK.encode() in (path / 'environ').read_bytes().split(b'\0'):
                left.append(int(path.name))
        except OSError:
            pass
    return left


def nothing_is_left(seconds=20):
    """Waits until that is so. What is left in spite of that is ended, so that the tests go on without it."""
    until = time.monotonic() + seconds
    while (left := find_left()) and time.monotonic() < until:
        time.sleep(0.01)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return not left


def start_work(*arguments, **more):
    """As start(), and waits until it does its work: the guard, with who started it, is not alone any more."""
    process = start(*arguments, **more)
    while process.poll() is None and len(find_left()) < (3 if more else 2):
        time.sleep(0.005)
    time.sleep(0.05)
    return process


class Experiment:
    """What skein-workload ID --help says."""

    def __init__(self, name):
        self.id = name
        self.help = call(name, '--help').stdout.decode()
        sections = self.help.split('\n\n')
        self.title, self.idea = sections[:2]
        entries = {section.split('\n')[0].split(' (')[0]: self.read(section) for section in sections[2:]}
        self.modes = list(entries['Modes'])
        self.wrong = {mode for mode, text in entries['Modes'].items() if 'meant to come out wrong' in text}
        self.measures = list(entries.get('What is measured beside times, switches and memory', {}))
        self.least, self.most, self.usual = {}, {}, {}
        for option, text in entries['Parameters'].items():
            limits = re.search(r'From (-?\d+) to (-?\d+); usually (-?\d+)\.$', text)
            for ret, limit in zip((self.least, self.most, self.usual), limits.groups()):
                ret[option.removeprefix('--')] = int(limit)

    @staticmethod
    def read(section):
        entries, name = {}, None
        for line in section.strip('\n').split('\n')[1:]:
            if line.startswith('   '):
                entries[name] = f'{entries[name]} {line.strip()}'.strip()
            else:
                name, _, text = line.strip().partition(' ')
                entries[name] = text.strip()
        return entries


def read_catalogue():
    listed = call('list').stdout.decode().split('\n')
    return [Experiment(line.split()[0]) for line in listed if line.startswith('  ')]


class Round(workload.Round):
    """One round, its tasks by their numbers, and what is wrong with it."""

    def __init__(self, lines):
        super().__init__(lines)
        self.start, self.lines = lines[0], lines
        self.tasks = {task['task']: task for task in self.tasks}

    def find_faults(self, experiment, mode, parameters, index=0):
        yield from self.find_wrong_lines()
        if self.start['round'] != index or (self.start['experiment'], self.start['mode']) != (experiment.id, mode):
            yield f'another run: {self.start}'
        if self.start['parameters'] != parameters or set(self.start['cores']) != os.sched_getaffinity(0):
            yield f'not what was asked for: {self.start}'
        if not self.start['time_ns'] == self.end['start_ns'] <= self.end['end_ns']:
            yield f'start and end: {self.start}, {self.end}'
        for task in self.tasks.values():
            yield from self.find_wrong_task(task)
        yield from self.find_wrong_spans()
        yield from self.find_wrong_figures(experiment)
        if mode not in experiment.wrong and self.lost != 0:
            yield f'the answer is wrong: {self.end}'

    def find_wrong_lines(self):
        types = ''.join(line['type'][:2] for line in self.lines)
        if not re.fullmatch('st(ta)*(sp)*en', types):
            yield f'lines in another order: {types}'
        if len(self.tasks) != types.count('ta') or list(self.tasks) != sorted(self.tasks) or not self.tasks:
            yield f'tasks in another order, twice, or none: {list(self.tasks)}'

    def find_wrong_task(self, task):
        times = [self.end['start_ns'], task.get('launched_ns', task['start_ns']), task['start_ns'],
                 task.get('end_ns', 0), self.end['end_ns']]
        if times != sorted(times) or task['pid'] <= 0 or task['tid'] <= 0:
            yield f'{task}, in {self.end}'

    def find_wrong_spans(self):
        last = {}
        for span in self.spans:
            task = self.tasks.get(span['task'])
            # A scheduler of our own turns to a task before it starts, and leaves it after its end: they touch.
            if task is None or span['start_ns'] > span['end_ns'] or (
                    span['start_ns'] > task['end_ns'] or span['end_ns'] < task['start_ns']):
                yield f'{span}, of {task}'
            if span['start_ns'] < last.get(span['tid'], 0):
                yield f'{span}: one thread at two tasks'
            last[span['tid']] = span['end_ns']
        if self.end['spans_lost'] != 0:
            yield f'spans were lost: {self.end}'

    def find_wrong_figures(self, experiment):
        end = self.end
        if not 1 <= self.start['usable'] <= len(self.start['cores']):
            yield f'usable cores: {self.start}'
        if not 0 <= end['cpu_ns'] <= self.start['usable'] * self.wall_ns + 2 * TICK + STOLEN:
            yield f'time on cores: {end}'
        if end['given_up'] < 0 or end['taken'] < 0 or end['workers'] < 1:
            yield f'counts: {end}'
        if end.get('private_bytes', 0) < 0 or end.get('proportional_bytes', 1) <= 0:
            yield f'memory: {end}'
        for name, value in self.measures.items():
            if name not in experiment.measures or not math.isfinite(value) or (
                    name.endswith(('_ns', '_per_s', '_share', '_bytes')) and value < 0) or (
                    name.endswith('_share') and value > 1):
                yield f'measure {name}: {value}'


class Refused(Exception):
    """It cannot be had here, and that was said in a line."""


def run(experiment, mode, parameters=None, rounds=1):
    """Runs it; a number of parameters has its usual value. Returns the rounds, and what is wrong with them."""
    values = dict(experiment.usual, **(parameters or {}))
    options = [word for name, value in (parameters or {}).items() for word in (f'--{name}', value)]
    done = call(experiment.id, '--mode', mode, '--rounds', rounds, '--deadline', PATIENCE_S, *options,
                timeout=PATIENCE_S * rounds + 10)
    text, errors = done.stdout.decode(), done.stderr.decode()
    if done.returncode == 1 and not text and errors.count('\n') == 1 and ' needs ' in errors:
        raise Refused(errors.strip())
    if done.returncode != 0 or errors:
        return [], [f'status {done.returncode}: {errors}']
    lines = [json.loads(line) for line in text.splitlines()]
    starts = [i for i, line in enumerate(lines) if line['type'] == 'start'] + [len(lines)]
    found = [Round(lines[first:last]) for first, last in zip(starts, starts[1:])]
    faults = [fault for i, each in enumerate(found) for fault in each.find_faults(experiment, mode, values, i)]
    if len(found) != rounds:
        faults.append(f'{len(found)} rounds of {rounds}')
    return found, faults
