"""Small closed word lists of English grammar that every rubric shares."""

from __future__ import annotations

from .grammar import Grammar
from .grammar import words as _words

NEGATIONS = _words(
    "no not never without none neither nor hardly rarely seldom avoid avoids avoiding zero skip skips refuse "
    "nothing nobody"
)
# Denied, these say much; a denied drop is none at all.
DEGREES = _words("little sparing sparingly minimal minimally less modest limited scarcely")
ANSWER_PARTICLE_FOLLOWERS = _words("i we you it the this that they there not my our")
SCOPE_ENDS = _words(
    "but until till then because so when which who while although though however instead unless except whereas "
    "rather and since"
)
# After a negation these take the edge off: "no problem", "not only", "no rush", "not necessarily".
AFTER_NEGATION_NEUTRAL = _words(
    "problem only just limit rush hurry matter doubt necessarily worries worry issue trouble always uncommon "
    "unusual wonder rushed rushing stranger pain painful later more less longer merely simply surprisingly be sure "
    "unlike time one"
)
INSTEAD = (("rather", "than"), ("instead", "of"), ("as", "opposed", "to"))
PREDICATES = _words("used needed necessary something part required involved my our for welcome essential allowed what")
AUXILIARIES = _words("is are was were be do does did will would can could should has have am")
ASIDES = (
    ("other", "therapists"), ("some", "therapists"), ("other", "places"), ("other", "practitioners"),
    ("i", "used", "to"), ("we", "used", "to"), ("they", "used", "to"), ("used", "to", "do"),
    ("in", "school"), ("in", "college"), ("at", "college"), ("my", "colleague"), ("my", "colleagues"),
    ("my", "partner"), ("years", "ago"), ("most", "spas"), ("elsewhere",), ("was", "taught"), ("were", "taught"),
    ("in", "the", "past"), ("will", "tell", "you"), ("they", "say"), ("some", "say"), ("crowd",), ("supposedly",),
    ("down", "the", "road"), ("back", "in", "the"), ("years", "back"), ("when", "i", "trained"), ("my", "old"),
    ("in", "my", "training"), ("gave", "that", "up"), ("i", "have", "given", "up"), ("i", "stopped", "doing"),
    ("i", "no", "longer"), ("we", "no", "longer"),
    ("another", "therapist"), ("next", "door"), ("my", "physio"), ("my", "boss"), ("our", "competitors"),
    ("many", "therapists"), ("many", "practitioners"), ("other", "massage"), ("other", "clinics"), ("a", "friend"),
    ("my", "mate"), ("the", "lads"), ("people", "claim"), ("some", "claim"), ("in", "the", "old", "days"),
    ("before", "i", "retrained"), ("you", "ask"), ("you", "asked"), ("good", "question"),
    ("the", "question", "is"), ("clients", "ask", "us", "for"), ("textbooks",), ("i", "have", "read"),
    ("some", "use"), ("some", "people", "claim"), ("was", "how"), ("were", "how"),
    ("soon", "our"), ("soon", "we"), ("soon", "i"), ("will", "soon"), ("will", "be", "trained"), ("next", "year"),
    ("next", "month"), ("this", "autumn"), ("this", "spring"), ("coming", "soon"), ("i", "intend"), ("signed", "up"),
    ("hope", "to"), ("hoping", "to"), ("planning", "to"), ("about", "to", "start"), ("get", "round", "to"),
    ("want", "to", "learn"), ("going", "to", "learn"), ("like", "to", "learn"), ("will", "be", "offering"),
    ("back", "when"), ("i", "once"),
    ("long", "ago"), ("formerly",),
    ("previously",), ("our", "physio"), ("the", "physio"), ("my", "osteopath"), ("my", "wife"), ("my", "husband"),
    ("my", "sister"), ("my", "brother"), ("proper", "clinics"), ("experts", "say"), ("books", "say"),
    ("the", "book", "says"), ("google", "says"), ("the", "internet"), ("wikipedia",), ("chatgpt",),
    ("my", "instructor"), ("our", "teacher"), ("physios",), ("osteopaths",), ("chiropractors",),
    ("therapists", "who"),
    ("people", "who", "do"), ("the", "competition"), ("a", "colleague"), ("good", "therapists"),
    ("clinical", "therapists"), ("most", "therapists"),
    ("real", "therapists"), ("colleagues",), ("competitors",), ("the", "previous", "owner"), ("my", "predecessor"),
    ("my", "business", "partner"), ("the", "girl"), ("the", "guy"), ("the", "lady"), ("the", "other", "therapist"),
    ("one", "of", "our"), ("i", "was", "shown"),
    ("i", "am", "told"), ("apparently",),
    ("i", "have", "heard"), ("i", "read", "that"), ("i", "read", "somewhere"), ("on", "youtube"), ("influencers",),
)  # fmt: skip
ASIDE_ENDS = _words("but now today nowadays whereas however instead here although")
CONDITIONS = (
    ("if", "you", "ask"), ("if", "you", "prefer"), ("if", "you", "want"), ("if", "you", "like"), ("on", "request"),
    ("upon", "request"), ("for", "relaxation"), ("for", "a", "relaxation"), ("for", "relaxing"), ("for", "swedish"),
    ("for", "a", "swedish"), ("for", "a", "relaxing"), ("for", "pure", "relaxation"), ("unless",),
    ("if", "requested"), ("if", "someone"), ("if", "a", "client"), ("if", "clients"),
    ("if", "you", "would", "like"), ("for", "relaxation", "clients"), ("if", "they"),
)  # fmt: skip
FUNCTION_WORDS = _words(
    "teh adn becuase becasue til thats coz cos cuz wen u ur yur yor "
    "aye yup yep nope nah ayuh yeah please thanks nothing else everything something anything "
    "a an the and or but if so because as of in on at by to from for with without into onto over under between "
    "through throughout during before after until till while when where which who whom whose that this these those "
    "there here then than i me my mine we us our ours you your yours he him his she her it its they them their be "
    "am is are was were been being do does did done have has had having can could may might must shall should will "
    "would not no yes never none nor neither all any both each every some such only own same too very just also "
    "more most much many few little less least even still yet again once first last now how what why about up down "
    "out off across around along against per via usually often sometimes always mostly mainly normally typically "
    "generally rarely sure okay ok use uses using used get gets make makes let lets need needs want feel feels one "
    "two three like depends mind"
)
WRITERS = _words("i we")
NOWADAYS = _words("now nowadays today anymore")
PAST_VERBS = _words("kept held did was were had went swore thought taught told ran made gave took spent")
NOT_PAST = _words(
    "trained learned qualified studied stopped changed moved need used noticed switched need feed proceed"
)
THIRD_PERSONS = _words("they he she")
DETERMINERS = _words("the a an this that these those then so because when")
# Somebody speaking or being spoken to: rows of terms have none of these.
SPEAKERS = _words("i we you my our your me us he she they it is are was were be am can do does have has")
PERSONAL = SPEAKERS | _words(
    "not no will would may might who this there tend tends someone people when if which because so that makes make "
    "often usually sometimes commonly where common from"
)
JOINERS = _words("and or plus with also")
ENGLISH_SURE = FUNCTION_WORDS - _words("a me do no so on as an is in us or he my am was will per via")
# Everyday words within one slip of words that rubrics about the body tend to use.
PROTECTED = _words(
    "message messages messaged better butter letter later paper attack attacks second seconds facial facials facing "
    "facility faculty passage passages package packages process posting poster posters postal pasture imposture "
    "country county refused defers prefers prefer preferred preference deferred inferred offered suffer differs "
    "refer person persons presume pressing pleasure measure treasure muscular muesli mussels angle ankle angles "
    "ankles single signal relation relaxing relax retain remain released relate related relieved believes relieve "
    "sleeve releases thing things think thigh thighs though through height weight eight light tight night sight "
    "flight flexible reflex complex context extent extend content contact contract contrast consent confirm conform "
    "strong string spring strange stretch sketch stress press dress shirt short sport spots sports shoulder "
    "shoulders quality quantity quarter quarters quiet quite quick chest chess guests quest request place places "
    "plane planes house hours horse honour course cause causes clause pause because dessert desert lotions motions "
    "notions options potions portion portions nation nations stations rotation notation location vacation education "
    "medication meditation dedication indication creams dreams streams screams steam stream bottle battle settle "
    "little middle sitting setting fitting hitting getting letting putting cutting waiting writing walking talking "
    "working standing spending sending lending bending finding binding building heading healing heating hearing "
    "bearing wearing pelvic public politic elbow elbows below yellow follow hollow swallow shallow allow allows "
    "gentle gently mental rental dental lengthy strength length lengths patience patient patients patent parent "
    "parents tilted titled tilting filling pulling pushing feeling dealing pattern patterns eastern western lantern "
    "finish finished punish furnish final finally vinyl spinal signals sacred sacral scared scarred scars stars "
    "tried china diary united untie trail trial spilt sliver beard clam bared form angel "
    "recent decent resent accent present prevent event events"
)

