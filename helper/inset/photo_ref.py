"""Photo IDs, and every URL shape that names exactly one Flickr photo.

`extension/src/shared/photo-ref.ts` is this file in TypeScript, function by function; the cases in
`tests/vectors/photo_refs.json` hold both of them, and the bulk expressions of the readers, to the same answers.

The grammar (ASCII only; hosts in any case, paths in exactly this case; empty path segments are skipped)::

    url        = [ [ "http:" | "https:" ] "//" [ user-info "@" ] ] host [ ":" port ] [ path ] [ "?" query ] [ "#" .. ]
               | path                                  when the page that holds it is Flickr's
    page       = ("photos" | "photo" | "videos") "/" user "/" ID [ "/" anything ]     user is none of NOT_A_USER
               | ("photo" | "photo_zoom" | "photo_exif" | "photo_edit" | "video_download") ".gne?id=" ID
               | "photo.gne?short=" base58
               | "apps/video/stewart.swf?photo_id=" ID
               | "#/" page                             on m.flickr.com, the old mobile site
    frame      = "photos/" ID                          on embedr.flickr.com: what an embedded photo is shown by
    short      = "p/" base58                           on flic.kr
    image      = server "/" file                       on live.staticflickr.com, static.flickr.com,
                                                          farmN.staticflickr.com, farmN.static.flickr.com
               | farm "/" server "/" file              on cN.staticflickr.com
               | file                                  on photosNN.flickr.com
               | "video/" ID "/" secret [ "/" .. ]     on live.staticflickr.com
    file       = ID "_" secret [ "_" size [ "_" size ] ] [ "." extension ]
    proxy      = image-host "/" image                  on iN.wp.com
               | "?url=" image-url                     on flimg.flickr.com
               | "?src=" image-url                     on any other host: resizing scripts show that very photo
    archive    = "web/" [ when "/" ] url               on web.archive.org: a kept copy of a page, short link or image;
                                                          of the slashes behind its "http:" one may be missing
    when       = digits [ "*" | two letters "_" ] | "*"

Whatever is not in it names no photo: albums, sets, galleries, `/with/N`, archives, tags, pages of a list, people,
groups, buddy icons, cover photos, other hosts. There are no regular expressions, so no input makes parsing slow.

Source: Flickr's URL documentation (https://www.flickr.com/services/api/misc.urls.html) and the shapes that
flickr-url-parser 1.12 and gallery-dl have collected from the wild.
"""

from __future__ import annotations

from typing import Final

from inset.errors import PhotoRefInvalid
from inset.words.sentences import sentence

MAX_URL_LENGTH: Final = 4096
"""Longest URL that is looked at, in UTF-16 units (what JavaScript counts)."""

MAX_ID_DIGITS: Final = 12

BASE58: Final = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits of Flickr's short links, least first: no 0, O, I or l."""

_WHITESPACE: Final = " \t\n\r\f\v"
_UNCLEAN: Final = frozenset("\\\x7f").union(map(chr, range(33)))
_DIGITS: Final = frozenset("0123456789")
_HEX: Final = frozenset("0123456789abcdef")
_SIZE: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_BASE58_VALUES: Final = {digit: value for value, digit in enumerate(BASE58)}

_MOBILE_HOST: Final = "m.flickr.com"
_PAGE_HOSTS: Final = frozenset({"www.flickr.com", "flickr.com", _MOBILE_HOST, "secure.flickr.com"})
_FRAME_HOST: Final = "embedr.flickr.com"
_SHORT_HOSTS: Final = frozenset({"flic.kr", "www.flic.kr"})

NOT_A_USER: Final = frozenset(
    {
        "tags", "albums", "sets", "galleries", "gallery", "archives", "groups", "people", "with", "in", "search",
        "upload", "organize", "friends", "contacts", "favorites", "map", "explore",
    }
)  # fmt: skip
"""Words that stand where a user's name would: `/photos/tags/2015` lists a tag, it is not photo 2015."""

_ARCHIVE_HOST: Final = "web.archive.org"

