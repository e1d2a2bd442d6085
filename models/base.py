"""The one metadata, and the two column types that every table shares."""

from sqlalchemy import BigInteger, Integer, MetaData

# Constraints have names, so that migrations can speak of them on every database.
metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "ck": "%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_known",
        "pk": "%(table_name)s_key",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")

# Instants are microseconds since 1970 UTC: one type, one order, one arithmetic on every database.
Instant = BigInteger