_STATEMENTS = {
    "_unable": (
        "i never learned | i never learnt | we never learned | i never studied | never did learn | "
        "never been taught | i never trained | not been trained | am not trained | are not trained | "
        "not taught | have not learned | could not tell you | can not tell you | could not explain | "
        "can not explain | could not say | not be able to | am not able to | are not able to | unable to | "
        "no idea what | no idea how | no idea where | no idea why | i have no idea | we have no idea | "
        "i do not know what | i do not know how | i do not know the | i do not know much | "
        "i do not know anything | i know nothing | we know nothing | not know the first | not a clue | no clue | "
        "no use asking | never heard of | not the person to | do not ask me | not ask me | do not ask us | "
        "lost on me | goes over my head | beyond my | not part of what | not part of how | not part of our | "
        "not part of my | were left out of | was left out of | were not covered | was not covered | "
        "never covered | not come up in | never came up in | not something i | not something we | "
        "not what i do | not what we do | not what i offer | not what we offer | no plans to | "
        "not offered here | never caught on here | skipped that class | missed that class | slept through | "
        "can never remember | always forget which | mix up | i do not assess | we do not assess | "
        "i do not check | we do not check | i do not measure | i do not compare | i do not test | "
        "we do not test | i do not look for | i do not look at | we do not look at | i neither | we neither | "
        "nothing that i have | nothing i have done | no longer look | no longer check | i have forgotten most | "
        "it has got nothing | none of it has | we never studied | i could not tell | "
        "could not tell you anything | as well as i can explain | i was never taught | we were never taught | "
        "i did not learn | we did not learn | we were not shown | i was not shown | were never shown | "
        "nothing i do has | nothing we do has | never used it since | have no interest in | i have no interest | "
        "we have no interest | i do not treat | no interest in getting | i never had the patience | "
        "it is not me | not one for | not a posture person | nobody is measured | nobody is assessed | "
        "i will not speak of | i never got round | i do not go looking | i can not tell you how | "
        "i could not care | do not care which | do not care about | not my department | beyond me | "
        "ask somebody else | i would not know | we would not know | i have no opinion | we have no opinion | "
        "nobody ever told me | i do not press there | i do not press it | right now i do not | "
        "right now we do not | was never my thing | were never my thing | not in any session | i not look | "
        "i not feel | i not check | i refuse"
    ),
    "_retracted": (
        "just kidding | only kidding | only joking | just joking | scrap that | strike that | forget that | "
        "forget all that | or rather i would | was the website | is the website | copied that | "
        "copied this line | copied the line | in reality i | in reality we | in truth i | in truth we | "
        "in practice i just | in practice we just | truth be told i | none of it here | none of that here | "
        "none of this here | none of which i | none of which we | none of it is | none of that is | "
        "none of this is | nothing of the sort | nothing like that here | that is not us | that is not me | "
        "that is not for us | that is not for me | that is not how we | that is not how i | not us sorry | "
        "not our thing | not my thing | never been my thing | never my thing | not our style | not my style | "
        "but not here | not in this house | i do none of | we do none of | i do not do any of | "
        "we do not do any of | i do not do that | we do not do that | i do not do this | we do not do this | "
        "we do not offer that | we do not offer this | i do not offer that | i do not offer this | "
        "in your dreams | wishful thinking | not a word of | i made that up | made it all up | that is a lie | "
        "or so i wrote | so says the brochure | so i skip it | so we skip it | so i skip all that | "
        "so we leave them alone | says the brochure | for the brochure | for the website | leave that to | "
        "leave all that to | leave those to | leave this to | that is for doctors | not for the likes of | "
        "what it says on my | what it says on our | so in practice your | in practice your | "
        "is nonsense frankly | is nonsense to me | not my religion | of course that is after | "
        "i mean hardly any for | so that is what i do instead | or so it says | it is gone and i | "
        "none of that | none of this | none of it | i just rub | i rub backs | i rub where | i rub the sore | "
        "we rub | a nice rub | rub down with | i do swedish | i do hot stone* | i do relaxation | "
        "i do the relaxing | i only do relax* | i only do swedish | i just do relax* | mine is the full body | "
        "mine is a relaxing | mine is the relaxing | mine is the head | i just make it | "
        "my hands will be doing | you get the bliss | is what you will be getting | seriously now | "
        "lovely story | nice story | kidding | believe it if you like | good luck to him | good luck to her | "
        "good luck to them | at the moment it is swedish | at the moment i do | i am the one with the | "
        "i run the float | we drizzle | so i pour | what i do is relax* | i take the relaxing | "
        "i do the relaxing side | at present we do | for now i do | for now we do | just the standard | "
        "the usual relaxing | is for others | that is for others | is not for me | is not for us | "
        "is what i refuse | what i refuse | all humbug | is humbug | all this i reject | this i reject | "
        "i reject it | so the leaflet says | the leaflet says | in reality everyone | in reality everybody | "
        "has been given up | has however been given up | you say these things | said nobody | said no one | "
        "but that is not what happens | that is not what happens | what happens here is | "
        "everyone gets the same | everybody gets the same | everyone gets the full | gets the usual | "
        "got the usual | like everyone else | like everybody else | not in any session | here you will be"
    ),
    "_others": (
        "therapists | practitioners | clinics | clinic next | spas | salons | physios | physiotherapists | "
        "physiotherapist | osteopath | osteopaths | chiropractor | chiropractors | doctors | surgeons | "
        "rolfers | rolfer | colleague | colleagues | somebody else | someone else | competitor* | rivals | "
        "down the road | next door | across town | the people at | folks at | trained in | the centre where | "
        "others | specialists | masseurs | masseuse | senior man | my boss | my tutor | my sister | my brother | "
        "my husband | my wife | my cousin | my mentor | my old teacher | physio | physio two | trainer | "
        "trainers | instructor | instructors | orthopaedist | orthopaedists | previous therapist | "
        "another therapist | other therapist | new guy | the guy | the girl | the lad | youngsters | "
        "somebody upstairs | at the spa | in a spa | in spas | at a spa | spa next | the clinic across | "
        "clinic across | sports clinics | the centre across | people who | most places | other places | "
        "she leans | he leans | she presses | he presses | she holds | he holds | she works | he works | "
        "she uses | he uses | she says | he says | reckons | she checks | he checks | she treats | he treats | "
        "he could feel | she could feel | he can feel | she can feel | ma pal | my pal | my mate | "
        "the fascia one | the fascia man | sports lad | the fellow | a fellow | fella across | a doctor on | "
        "my teacher | our teacher | my old boss | footy club | doctor says | doctor said | "
        "on the other side of town | where i rent | she laid | he laid | my colleagues | our colleagues | "
        "young physio | the lady who | the man who | a lady at the clinic"
    ),
    "_distance": (
        "not me | not us | not mine | ours does not | ours do not | like ours do not | like ours don't | "
        "i only | we only | i just | we just | i was never | i have not | we have not | i have never | "
        "we have never | i never | we never | i do not | we do not | i still do | mine is | ours is | "
        "that is their | is their business | their thing | go and see one | go see one | see one of those | "
        "ask one | not here | i stick to | we stick to | i am not one | we are not | i prefer to | not my | "
        "not our | i simply | we simply | us juniors | we juniors | nice on the shelf | look nice | whereas i | "
        "whereas we | while i | while we"
    ),
    "_sources": (
        "books | book | textbook | textbooks | authors | author | travell | simons | janda | barnes | lecturer | "
        "teachers"
    ),
}

