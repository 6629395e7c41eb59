"""One file of a folder's files with the checksum of each, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003
from typing import IO, Annotated

from pydantic import BaseModel, Field, NonNegativeInt, StringConstraints, ValidationError

from bot.errors import BackupError
from index import __version__

FORMAT = 1
"""To be raised when an older program couldn't read what is written."""

MANIFEST = "manifest.json"

LONGEST_MANIFEST = 1_000_000
"""Bytes; that of an index with its two models and a memory has 1,500."""

CHUNK = 1 << 20
PLAIN = ".onnx"
"""Files that aren't compressed: models shrink to .84, an index to .32, and they take nearly all the time."""

LEVEL = 1
"""zlib's fastest."""

MEND = "take another backup"

Name = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$")
]
"""A path below the folder, which can't lead out of it."""


class FileRecord(BaseModel):
    """What a file of the archive must be: its size in bytes and its sha256 (hex)."""

    bytes: NonNegativeInt
    sha256: str


class Manifest(BaseModel):
    """What stands in the archive beside the files; ``made`` is a time in ISO 8601."""

    format: int = FORMAT
    rapporteur: str = __version__
    made: str = Field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    files: dict[Name, FileRecord]


def write(folder: Path, file: Path) -> None:
    """Put every file below ``folder`` into ``file``, which only its owner reads.

    Raises:
        OSError: it can't be written.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            _write(folder, stream)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _write(folder: Path, stream: IO[bytes]) -> None:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        files = {
            name: _packed(archive, path, name)
            for path in paths
            if (name := path.relative_to(folder).as_posix())
        }
        archive.writestr(MANIFEST, Manifest(files=files).model_dump_json(indent=1))


def _packed(archive: zipfile.ZipFile, path: Path, name: str) -> FileRecord:
    size, sha256 = 0, hashlib.sha256()
    entry = zipfile.ZipInfo.from_file(path, name)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix == PLAIN else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            sha256.update(chunk)
            size += len(chunk)
    return FileRecord(bytes=size, sha256=sha256.hexdigest())


def unpack(file: Path, folder: Path) -> list[str]:
    """Put what ``file`` holds into an empty folder, each file compared with its checksum; gives the names.

    Raises:
        BackupError: it isn't a backup, not as it was written, or of a newer program.
        OSError: it can't be read, or the folder not written.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            for name, record in manifest.files.items():
                _unpack_one(archive, name, record, folder / name)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError) as error:
        raise BackupError(f"{file}: not a backup, or damaged ({_first_line(error)}); {MEND}") from error
    return list(manifest.files)


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    with archive.open(MANIFEST) as stream:
        manifest = Manifest.model_validate_json(stream.read(LONGEST_MANIFEST))
    if manifest.format != FORMAT:
        raise BackupError(
            f"{file}: of format {manifest.format}, made by rapporteur {manifest.rapporteur}; this program "
            f"reads format {FORMAT}: upgrade it"
        )
    return manifest


def _unpack_one(archive: zipfile.ZipFile, name: str, record: FileRecord, path: Path) -> None:
    """Never more than the recorded size is written, whatever the archive holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    left, sha256 = record.bytes, hashlib.sha256()
    with archive.open(name) as source, path.open("wb") as target:
        while left and (chunk := source.read(min(left, CHUNK))):
            target.write(chunk)
            sha256.update(chunk)
            left -= len(chunk)
        if source.read(1) or left or sha256.hexdigest() != record.sha256:
            raise ValueError(f"{name} isn't as it was saved")


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "its manifest can't be read"
    return str(error).partition("\n")[0] or type(error).__name__
