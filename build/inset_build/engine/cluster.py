"""Does tasks on a cluster of Dask distributed: one that runs, or one of processes on this machine.

Dask only decides who does which piece when. Nothing goes through it but numbers, counts and what is known of files: all
that tasks write is in the shared folder, so a worker that is killed loses its task alone, a scheduler that dies
nothing. The package is an extra, `inset[cluster]`, imported where it is needed.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError as FuturesCancelled
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from inset.disk_errors import disk_error
from inset.errors import BuildFailed, DiskDamaged, InsetError, UsageInvalid
from inset.temporary import temporary_folder
from inset.words.sentences import sentence
from inset_build.engine.worker_memory import keep_freed_memory

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

_Asked = TypeVar("_Asked")
_Done = TypeVar("_Done")

RETRIES: Final = 3
"""How often a task is tried again after an error that is not Inset's own, such as a disk that was away."""

DEATHS: Final = 10
"""With so many workers a task may die before it is taken for the cause."""

CONNECT_SECONDS: Final = 20
PAGE_SECONDS: Final = 5
MOST_WORKERS: Final = 1_000

_LOOK_SECONDS: Final = 0.01
_COUNT_SECONDS: Final = 2.0
"""How often is looked whether a task is done, and whether there is anybody to do one."""


class ClusterEngine:
    """An `Engine` of a cluster; made by `open_cluster`.

    Attributes:
        dashboard: the address of Dask's page about its work; None where it has none.
        on_workers: is told when there is no worker at all, False, and when there is one again, True.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.dashboard = _dashboard(client)
        self.on_workers: Callable[[bool], None] = lambda _: None

    @property
    def workers(self) -> int:
        """See `Engine.workers`."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def each(self, work: Callable[[_Asked], _Done], asked: Sequence[_Asked]) -> Iterator[tuple[_Asked, _Done]]:
        """See `Engine.each`.

        Raises:
            BuildFailed: the cluster is gone, or gave up on a task.
        """
        from distributed import as_completed

        futures = self._client.map(_guarded, [work] * len(asked), asked, pure=False, retries=RETRIES)
        asked_by = {future.key: each for future, each in zip(futures, asked, strict=True)}
        try:
            for future in self._done(as_completed(futures)):
                yield asked_by[future.key], _told(future.result())
                future.release()
        except InsetError:
            raise
        except (CancelledError, FuturesCancelled, OSError, TimeoutError) as error:
            raise BuildFailed(sentence("error_cluster_ended", type(error).__name__)) from error
        except Exception as error:
            raise BuildFailed(sentence("error_cluster_task", str(RETRIES + 1), type(error).__name__, error)) from error
        finally:
            self._client.cancel(futures, force=True)

    def _done(self, futures: as_completed) -> Iterator[Future]:
        """Each as it is done. Without any worker all of them wait for one, which may come at any time: that is told."""
        counted, has_workers = time.monotonic(), True
        while not futures.is_empty():
            if futures.has_ready():
                yield next(futures)
                continue
            time.sleep(_LOOK_SECONDS)
            if time.monotonic() - counted < _COUNT_SECONDS:
                continue
            has_some = bool(self._client.nthreads())
            if has_some != has_workers:
                self.on_workers(has_some)
            counted, has_workers = time.monotonic(), has_some


def _dashboard(client: Client) -> str | None:
    """The address of the scheduler's page, if it has one: it names an address in any case.

    Whether it can draw the page is a matter of what is installed where it runs, which is asked there.
    """
    link: str = client.dashboard_link
    try:
        client.run_on_scheduler(version, "bokeh")
    except PackageNotFoundError:
        return None
    try:
        with build_opener(ProxyHandler({})).open(link, timeout=PAGE_SECONDS):
            return link
    except HTTPError as error:
        return None if error.code == HTTPStatus.NOT_FOUND else link  # begun with --no-dashboard; or for who logs in
    except (OSError, ValueError):
        return link  # not to be reached, or not to be asked, from here


def _told(done: _Done | InsetError) -> _Done:
    if isinstance(done, InsetError):
        raise done
    return done


def _guarded(work: Callable[[_Asked], _Done], asked: _Asked) -> _Done | InsetError:
    """What trying again does not mend is told at once, by its name; what a disk may do once is raised, and tried again.

    Raises:
        DiskDamaged: the disk does not answer as it should, as where a network's is away for a moment.
        BuildFailed: something else that the system refuses.
    """
    keep_freed_memory()
    try:
        return work(asked)
    except InsetError as error:
        return error
    except MemoryError:
        return BuildFailed(sentence("error_cluster_memory"))
    except OSError as error:
        told = disk_error(error)
        if told is None or isinstance(told, DiskDamaged):
            why = sentence("error_cluster_task", str(RETRIES + 1), type(error).__name__, str(error))
            raise told or BuildFailed(why) from error
        return told


@contextmanager
def open_cluster(address: str) -> Iterator[ClusterEngine]:
    """A cluster to work with; one that was started here ends with the block.

    Args:
        address: a scheduler's, such as `tcp://10.0.0.1:8786`; or `local`, or `local:N`, for N processes here.

    Raises:
        UsageInvalid: it is no address, the extra is not installed, or nothing answers.
    """
    workers = _workers(address)
    try:
        import distributed
    except ImportError as error:
        raise UsageInvalid(sentence("error_cluster_extra", error)) from error
    import dask

    with ExitStack() as stack:
        stack.enter_context(
            dask.config.set(
                {
                    "distributed.scheduler.allowed-failures": DEATHS,
                    "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
                    "temporary-directory": str(stack.enter_context(temporary_folder())),
                }
            )
        )
        try:
            if workers is None:
                client = stack.enter_context(distributed.Client(address, timeout=CONNECT_SECONDS))
            else:
                # TLS with a key of this run's own: on this computer others could otherwise give the workers work.
                with _ctrl_c_for_this_process():
                    cluster = stack.enter_context(
                        distributed.LocalCluster(
                            n_workers=workers,
                            threads_per_worker=1,
                            processes=True,
                            security=True,
                            host="127.0.0.1",
                            dashboard_address="127.0.0.1:0",
                            silence_logs=logging.CRITICAL,  # what matters is told by our own errors
                        )
                    )
                client = stack.enter_context(distributed.Client(cluster))
            engine = ClusterEngine(client)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageInvalid(sentence("error_cluster_silent", address, error)) from error
        yield engine


@contextmanager
def _ctrl_c_for_this_process() -> Iterator[None]:
    """Processes that are started meanwhile, or later by threads that are, do not hear Ctrl+C: this one ends them.

    A terminal sends it to all of them, and each would end by itself with a trace.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # to start it later would end the blocking
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # threads and processes inherit it
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_here(address: str) -> bool:
    """Whether the processes of a cluster run on this computer, started for one build.

    Raises:
        UsageInvalid: it is no address.
    """
    return _workers(address) is not None


def _workers(address: str) -> int | None:
    """How many processes are wanted here; None where it is a scheduler's address."""
    kind, _, count = address.partition(":")
    if kind == "local":
        if not count:
            return os.cpu_count() or 1
        if count.isascii() and count.isdigit() and 1 <= int(count[:6]) <= MOST_WORKERS:
            return int(count)
    elif "://" in address:
        return None
    raise UsageInvalid(sentence("error_cluster_address", address))
