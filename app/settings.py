"""One `Settings`, read from the environment (LANDSCAPE_…). Relative paths start at the folder of the command."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import FieldProblem, InvalidInput

ROOT = Path(__file__).resolve().parent.parent
"""The folder with templates/, static/, migrations/ and data/."""

PREFIX = "LANDSCAPE_"


class Settings(BaseSettings):
    """What a deployment may choose. The description of each field is its line in the README's table."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = Field(
        default="sqlite:///var/landscape.db",
        description="`sqlite:///path` or `postgresql://user:password@host/name`",
        repr=False,  # it may hold a password, and settings end up in logs
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="the address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="the port to listen on")
    data_dir: Path = Field(default=Path("data"), description="the folder of the data files")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="`debug`, `info`, `warning` or `error`"
    )

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        """Accepts the two engines that every test runs on, and the short spelling that hosting platforms hand out."""
        if url.startswith("postgres://"):
            url = "postgresql://" + url.removeprefix("postgres://")
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("a database address such as sqlite:///var/landscape.db") from None
        if parsed.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise ValueError("an address that begins with sqlite:// or postgresql://")
        if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
            raise ValueError("an SQLite file: a database in memory is gone when the process ends")
        return url


def read_settings() -> Settings:
    """Reads the environment; a value that does not fit is named together with its variable, never with a traceback."""
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            FieldProblem(
                field=PREFIX + str(each["loc"][0]).upper(),
                # an address may hold a password: it is not repeated
                value="…" if each["loc"][0] == "database_url" else str(each["input"]),
                expected=each["msg"].removeprefix("Value error, "),
            )
            for each in error.errors()
        ]
        raise InvalidInput("; ".join(map(str, problems)), problems) from None
