"""CSS selectors that the user has written, and what is wrong with them."""

from collections.abc import Mapping, Sequence

from newsreader.config.toml_lines import Place
from newsreader.config.toml_source import ProblemList, TomlSource
from newsreader.core.text import clean_line


def note_faulty(
    source: TomlSource, problems: ProblemList, place: Place, selectors: Mapping[str, Sequence[str]]
) -> None:
    """Add a problem for each of `selectors`, under the keys of `place`, that cannot be read. It is kept as it is.

    So nothing is read where it should have led, rather than what one finds without it.

    A namespace ("article|li") is left to whoever uses the selector: not every document lacks it.
    """
    if not selectors:
        return
    from cssselect import HTMLTranslator, SelectorError

    for key, written in selectors.items():
        for selector in written:
            try:
                HTMLTranslator().css_to_xpath(selector)
            except SelectorError as error:
                fault = f"“{clean_line(selector, 80)}” is not a CSS selector ({clean_line(str(error), 120)})."
                problems.add(source.line(*place, key), key, f"{fault} Nothing is read with it until it is right.")
