"""The public site: what readers see of editions. It never shows a working copy but in a preview."""