_GNE_PAGES: Final = frozenset({"photo.gne", "photo_zoom.gne", "photo_exif.gne", "photo_edit.gne", "video_download.gne"})
_DOT_SEGMENTS: Final = frozenset({".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"})
_IMAGE_EXTENSIONS: Final = frozenset({"jpg", "jpeg", "png", "gif", "tif", "tiff", "webp"})

_FAKE_SECRET: Final = "face"  # noqa: S105
"""Looks like a secret (all hexadecimal), but is what croppers of faces append: `ID_face_b.jpg`."""

_SECRET_LENGTH: Final = 10
"""Every secret in 130,000 published image URLs has this length. A URL on Flickr's own host may have any."""


def parse_photo_id(text: str) -> int | None:
    """The ID that a text of 1 to 12 ASCII digits without a leading zero is, else None."""
    if not 0 < len(text) <= MAX_ID_DIGITS or text[0] == "0" or not _only(text, _DIGITS):
        return None
    return int(text)


def parse_photo_ref(text: str) -> int:
    """The ID that a person means by a bare ID or by a URL.

    Raises:
        PhotoRefInvalid: it names no photo, or not exactly one.
    """
    ref = text.strip(_WHITESPACE)
    photo_id = parse_photo_id(ref)
    if photo_id is None:
        photo_id = photo_id_from_url(ref)
    if photo_id is None:
        shown = ref if len(ref) <= 80 else ref[:79] + "…"
        raise PhotoRefInvalid(sentence("list_no_single_photo", repr(shown)), hint=_hint(ref))
    return photo_id


def photo_id_from_url(url: str, *, base_is_flickr: bool = True) -> int | None:
    """The ID of the one photo that a URL names, else None. Never raises.

    Args:
        url: absolute, protocol-relative, without a scheme, or a path such as `/photos/user/123/`.
        base_is_flickr: the URL stands on one of Flickr's own pages, so that a path is a path on www.flickr.com.
    """
    if len(url) > MAX_URL_LENGTH or (not url.isascii() and _utf16_length(url) > MAX_URL_LENGTH):
        return None
    text = url.strip(_WHITESPACE)
    if not _UNCLEAN.isdisjoint(text):  # blanks, controls and backslashes: parsers differ on what they mean
        return None
    if text[:1] == "/" and text[:2] != "//":
        return _from_page(*_split_path(text)) if base_is_flickr else None
    host, rest = _split_host(text)
    is_archived = host == _ARCHIVE_HOST
    if is_archived:
        host, rest = _split_archived(rest)
    if not host:
        return None
    path, query = _split_path(rest[2:] if host == _MOBILE_HOST and rest.startswith("/#/") else rest)
    if host in _PAGE_HOSTS:
        return _from_page(path, query)
    if host == _FRAME_HOST:
        return parse_photo_id(path[1]) if len(path) == 2 and path[0] == "photos" else None
    if host in _SHORT_HOSTS:
        return base58_decode(path[1]) if len(path) == 2 and path[0] == "p" else None
    servers = _servers_before_file(host)
    if servers is not None:
        return _from_image(host, servers, path)
    return None if is_archived else _from_proxy(host, path, query)


def photo_id_from_file_name(name: str) -> int | None:
    """The ID in the name of a downloaded photo, else None.

    `ID.jpg`, `ID_secret.jpg`, `ID_secret_size.jpg`, each with folders in front and `#number` behind (a caption's). Any
    number may be a file's name: use this only where the format is known to name its files after Flickr's photos.
    """
    if len(name) > MAX_URL_LENGTH:
        return None
    text = name.strip(_WHITESPACE)
    start = max(text.rfind("/"), text.rfind("\\")) + 1
    text, mark, caption = text[start:].partition("#")
    if mark and not (caption and _only(caption, _DIGITS)):
        return None
    stem, dot, _ = text.rpartition(".")
    if not dot:
        return None
    if "_" in stem:
        return _from_image_file(text, _SECRET_LENGTH, _SECRET_LENGTH)
    return parse_photo_id(stem) if _is_image_extension(text) else None


