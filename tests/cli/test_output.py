"""What commands print on standard output."""

from __future__ import annotations

import pytest

from pomegraph.cli.output import print_bytes, print_line, print_table


@pytest.mark.parametrize(
    ("data", "printed"), [(b"a", b"a\n"), (b"a\n", b"a\n"), (b"", b""), (b"\xff\r\n", b"\xff\r\n")]
)
def test_answer_is_printed_as_it_is_and_its_last_line_is_ended(
    capfdbinary: pytest.CaptureFixture[bytes], data: bytes, printed: bytes
) -> None:
    print_bytes(data)

    assert capfdbinary.readouterr().out == printed


def test_long_text_is_not_wrapped_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["a", "b"], [["x" * 500, "[red]y[/red]"]])
    out = capsys.readouterr().out

    assert f"│ {'x' * 500} │ [red]y[/red] │" in out
    assert out.count("\n") == 5


def test_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["\x9bdrug"], [["a\x1b[2Jb", "\u202eevil\u2066\r\x07", "ESC"][:1], ["\u202eevil\u2066\x07"]])
    print_line("c\x1b]0;title\x07")
    out = capsys.readouterr().out

    assert "<U+009B>drug" in out
    assert "a<U+001B>[2Jb" in out
    assert "<U+202E>evil<U+2066><U+0007>" in out
    assert "c<U+001B>]0;title<U+0007>" in out
    assert not set("\x1b\x07\x9b\u202e\u2066") & set(out)


def test_table_without_rows_has_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["drug"], [])

    assert "┃ drug ┃" in capsys.readouterr().out
