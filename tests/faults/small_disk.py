"""A disk of few megabytes, that can be filled to its last page and emptied again; only root may mount one."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

NONE = "no small disk: mounting a tmpfs of the test's own needs Linux and root"


class SmallDisk:
    """Mounted in a folder of its own; OSError or CalledProcessError where this machine doesn't allow it."""

    def __init__(self, megabytes: int) -> None:
        self._options = f"size={megabytes}m,mode=755"

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="yizhan-disk-"))
        try:
            mount = ["mount", "-t", "tmpfs", "-o", self._options, "tmpfs", str(self.folder)]
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            self.folder.rmdir()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        self.folder.rmdir()

    def fill(self) -> None:
        """Take all that is left."""
        with (self.folder / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(self.folder).free)

    def clear(self) -> None:
        (self.folder / "filler").unlink()
