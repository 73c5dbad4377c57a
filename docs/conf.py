"""How Sphinx builds the site: Markdown through MyST, the theme furo, and nothing loaded from another host."""

project = "claimcheck"
author = "the claimcheck project"
extensions = ["myst_parser"]
exclude_patterns = ["pagewriter", "**/README.md"]

myst_heading_anchors = 3  # `page.md#a-heading` can be linked, and a link to no heading fails the build
nitpicky = True

html_theme = "furo"
html_title = "claimcheck"
html_show_sphinx = False
html_copy_source = False
html_last_updated_fmt = None  # the same sources give the same pages