def base58_encode(photo_id: int) -> str:
    """The code of a short link: `https://flic.kr/p/` + code.

    Raises:
        ValueError: the number is not positive.
    """
    if photo_id <= 0:
        raise ValueError("a photo ID is positive")
    code = ""
    while photo_id:
        photo_id, digit = divmod(photo_id, 58)
        code = BASE58[digit] + code
    return code


def base58_decode(code: str) -> int | None:
    """The photo ID behind a short link's code, else None. A leading zero (`1`) is refused, so codes are unique."""
    if not 0 < len(code) <= MAX_ID_DIGITS or code[0] == "1":
        return None
    photo_id = 0
    for digit in code:
        value = _BASE58_VALUES.get(digit)
        if value is None:
            return None
        photo_id = photo_id * 58 + value
    return photo_id if photo_id < 10**MAX_ID_DIGITS else None


def _from_page(path: list[str], query: str) -> int | None:
    """`/photos/<user>/<id>/…` and the old `.gne` pages."""
    if len(path) >= 3 and path[0] in ("photos", "photo", "videos"):
        return None if path[1] in NOT_A_USER else parse_photo_id(path[2])
    if len(path) == 1 and path[0] in _GNE_PAGES:
        number, short = _parameter(query, "id"), _parameter(query, "short")
        if number is not None and short is None:
            return parse_photo_id(number)
        if short is not None and number is None and path[0] == "photo.gne":
            return base58_decode(short)
        return None
    if path == ["apps", "video", "stewart.swf"]:
        number = _parameter(query, "photo_id")
        return parse_photo_id(number) if number is not None else None
    return None


def _from_image(host: str, servers: int, path: list[str]) -> int | None:
    """An image file behind `servers` numbers, or a video."""
    if host == "live.staticflickr.com" and len(path) >= 3 and path[0] == "video":
        return parse_photo_id(path[1]) if _is_secret(path[2], 2, 32) else None
    if len(path) != servers + 1:
        return None
    for number in path[:servers]:
        if len(number) > 6 or not _only(number, _DIGITS):
            return None
    return _from_image_file(path[servers], 2, 32)


def _from_image_file(name: str, shortest: int, longest: int) -> int | None:
    """`<id>_<secret>[_<size>[_<size>]][.<extension>]`, with a secret of `shortest` to `longest` characters."""
    stem = name
    if "." in name:
        if not _is_image_extension(name):
            return None
        stem = name[: name.rfind(".")]
    parts = stem.split("_", 5)
    if not 2 <= len(parts) <= 4 or not _is_secret(parts[1], shortest, longest):
        return None
    for size in parts[2:]:
        if not 0 < len(size) <= 3 or not _only(size, _SIZE):
            return None
    return parse_photo_id(parts[0])


def _from_proxy(host: str, path: list[str], query: str) -> int | None:
    """Another host that hands out one of Flickr's own image files."""
    if len(host) == 9 and host[0] == "i" and host[1] in _DIGITS and host[2:] == ".wp.com":
        inner = path[0].lower() if path and path[0].isascii() else ""
        servers = _servers_before_file(inner)
        return _from_image(inner, servers, path[1:]) if servers is not None else None
    value = _parameter(query, "url" if host == "flimg.flickr.com" else "src")
    if value is None:
        return None
    image = value.replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/")
    if _length_of_scheme(image) == 0:
        return None
    inner, rest = _split_host(image)
    servers = _servers_before_file(inner)
    return _from_image(inner, servers, _split_path(rest)[0]) if servers is not None else None


def _servers_before_file(host: str) -> int | None:
    """How many numbers stand in front of the file name on one of Flickr's image hosts; None for any other host."""
    if host in ("live.staticflickr.com", "static.flickr.com"):
        return 1
    name, _, domain = host.partition(".")
    if domain in ("staticflickr.com", "static.flickr.com"):
        if _is_numbered(name, "farm"):
            return 1
        return 2 if _is_numbered(name, "c") and domain == "staticflickr.com" else None
    return 0 if domain == "flickr.com" and _is_numbered(name, "photos") else None


