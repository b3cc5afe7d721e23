import pytest

from brep_metrics.methodology import parse_methodology


@pytest.fixture
def methodology_of():
    """Makes a methodology from the lines after its id: one root `index` unless the lines declare nodes."""

    def make(lines, *, indicators=(), root="arithmetic"):
        parts = (
            ['id = "test"', lines]
            if "[[node]]" in lines
            else ['id = "test"', lines, "[[node]]", 'code = "index"', f'aggregate = "{root}"']
        )
        for indicator in indicators:
            parts += ["[[indicator]]", indicator if "parent" in indicator else f'{indicator}\nparent = "index"']
        return parse_methodology("\n".join(parts), file="test.toml")

    return make
