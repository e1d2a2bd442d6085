"""The settings: one frozen object, read from environment variables that begin with YIZHAN_."""

import secrets
from pathlib import Path
from typing import Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 12
"""Different ones in a secret: a placeholder or a held-down key has fewer."""


class WrongSetting(ValueError):
    """A variable holds what it can't mean."""


class Settings(BaseSettings):
    """Each field's description is what the README's table says of it."""

    model_config = SettingsConfigDict(env_prefix="YIZHAN_", env_ignore_empty=True, frozen=True, extra="forbid")

    env: Literal["production", "demo", "test"] = Field("production", description="what this installation is for")
    clock: Literal["real", "simulated"] = Field(
        "real", description="case time: the database's, or one that `yizhan tick --until` moves"
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("yizhan", appauthor=False),
        description="uploads, keys, default database; made when missing",
    )
    database_url: str = Field("", description="SQLAlchemy's form; empty: an SQLite file in the data folder")
    secret_key: str = Field(
        "", repr=False, description="signs forms; production wants 32 random characters, others make one up"
    )
    base_url: str = Field("http://127.0.0.1:8000", description="the public address, as links and QR codes say it")
    proxies: int = Field(0, ge=0, le=9, description="trusted reverse proxies in front")
    limiter_url: str = Field(
        "memory://", description="where rates are counted; a shared store when several web processes run"
    )
    upload_bytes: int = Field(20_000_000, gt=0, description="the largest upload")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            wrong = "; ".join(f"YIZHAN_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
            raise WrongSetting(wrong) from error

    @model_validator(mode="after")
    def _fill(self) -> Self:
        fill = object.__setattr__  # frozen from here on
        fill(self, "data_dir", self.data_dir.expanduser().absolute())
        if not self.database_url:
            file = URL.create("sqlite", database=str(self.data_dir / "yizhan.db"))
            fill(self, "database_url", file.render_as_string())
        if not self.secret_key and not self.production:
            fill(self, "secret_key", secrets.token_hex(SHORTEST_SECRET))
        return self

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def simulated(self) -> bool:
        return self.clock == "simulated"

    def problems(self) -> list[str]:
        """Why a production server must not start with these settings, a sentence each; empty when it may."""
        if not self.production:
            return []
        return [sentence for wrong, sentence in self._checks() if wrong]

    def _checks(self) -> list[tuple[bool, str]]:
        weak = len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < FEWEST_CHARACTERS
        return [
            (not self.secret_key, NO_SECRET),
            (bool(self.secret_key) and weak, WEAK_SECRET),
            (self.simulated, SIMULATED_CLOCK),
        ]


HOW = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
NO_SECRET = (
    f"生产环境必须设置 YIZHAN_SECRET_KEY，可用后面的命令生成 · Production needs YIZHAN_SECRET_KEY; make one with: {HOW}"
)
WEAK_SECRET = (
    f"YIZHAN_SECRET_KEY 太短或太简单，至少 {SHORTEST_SECRET} 个随机字符 · "
    f"YIZHAN_SECRET_KEY is too short or too simple: {SHORTEST_SECRET} random characters at least, from: {HOW}"
)
SIMULATED_CLOCK = (
    "生产环境不得使用模拟时钟：请去掉 YIZHAN_CLOCK=simulated · "
    "Production must not run on a simulated clock: unset YIZHAN_CLOCK, or set YIZHAN_ENV=demo"
)
