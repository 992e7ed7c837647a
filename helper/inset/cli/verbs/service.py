"""`inset service`: start the helper at every login, or stop doing so."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from inset.cli.output import command_name
from inset.cli.showing.tables import width_of
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, HelperUnreachable, InsetError, ServiceFailed
from inset.settings import Settings
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.service.protocol import ServiceManager

ACTIONS: Final = ("install", "uninstall", "status")
PATIENCE: Final = 20.0
"""Seconds to wait for a started helper to answer, or for a stopped one to end; an idle computer needs about one."""
_POLL: Final = 0.1
_DOWN: Final = 15
"""So many checks in a row that find the helper not running mean that it keeps failing."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=", ".join(ACTIONS))


def _run(args: Namespace, context: Context) -> int:
    return {"install": _install, "uninstall": _uninstall, "status": _status}[args.action](context)


def _install(context: Context) -> int:
    from inset.client.port import take_port
    from inset.service.manager import this_systems
    from inset.service.menu_entry import install_menu_entry
    from inset.service.native_manifest import install_native_host
    from inset.service.plan import make_plan

    settings, manager = context.settings(), this_systems()
    if not manager.status().running:
        take_port(
            settings.port, context.paths
        ).close()  # raises if the port is taken: the service would fail again and again
    plan = make_plan(context.paths)
    manager.install(plan, lambda: _wait_until_it_answers(manager, context, settings))
    if sys.platform.startswith("linux"):
        install_menu_entry(plan)
    browsers = install_native_host(plan, context.paths.data)
    url = f"http://127.0.0.1:{settings.port}"
    definition, say = manager.status().definition, words().text
    context.output.answer(
        {"installed": True, "definition": definition, "url": url, "log": str(context.paths.log), "browsers": browsers},
        say("cli_service_answers", url),
        f"  {say('cli_service_written', definition)}",
        f"  {say('cli_service_log', context.paths.log)}",
        *([f"  {say('cli_service_browsers', ', '.join(browsers))}"] if browsers else []),
        say("cli_service_next", command_name()),
    )
    return ExitStatus.OK


def _wait_until_it_answers(manager: ServiceManager, context: Context, settings: Settings) -> None:
    from inset.client.client import Client

    end, down = time.monotonic() + PATIENCE, 0
    while time.monotonic() < end and down < _DOWN:
        with suppress(InsetError):
            Client(settings.port).hello()
            return
        down = down + 1 if manager.status().running is False else 0
        time.sleep(_POLL)
    log = context.paths.log_file
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    raise ServiceFailed(
        sentence("error_service_silent", command_name()),
        hint=sentence("list_hint_last_line", log, lines[-1]) if lines else "It left no log.",
    )


def _uninstall(context: Context) -> int:
    from inset.service.manager import this_systems
    from inset.service.menu_entry import remove_menu_entry
    from inset.service.native_manifest import remove_native_host

    removed = this_systems().uninstall()
    if sys.platform.startswith("linux"):
        remove_menu_entry()
    remove_native_host(context.paths.data)
    _stop(context)
    _remove_traces(context)
    paths = context.paths
    left = {"datasets": paths.data, "pairings": paths.state, "settings": paths.config}
    there = {name: str(folder) for name, folder in left.items() if folder.exists()}
    say = words().text
    lines = [say("cli_service_off" if removed else "cli_service_was_off")]
    lines.append(say("cli_service_left" if there else "cli_service_no_data"))
    named = {
        "datasets": say("cli_place_datasets"),
        "pairings": say("cli_place_pairings"),
        "settings": say("check_name_settings"),
    }
    widest = max(map(width_of, named.values()))
    lines += [f"  {named[name]}{' ' * (widest - width_of(named[name]))}  {folder}" for name, folder in there.items()]
    context.output.answer({"uninstalled": removed, "left": there}, *lines)
    return ExitStatus.OK


def _stop(context: Context) -> None:
    """Stop this person's helper, also if it was started by hand: who uninstalls the service wants no helper running."""
    from inset.client.client import Client
    from inset.client.helper_state import read_state

    state = read_state(context.paths)
    if state is None:
        return
    client = Client(state.port, state.token)
    try:
        client.shutdown()
    except InsetError:  # nobody answers, or another program: the state file is left from a helper that was killed
        return
    if not client.wait_until_gone(PATIENCE):
        raise ServiceFailed(sentence("error_service_goes_on", str(state.pid)))


def _remove_traces(context: Context) -> None:
    """Remove what is useless without a helper: its log, and the state file that a killed helper leaves."""
    for file in (
        *context.paths.log.glob("helper.log*"),
        context.paths.log / "start.err",
        context.paths.helper_state,
        context.paths.opened_page,
    ):
        file.unlink(missing_ok=True)
    for folder in (context.paths.log, context.paths.state):
        with suppress(OSError):  # it holds other things
            folder.rmdir()


def _status(context: Context) -> int:
    from inset.client.client import Client
    from inset.service.manager import this_systems

    status = this_systems().status()
    try:
        Client.from_state(context.paths, context.settings()).hello()
        answers = True
    except HelperUnreachable:
        answers = False
    say = words().text
    installed = "cli_service_installed" if status.installed else "cli_service_not_installed"
    lines = [say(installed, status.manager, status.definition)]
    if status.installed and not status.enabled:
        lines.append(say("cli_service_again", command_name()))
    running = answers if status.running is None else status.running
    if status.installed:
        said = say("cli_service_runs" if running else "cli_service_runs_not")
        lines.append(f"{said}{f': {status.detail}' if status.detail else ''}.")
    lines.append(say("cli_helper_answers" if answers else "cli_no_helper_answers"))
    context.output.answer({**status.as_dict(), "answers": answers}, *lines)
    return ExitStatus.OK if status.installed and running and answers else ExitStatus.FAILURE


VERB = Verb("service", "start the helper at every login: install, uninstall, status", _add_arguments, _run, writes=True)
