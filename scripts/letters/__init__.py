# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Holds the letters against judges that nobody here wrote, and makes pictures of them.

Every module is a command: `PYTHONPATH=scripts .venv/bin/python -m letters.NAME --help`. See docs/letters.md.

  matrix         renders every letter x locale x fixture into a folder (what the others read)
  preview        screenshots and a gallery, in preview-out/
  overflow       nothing hangs over or is cut off at 360 px, in Chromium
  validator      the Nu HTML checker
  sizes          bytes of HTML, of styles, of the whole mail; lengths of its lines
  accessibility  axe-core in Chromium, light and dark
  spam           SpamAssassin, local rules only
  textpart       every fact that the HTML shows is in the text part
  pictures       the README's pictures

browser, hard, finding and wording hold what several of them share.
"""
