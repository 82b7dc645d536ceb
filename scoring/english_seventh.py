"""English as rubric 19 reads it: denials that govern a whole list, or point back to what was said before."""

from __future__ import annotations

from dataclasses import replace

from .english_sixth import ENGLISH_SIXTH
from .grammar import phrases, words

ENGLISH_SEVENTH = replace(
    ENGLISH_SIXTH,
    nobodies=words("nobody"),
    fronted=words("no never nor neither not"),
    doing=words("do does did will would shall is are was were"),
    leading=words("of at on under in by for with to"),
    turned_subjects=words("i we you they he she it there"),
    # "Nobody here treats a back before finding out …" has it found out.
    far_ends=words("before"),
    undoing=words(
        "without until unless except only just alone merely simply leave leaves leaving omit omitting skip skips "
        "skipping forget forgetting ignore ignoring neglect neglecting overlook overlooking miss missing avoid "
        "avoiding refuse guess guessing assume assuming presume"
    ),
    relatives=words("what"),
    received=words("get find see have give"),
    wrongly=words("wrong mistaken mad daft foolish silly naive"),
    thought=words("think believe expect assume suppose imagine hope"),
    addressees=words("you your yours yourself u ur anyone anybody"),
    practised=words(
        "do offer treat test check teach practise practice provide touch bother believe hold subscribe buy care go "
        "deal trust accept follow"
    ),
    handled=words("treat test check touch"),
    pointed=words("it that this them those these both either word"),
    pointed_all=words("both either word"),
    stressing=words("really actually even ever personally generally normally usually myself ourselves much"),
    trailing=words(
        "here myself ourselves anymore more any at all either though now mind off from me us sorry personally"
    ),
    # A case, a reason or a purpose: "if it hurts I do not do it", "it slides, so I do not do it".
    grounds=words("if when unless until because since so where whenever"),
    persons=words(
        "mother mothers father fathers mum mums dad dads parent parents grandmother grandfather child children kid "
        "kids baby babies boy boys girl girls son daughter husband wife farmer farmers jockey jockeys nurse nurses "
        "driver drivers dancer dancers worker workers pupil pupils student students player players gardener "
        "gardeners farrier farriers groom grooms builder builders cyclist cyclists swimmer swimmers rower rowers "
        "golfer golfers climber climbers soldier soldiers sitter sitters sufferer sufferers"
    ),
    likening=words("as like than unlike same"),
    alone=words("only just mostly mainly purely solely merely"),
    then=words("when before once until used formerly for"),
    then_phrases=phrases("used to"),
)
