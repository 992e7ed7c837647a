"""How the helper logs: one line an event, on stderr or in `<log>/helper.log`, as text or as JSON.

Text is `time level logger event key=value …`. JSON is one object a line with `time`, `level`, `logger`, `event` and the
same keys; an event that is a sentence has it under `message`. The keys are read from the words by which an event is
logged (`"request method=%s status=%s"`), so that each event is logged by one call.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from functools import cache
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import orjson

from inset.errors import InsetError, LogUnwritable
from inset.own_files import make_own_folder, open_to_append
from inset.paths import Paths
from inset.settings import Settings
from inset.visible import visible, visible_json
from inset.words.sentences import sentence

MOST_BYTES: Final = 2_000_000
"""A log file's size, in characters and so about in bytes, before the next one is begun."""
KEPT_FILES: Final = 4
"""Older files that are kept: `helper.log.1`, the newest of them, to `helper.log.4`."""

_SERVER_LOG: Final = logging.getLogger("inset.server")
_FORMAT: Final = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"
_CONVERSION: Final = re.compile(r"(?:(\w+)=)?%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")


class _Lines(logging.Formatter):
    """Lines of text. The date is formatted once a second instead of once a line."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)
        self._second = -1
        self._date = ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's
        second = int(record.created)
        if second != self._second:
            self._second, self._date = second, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return self._date

    def format(self, record: logging.LogRecord) -> str:
        # What follows on a further line is set in, so that no text from elsewhere can pass for a line of the log.
        return visible(super().format(record)).replace("\n", "\n  ")


class _Objects(_Lines):
    """Lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        document: dict[str, object] = {
            "time": f"{self.formatTime(record)}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        event, keys = _parts(str(record.msg))
        args = record.args if isinstance(record.args, tuple) else ()
        if len(keys) != len(args) or None in keys or not event:
            document["message"] = record.getMessage()
        else:
            document["event"] = event
        document.update({key: value for key, value in zip(keys, args, strict=False) if key is not None})
        if record.exc_info:
            document["trace"] = self.formatException(record.exc_info)
        return visible_json(orjson.dumps(document, default=str).decode())


class _RotatedFile(RotatingFileHandler):
    """RotatingFileHandler that counts the size itself; the original looks at the disk and formats each line twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
        self._size = path.stat().st_size

    def _open(self) -> TextIOWrapper:
        """For this person alone, whatever the umask, and not through a link."""
        return TextIOWrapper(open_to_append(Path(self.baseFilename)), encoding=self.encoding, errors=self.errors)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"{self.format(record)}\n"
            if self._size + len(line) > self.maxBytes:
                self._size = 0
                self.doRollover()
            self._size += len(line)
            if self.stream is None:  # a rotation that failed half way
                self.stream = self._open()
            self.stream.write(line)
            self.stream.flush()
        except Exception:  # noqa: BLE001 - a log that cannot be written must not keep the helper from answering
            self.handleError(record)


def configure_logging(settings: Settings, paths: Paths) -> None:
    """Send every log line to where the settings say.

    Args:
        settings: `log_level`, of which only `debug` ever shows photo IDs, `log_format` and `log_to`.
        paths: the log's folder; it is made when something goes there.

    Raises:
        LogUnwritable: the log's file cannot be written.
    """
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if settings.log_to == "file":
        try:
            make_own_folder(paths.log)
            handler = _RotatedFile(paths.log_file)
        except OSError as error:
            raise LogUnwritable(sentence("error_log_unwritable", paths.log, error.strerror)) from error
    handler.setFormatter(_Objects() if settings.log_format == "json" else _Lines())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    # No line shows these, and collecting them costs time for each line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001 - the way that Python's documentation gives to leave the caller's line out
    # Below warnings, other packages log only about their internals.
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    logging.getLogger("aiohttp").setLevel(logging.WARNING)


def log_failure(error: InsetError) -> None:
    """Log why the helper stops, for a log that goes to a file; the command line prints it on stderr too."""
    _SERVER_LOG.error("stopped code=%s %s", error.code, error.message)


def log_mistake(error: BaseException) -> None:
    """Log where a bug of ours raised; the exception's text, which may hold a photo ID, only at DEBUG."""
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    _SERVER_LOG.error("mistake type=%s\n%s", type(error).__name__, frames)
    _SERVER_LOG.debug("mistake text=%r", str(error))


@cache
def _parts(message: str) -> tuple[str, tuple[str | None, ...]]:
    """The event's name and the keys of its values in order; None for a value that has no key."""
    keys = tuple(found[1] for found in _CONVERSION.finditer(message))
    return " ".join(_CONVERSION.sub("", message).split()), keys
