"""Runs in the background: a thread for each society, as many at once as there are cores."""

from __future__ import annotations

import os
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from queue import SimpleQueue

from experiments.config.errors import InputError
from experiments.dashboard.answer import Answer, Compared
from experiments.dashboard.course import Course, course
from experiments.dashboard.question import MOST_SOCIETIES, Question, pair
from sim.settings import Settings, SettingsError

KEPT = 160
"""Courses that are kept, of a quarter of a megabyte each for a street of three years."""
Key = tuple[str, int]


class Request:
    """A question that is being answered; `answer` grows until it is finished or withdrawn.

    `begun` says that the first society has a core: the others come after it.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answer = Answer(question)
        self.withdrawn = threading.Event()
        self.begun = threading.Event()
        self._changed = threading.Condition()

    def add(self, compared: Compared | None, error: str = "") -> None:
        """Add a society, or an error."""
        with self._changed:
            found = self.answer.found if compared is None else (*self.answer.found, compared)
            ordered = tuple(sorted(found, key=lambda one: one.number))
            self.answer = Answer(self.question, ordered, self.answer.error or error)
            self._changed.notify_all()

    def next(self, seen: Answer | None, seconds: float) -> Answer:
        """The answer as soon as it is another one than that which was seen."""
        with self._changed:
            self._changed.wait_for(lambda: self.answer is not seen, seconds)
            return self.answer


class Runner:
    """Answers questions in threads that end with the process.

    Each society has a thread, so that its warm-up is kept there. Courses are kept, and shared by
    all questions.
    """

    def __init__(self, prepare: Callable[[], object], cores: int | None = None) -> None:
        self._prepare = prepare
        self._cores = threading.Semaphore(cores or os.cpu_count() or 1)
        self._kept: OrderedDict[Key, Course] = OrderedDict()
        self._lock = threading.Lock()
        self._composing = threading.Lock()
        self._queues: list[SimpleQueue[Request]] = [SimpleQueue() for _ in range(MOST_SOCIETIES)]
        self.ready = threading.Event()
        self.fault = ""
        threading.Thread(target=self._get_ready, daemon=True).start()

    def ask(self, question: Question) -> Request:
        """Begin to answer a question: the first society first."""
        request = Request(question)
        for queue in self._queues[: question.societies]:
            queue.put(request)
        return request

    def _get_ready(self) -> None:
        """Load the model, compiled; then start the threads."""
        try:
            self._prepare()
        except BaseException as error:
            self.fault = _line(error)
        self.ready.set()
        for number in range(MOST_SOCIETIES):
            threading.Thread(target=self._serve, args=(number,), daemon=True).start()

    def _serve(self, number: int) -> None:
        while True:
            request = self._queues[number].get()
            if request.withdrawn.is_set():
                continue
            if self.fault:
                request.add(None, self.fault)
                continue
            try:
                self._compare(request, number)
            except (InputError, SettingsError) as error:
                request.add(None, _line(error))
            except Exception as error:
                traceback.print_exc()
                request.add(None, _line(error))

    def _compare(self, request: Request, number: int) -> None:
        if number:
            request.begun.wait()
        with self._cores:
            request.begun.set()
            with self._composing:  # Hydra is for one thread at a time.
                runs = pair(request.question, number)
            withdrawn = request.withdrawn.is_set
            baseline = self._course(runs.baseline, runs.run_seed, withdrawn)
            reform = baseline and self._course(runs.reform, runs.run_seed, withdrawn)
        if baseline is not None and reform is not None:
            request.add(Compared(number, baseline, reform))

    def _course(
        self, settings: Settings, run_seed: int, unwanted: Callable[[], bool]
    ) -> Course | None:
        key = settings.canonical(), run_seed
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        done = course(settings, run_seed, unwanted)
        if done is not None:
            with self._lock:
                self._kept[key] = done
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return done


def _line(error: BaseException) -> str:
    """An error in one line."""
    return " ".join(f"{error or type(error).__name__}".split())
