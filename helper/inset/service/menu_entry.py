"""The menu entry "Inset" of a Linux desktop: it starts the helper if need be and opens its page (`inset open --start`).

`inset service install` writes one for this person, `~/.local/share/applications/inset.desktop`; the .deb has one for
everybody. Source: Desktop Entry Specification 1.5, "The Exec key".
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import inset
from inset.durable import replace_file
from inset.service.plan import Plan

_ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=Inset
Comment=See which Flickr photos are listed in datasets for AI
Comment[de]=Zeigt, welche Fotos auf Flickr in Datensätzen für KI stehen
Comment[es]=Muestra qué fotos de Flickr figuran en conjuntos de datos para IA
Comment[fr]=Montre quelles photos de Flickr figurent dans des jeux de données pour l\u2019IA
Comment[it]=Mostra quali foto di Flickr sono elencate nei dataset per l\u2019IA
Comment[ja]=AI用のデータセットに載っているFlickrの写真を表示します
Comment[ko]=AI용 데이터 세트에 실린 Flickr 사진을 보여 줍니다
Comment[nl]=Toont welke foto\u2019s op Flickr in datasets voor AI staan
Comment[pl]=Pokazuje, które zdjęcia z Flickra są w zbiorach danych dla AI
Comment[pt]=Mostra quais fotos do Flickr constam em conjuntos de dados para IA
Comment[zh_CN]=查看哪些 Flickr 照片被列入 AI 数据集
Comment[zh_TW]=查看哪些 Flickr 照片被列入 AI 資料集
Exec={command}
Icon={icon}
Terminal=false
StartupNotify=false
Categories=Graphics;Photography;
Keywords=flickr;photo;dataset;privacy;AI;
"""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$"})


def menu_entry(command: tuple[str, ...], icon: str) -> str:
    """Return the file's content.

    Args:
        command: the program and its arguments; icon: its name in the icon theme, or the path of a picture.
    """
    return _ENTRY.format(command=" ".join(map(_word, command)).replace("\\", "\\\\"), icon=icon)


def install_menu_entry(plan: Plan) -> Path:
    """Write the entry of this person, for the very Inset that the service runs, and return its path."""
    variables = tuple(f"{name}={value}" for name, value in plan.environment.items())
    program = plan.command[: plan.command.index("serve")]
    command = (*(("env", *variables) if variables else ()), *program, "open", "--start")
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    icon = Path(inset.__file__).parent / "server" / "web" / "icon.svg"
    replace_file(file, menu_entry(command, str(icon)).encode(), mode=0o644)
    return file


def remove_menu_entry() -> None:
    """Remove the entry of this person, if it is there."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data else Path.home() / ".local" / "share") / "applications" / "inset.desktop"


def _word(word: str) -> str:
    """A word in double quotes where it needs them; `%` would begin a field code."""
    if word and word.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return word
    return '"' + word.translate(_ESCAPED).replace("%", "%%") + '"'
