"""The settings: one frozen object, read from environment variables that begin with YIZHAN_."""

import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from models.start_up import SHORTEST_SECRET, setting_problems


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
    database_url: str = Field(
        "",
        pattern=r"^(sqlite://.*|postgresql(\+psycopg)?://.+)?$",
        description="SQLAlchemy's form; empty: an SQLite file in the data folder",
    )
    secret_key: str = Field(
        "", repr=False, description="signs forms; production wants 32 random characters, others make one up"
    )
    base_url: str = Field("http://127.0.0.1:8000", description="the public address, as links and QR codes say it")
    proxies: int = Field(0, ge=0, le=9, description="trusted reverse proxies in front")
    limiter_url: str = Field(
        "memory://", description="where rates are counted; a shared store when several web processes run"
    )
    upload_bytes: int = Field(20_000_000, gt=0, description="the largest upload")
    scanner: str = Field(
        "",
        pattern=r"^(tcp://[^/]+|unix:/.+)?$",
        description="a virus scanner that speaks clamd's INSTREAM; empty: none",
    )
    witness_url: str = Field(
        "", pattern=r"^(https?://.+)?$", description="where each checkpoint of the history is posted; empty: nowhere"
    )
    witness_mail: str = Field(
        "", description="addresses that are sent each day's newest checkpoint, with commas between; empty: none"
    )
    leaked_passwords: Path | None = Field(
        None, description="SHA-1 digests of passwords from breaches, sorted; empty: only the common ones are refused"
    )
    security_contact: str = Field(
        "",
        pattern=r"^((mailto:|https://|tel:)[!-~]+)?$",
        description="who is told of a hole, for security.txt; empty: there is no such page",
    )
    processes: int = Field(1, ge=1, le=999, description="how many web processes run on the database, on all machines")
    second_factor: Literal["auto", "required", "off"] = Field(
        "auto", description="authenticator codes for all who decide or administer; auto: required in production only"
    )
    smtp_host: str = Field("", description="a mail server that takes letters from here; empty: no mail is sent")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to it is guarded; none in production on this machine only"
    )
    smtp_user: str = Field("", description="signs in there as; empty: not at all")
    smtp_password: str = Field("", repr=False, description="the same, the password")
    smtp_from: str = Field("", description="whom letters come from: an address, or `Name <address>`")
    registration: Literal["auto", "on", "off"] = Field(
        "auto", description="applicants register themselves: on, off, or everywhere but in production"
    )
    oidc_issuer: str = Field("", description="an OpenID Connect provider's address; empty: no sign-in by it")
    oidc_client_id: str = Field("", description="as the provider knows this installation")
    oidc_client_secret: str = Field("", repr=False, description="the same, its secret")

    _made_up: bool = PrivateAttr(False)

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            wrong = "; ".join(f"YIZHAN_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
            raise WrongSetting(f"设置有误，见 README 的“设置” · A setting is wrong, see README: {wrong}") from error

    @model_validator(mode="after")
    def _fill(self) -> Self:
        fill = object.__setattr__  # frozen from here on
        fill(self, "data_dir", self.data_dir.expanduser().absolute())
        if not self.database_url:
            file = URL.create("sqlite", database=str(self.data_dir / "yizhan.db"))
            fill(self, "database_url", file.render_as_string())
        if not self.secret_key and not self.production:
            fill(self, "secret_key", secrets.token_hex(SHORTEST_SECRET))
            self._made_up = True
        return self

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def simulated(self) -> bool:
        return self.clock == "simulated"

    @property
    def secret_made_up(self) -> bool:
        """Whether the secret key lasts only as long as this process."""
        return self._made_up

    @property
    def asks_second_factor(self) -> bool:
        return self.second_factor == "required" or (self.second_factor == "auto" and self.production)

    @property
    def mail(self) -> bool:
        """Whether letters can be sent."""
        return bool(self.smtp_host)

    @property
    def smtp_sender(self) -> str:
        """The bare address that letters come from."""
        return parseaddr(self.smtp_from)[1]

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Whom each day's newest checkpoint is sent to."""
        return tuple(dict.fromkeys(one.strip() for one in self.witness_mail.split(",") if one.strip()))

    @property
    def takes_registrations(self) -> bool:
        return self.registration == "on" or (self.registration == "auto" and not self.production)

    @property
    def oidc(self) -> bool:
        """Whether people may sign in by an identity provider."""
        return bool(self.oidc_issuer)

    def problems(self) -> list[str]:
        """Why a server must not start with these settings, a sentence each; empty when it may."""
        return setting_problems(self)
