"""Sends what is due in a process of its own, to be killed by the mail server. Arguments: address, port, data folder."""

import sys
from pathlib import Path

from models.database import connect
from models.settings import Settings
from scheduler.post import Post


def settings(port: int, folder: Path) -> Settings:
    return Settings(
        env="test", clock="simulated", data_dir=folder, secret_key="only in tests", smtp_host="127.0.0.1",
        smtp_port=port, smtp_security="none", smtp_from="驿站 <yizhan@example.invalid>",
        base_url="https://yizhan.example",
    )  # fmt: skip


if __name__ == "__main__":
    Post(connect(sys.argv[1], simulated=True), settings(int(sys.argv[2]), Path(sys.argv[3])))()
