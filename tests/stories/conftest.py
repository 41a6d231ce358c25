import pytest

from tests.stories.hospital import Hospital


@pytest.fixture
def hospital(tmp_path):
    hospital = Hospital(tmp_path)
    yield hospital
    hospital.close()
