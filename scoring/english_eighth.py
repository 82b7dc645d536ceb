"""English as rubric 20 reads it: what notes tell makes sentences of them, and what is typed into search boxes none."""

from __future__ import annotations

from dataclasses import replace

from .english_seventh import ENGLISH_SEVENTH
from .grammar import phrases, words

SEARCHED = frozenset(phrases("near me | near you"))

ENGLISH_EIGHTH = replace(
    ENGLISH_SEVENTH,
    searched=SEARCHED,
    unspoken=SEARCHED | frozenset(phrases("it band | it bands")),
    stray_speakers=1,
    moving_on=words("then next afterwards after finally lastly"),
    telling=words(
        "ache aches add arches ask asked asks attaches burns carries check checked checks compare compares "
        "compensates complains compresses confirm confirms crosses drags drops eases else feel feels felt find finds "
        "fires flattens follow follows forgets gets give given gives goes guards held hides hitches hold hollows hurt "
        "hurts is jams joins keep keeps lands leans lengthen lengthens lets lies lift lifts load loads locate look "
        "looks lost made make makes meets melts misses needed nil not nothing overwork overworked overworks "
        "palpate pays press pressed presses pull pulled pulls quits radiates reaches recheck refer refers retest "
        "retested rolls rotates runs see seen send sends sets shared shares shorten shortens shoots show shown shows "
        "sink sits skip slips spreads squeezed steers strengthen sticks stops suffers sways takes tells test tested "
        "tests throw throws tightens tilts tip tipped tips told travels treat treated tugs turns twists wait wakes "
        "weakens works"
    ),
)
