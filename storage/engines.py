"""What every engine has in common: a driver's error is named for what went wrong."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.trouble import name_trouble, unreachable
from storage.urls import masked


def make_engine(url: URL, **options: Any) -> Engine:
    """An engine that raises `DatabaseTrouble` for what is not a fault of ours."""
    engine = create_engine(url, hide_parameters=True, **options)
    where = masked(url)

    @event.listens_for(engine, "handle_error")
    def name_it(context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if context.is_pre_ping or not isinstance(error, DBAPIError):
            return
        trouble = name_trouble(error, where)
        if trouble is None and context.connection is None and isinstance(error, OperationalError):
            trouble = unreachable(where, error.orig)
        if trouble is not None:
            raise trouble from error

    return engine
