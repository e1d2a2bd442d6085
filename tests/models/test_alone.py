"""Administrators' roles: the database's list of them is the law's."""

from models.alone import ADMIN_ROLES
from workflows import actors


def test_the_two_lists_of_admin_roles_agree() -> None:
    assert set(ADMIN_ROLES) == actors.ADMIN_ROLES