def _split_host(text: str) -> tuple[str, str]:
    """Host in lower case and everything behind the authority; the host is empty where there is none to trust."""
    scheme = _length_of_scheme(text)
    has_slashes = scheme > 0 or text.startswith("//")
    start = scheme + 2 if has_slashes else 0
    end = start
    while end < len(text) and text[end] not in "/?#":
        end += 1
    authority = text[start:end]
    at = authority.rfind("@")
    if at >= 0 and not has_slashes:
        return "", ""
    host, colon, port = authority[at + 1 :].partition(":")
    if not host.isascii() or (colon and (len(port) > 5 or not _only(port, _DIGITS))):
        return "", ""
    return host.lower(), text[end:]


def _split_archived(text: str) -> tuple[str, str]:
    """Host and rest, as of `_split_host`, of the URL whose copy stands at a path of the web archive."""
    if not text.startswith("/web/"):
        return "", ""
    url = text[len("/web/") :]
    when, slash, behind = url.partition("/")
    if slash and _is_time_of_copy(when):
        url = behind
    scheme, colon, behind = url.partition(":")
    if colon and scheme.lower() in ("http", "https"):
        if behind[:1] != "/":
            return "", ""
        url = behind.removeprefix("/").removeprefix("/")
    return _split_host(f"//{url}")


def _is_time_of_copy(text: str) -> bool:
    """`20150101000000`, also shortened, with a letter pair that says how it is shown (`im_`), or a star for any."""
    if text == "*":
        return True
    number = text[:-3] if text[-1:] == "_" else text.removesuffix("*")
    kind = text[len(number) :]
    return (
        0 < len(number) <= 14
        and _only(number, _DIGITS)
        and (kind in ("", "*") or (kind[:2].isascii() and kind[:2].isalpha() and kind[:2].islower()))
    )


def _length_of_scheme(text: str) -> int:
    """Length of `http:` or `https:` where `//` follows it, else 0."""
    if text[:7].lower() == "http://":
        return 5
    return 6 if text[:8].lower() == "https://" else 0


def _split_path(text: str) -> tuple[list[str], str]:
    """Non-empty path segments, and the query. A path that climbs (`..`) has no segments."""
    fragment = text.find("#")
    if fragment >= 0:
        text = text[:fragment]
    path, _, query = text.partition("?")
    segments = [segment for segment in path.split("/") if segment]
    for segment in segments:
        if len(segment) <= 6 and segment.lower() in _DOT_SEGMENTS:
            return [], query
    return segments, query


def _parameter(query: str, name: str) -> str | None:
    """The value of a parameter that occurs exactly once, as it stands; else None."""
    prefix = name + "="
    found: str | None = None
    if prefix in query:
        for parameter in query.split("&"):
            if parameter.startswith(prefix):
                if found is not None:
                    return None
                found = parameter[len(prefix) :]
    return found


def _is_secret(text: str, shortest: int, longest: int) -> bool:
    return shortest <= len(text) <= longest and text != _FAKE_SECRET and _only(text, _HEX)


def _is_image_extension(name: str) -> bool:
    return name[name.rfind(".") + 1 :].lower() in _IMAGE_EXTENSIONS


def _is_numbered(name: str, word: str) -> bool:
    """`farm6`, `c1`, `photos12`: the word and one to three digits."""
    number = name[len(word) :]
    return name.startswith(word) and 0 < len(number) <= 3 and _only(number, _DIGITS)


def _only(text: str, characters: frozenset[str]) -> bool:
    return characters.issuperset(text)


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _hint(ref: str) -> str:
    if len(ref) == 17 and ref.startswith(("7215", "7217")):
        return "Seventeen digits that start with 7215 or 7217 are an album or a gallery; give one photo of it."
    if "/albums/" in ref or "/sets/" in ref or "/galleries/" in ref:
        return "That is an album or a gallery; open one photo of it and give its address."
    return "For example 990000000001 or https://www.flickr.com/photos/user/990000000001/"
