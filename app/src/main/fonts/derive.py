#!/usr/bin/env python3
"""Makes the three fonts beside this file from Inter as published in npm's @expo-google-fonts/inter.

    pip install fonttools && npm pack @expo-google-fonts/inter && tar xzf expo-google-fonts-inter-*.tgz
    python3 derive.py package .

An invoice is columns of figures, and a renderer that looks for ligatures in each word spends most of
its time there. So: the digits are Inter's own tabular ones, a narrow no-break space (it parts
thousands in French) is a fifth of an em instead of an eighth, layout tables and hinting are left out.
The modifier apostrophe U+02BC gets a glyph of its own, since text copied from a page is found by glyph
and would otherwise hold it wherever the page has the common apostrophe U+2019.
No glyph is drawn anew. The licence (OFL.txt) reserves no font name.
"""
import copy
import sys
from fontTools import subset
from fontTools.ttLib import TTFont


def copy_of(font, glyph):
    name = glyph + ".copy"
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"][name] = copy.deepcopy(font["glyf"][glyph])
    font["hmtx"][name] = font["hmtx"][glyph]
    return name


source, target = sys.argv[1:3]
for weight in ("400Regular", "600SemiBold", "700Bold"):
    font = TTFont(f"{source}/{weight}/Inter_{weight}.ttf", recalcTimestamp=False)
    glyphs = font.getBestCmap()
    remapped = {digit: glyphs[digit] + ".tf" for digit in range(ord("0"), ord("9") + 1)}
    remapped[0x02BC] = copy_of(font, glyphs[0x02BC])
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(remapped)
    narrow_space = font.getBestCmap()[0x202F]
    font["hmtx"][narrow_space] = (font["head"].unitsPerEm // 5, 0)
    options = subset.Options()
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT"]
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys())
    subsetter.subset(font)
    font.save(f"{target}/Inter-{weight[3:]}.ttf")
