"""Identities: the accounts that an identity provider (OpenID Connect) may sign in, linked beforehand."""

from sqlalchemy import Column, Connection, ForeignKey, Table, Text, delete, insert, select

from models.base import metadata
from models.user import users

# The issuer stands beside the subject: another provider's subject of the same name is somebody else.
identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, unique=True),
)


def linked(connection: Connection, issuer: str, subject: str) -> tuple[str, str] | None:
    """Id and name of the account that this identity signs in to."""
    row = connection.execute(
        select(users.c.id, users.c.name)
        .join(identities, identities.c.user_id == users.c.id)
        .where(identities.c.issuer == issuer, identities.c.subject == subject, users.c.disabled_at.is_(None))
    ).first()
    return (row.id, row.name) if row else None


def subject_of(connection: Connection, user_id: str) -> str | None:
    """The subject that an account is linked to."""
    found: str | None = connection.execute(select(identities.c.subject).where(identities.c.user_id == user_id)).scalar()
    return found


def link(connection: Connection, user_id: str, issuer: str, subject: str | None) -> None:
    """Link the account to this subject in place of the one before; None: to no one."""
    connection.execute(delete(identities).where(identities.c.user_id == user_id))
    if subject:
        connection.execute(insert(identities).values(issuer=issuer, subject=subject, user_id=user_id))
