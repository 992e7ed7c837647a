"""The settings, and the one rule by which they are found: flag > environment > config.toml > default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from inset.errors import UsageInvalid
from inset.words.sentences import sentence

DEFAULT_PORT: Final = 46738
"""INSET on a phone's keypad; below 49152, where Windows reserves ranges of its own."""

LOG_LEVELS: Final = ("debug", "info", "warning", "error")
DEFAULT_LOG_LEVEL: Final = "info"
LOG_FORMATS: Final = ("text", "json")
DEFAULT_LOG_FORMAT: Final = "text"
LOG_PLACES: Final = ("stderr", "file")
DEFAULT_LOG_TO: Final = "stderr"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can set. Each field is also `INSET_<FIELD>` in the environment and a key of config.toml."""

    port: int = DEFAULT_PORT
    log_level: str = DEFAULT_LOG_LEVEL
    log_format: str = DEFAULT_LOG_FORMAT
    log_to: str = DEFAULT_LOG_TO

    def __post_init__(self) -> None:
        if not 1024 <= self.port <= 65535:
            raise UsageInvalid(sentence("error_port_choose", str(self.port)))
        for name, known in (("log_level", LOG_LEVELS), ("log_format", LOG_FORMATS), ("log_to", LOG_PLACES)):
            value = getattr(self, name)
            if value not in known:
                raise UsageInvalid(sentence("error_setting_choice", name, ", ".join(known), repr(value)))


def load_settings(
    config_file: Path,
    *,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Find the settings.

    Args:
        config_file: a TOML file; it may be missing.
        environ: the environment; `os.environ` when left out.
        flags: values given on the command line; None values count as not given.

    Raises:
        UsageInvalid: an unknown key, a value of the wrong kind or out of range, or a file that is not TOML.
    """
    values = {
        **_from_file(config_file),
        **_from_environment(os.environ if environ is None else environ),
        **{name: value for name, value in (flags or {}).items() if value is not None},
    }
    return Settings(
        port=_as_int("port", values.get("port", DEFAULT_PORT)),
        log_level=str(values.get("log_level", DEFAULT_LOG_LEVEL)),
        log_format=str(values.get("log_format", DEFAULT_LOG_FORMAT)),
        log_to=str(values.get("log_to", DEFAULT_LOG_TO)),
    )


def _from_file(config_file: Path) -> dict[str, object]:
    try:
        with config_file.open("rb") as file:
            values = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise UsageInvalid(sentence("error_setting_fix", config_file, error)) from error
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise UsageInvalid(sentence("error_setting_unknown", ", ".join(unknown), config_file, ", ".join(sorted(known))))
    return dict(values)


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields(Settings):
        text = environ.get(f"INSET_{field.name.upper()}", "")
        if text:
            found[field.name] = text
    return found


def _as_int(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise UsageInvalid(sentence("error_setting_number", name, repr(value)))
