"""Themes of the reader's own: dark, light, of high contrast, of colours that people who see few colours tell apart.

Every text has at least a contrast of 4.5 : 1 to what is behind it, on the cursor's line too, and 7 : 1 in those of high
contrast (WCAG 2.2, 1.4.3 and 1.4.6).

The colours of the latter are Okabe and Ito's, "Color Universal Design" (2008).
"""

from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = Theme(
    "newsreader-dark",
    primary="#0178d4",
    secondary="#004578",
    accent="#ffa62b",
    warning="#ffa62b",
    error="#ba3c5b",
    success="#4ebf71",
    foreground="#e0e0e0",
    dark=True,
    variables={"text-muted": "#bcbcbc", "text-disabled": "#bcbcbc", "text-error": "#f3adbc"},
)
LIGHT: Final = Theme(
    "newsreader-light",
    primary="#004578",
    secondary="#0178d4",
    accent="#b05c00",
    warning="#8a4b00",
    error="#a02040",
    success="#1c6b35",
    foreground="#1f1f1f",
    background="#f4f4f4",
    surface="#ececec",
    panel="#dedede",
    dark=False,
    variables={"text-muted": "#4d4d4d", "text-disabled": "#4d4d4d", "text-accent": "#7a3f00"},
)

THEMES: Final = (
    DARK,
    LIGHT,
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
        variables={"text-muted": "#e6e6e6", "text-disabled": "#e6e6e6"},
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
        variables={"text-muted": "#262626", "text-disabled": "#262626"},
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
        variables={"text-muted": "#b4b4b4", "text-disabled": "#b4b4b4"},
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
        variables={"text-muted": "#4d4d4d", "text-disabled": "#4d4d4d"},
    ),
)

AVAILABLE: Final = {**BUILTIN_THEMES, **{theme.name: theme for theme in THEMES}}
"""The reader's own and Textual's, by name."""


def theme_problem(name: str | None) -> str | None:
    """Why the theme that config.toml names cannot be had, None where it can, or where none is named."""
    if name is None or name in AVAILABLE:
        return None
    return f"config.toml: there is no theme “{name}”; the reader's palette lists them."