_CONTRACTED = {
    **{f"{verb}nt": (verb, "not") for verb in _words("do does is are did would could should have has")},
    **dict.fromkeys(("cannot", "can't", "cant"), ("can", "not")),
    **dict.fromkeys(("won't", "wont"), ("will", "not")),
    "shan't": ("shall", "not"),
}

ENGLISH = Grammar(
    code="en",
    name="English",
    function_words=FUNCTION_WORDS,
    sure=ENGLISH_SURE,
    negations=NEGATIONS,
    degrees=DEGREES,
    scope_ends=SCOPE_ENDS,
    after_negation_neutral=AFTER_NEGATION_NEUTRAL,
    lone_negations=_words("no none never nothing"),
    plain_negations=_words("no not nothing without"),
    answer_particles=_words("no"),
    answer_particle_followers=ANSWER_PARTICLE_FOLLOWERS,
    backward_negations=_words("not never rarely seldom hardly"),
    auxiliaries=AUXILIARIES,
    predicates=PREDICATES,
    refusals=_words("nope nah"),
    pointers=_words("that it not this"),
    instead=INSTEAD,
    asides=ASIDES,
    aside_ends=ASIDE_ENDS,
    conditions=CONDITIONS,
    only_after=_words("unless"),
    writers=WRITERS,
    own_voice=_words("i we my our me us mine ours here"),
    nowadays=NOWADAYS,
    nowadays_phrases=(("these", "days"),),
    past_verbs=PAST_VERBS,
    past_ending="ed",
    not_past=NOT_PAST,
    third_persons=THIRD_PERSONS,
    statements=_STATEMENTS,
    affirmations=_words(
        "yes yep yeah yup absolutely certainly sure definitely aye indeed ok okay gladly of always often"
    ),
    interrogatives=_words(
        "can could do does did is are was will would should may might how what why which who where when have has am"
        " shall"
    ),
    tasks=_words(
        "explain describe discuss define outline state list name write compare evaluate summarise summarize imagine"
    ),
    further_negations=_words(
        "unable fail fails failed refuse refuses avoid avoids deny clueless nobody lack lacks cannot"
    ),
    speakers=SPEAKERS,
    determiners=DETERMINERS,
    personal=PERSONAL,
    joiners=JOINERS,
    subject_pronouns=_words("it its which"),
    contractions=_CONTRACTED,
)
