"""Looking for what was given in all that is kept."""

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url

from storage.schema import metadata
from storage.sealing import seal_for
from tests.databases import keys_of


def every_row(url: str) -> str:
    """All of every table, as text; what is sealed is opened."""
    address = make_url(url)
    seal = seal_for(address, keys_of(url))
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.connect() as connection:
        values = [
            value
            for table in metadata.sorted_tables
            for row in connection.execute(select(*table.columns))
            for value in row
        ]
    engine.dispose()
    return "\n".join(seal.open(each) if isinstance(each, str) else str(each) for each in values)
