"""Themes of the reader's own: of high contrast, and of colours that people who see few colours tell apart.

The colours of the latter are Okabe and Ito's, "Color Universal Design" (2008).
"""

from typing import Final

from textual.theme import Theme

THEMES: Final = (
    Theme(
        "high-contrast",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ffffff",
        success="#00ffff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#333333",
        dark=True,
    ),
    Theme(
        "high-contrast-light",
        primary="#00008b",
        secondary="#4b0082",
        accent="#00008b",
        warning="#5c0000",
        error="#5c0000",
        success="#003300",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#cccccc",
        dark=False,
    ),
    Theme(
        "colour-blind-dark",
        primary="#56b4e9",
        secondary="#f0e442",
        accent="#e69f00",
        warning="#f0e442",
        error="#e69f00",
        success="#56b4e9",
        foreground="#e6e6e6",
        background="#121212",
        surface="#1b1b1b",
        panel="#2a2a2a",
        dark=True,
    ),
    Theme(
        "colour-blind-light",
        primary="#0072b2",
        secondary="#7a4a00",
        accent="#0072b2",
        warning="#a34700",
        error="#a34700",
        success="#0072b2",
        foreground="#1a1a1a",
        background="#fafafa",
        surface="#f2f2f2",
        panel="#e0e0e0",
        dark=False,
    ),
)
