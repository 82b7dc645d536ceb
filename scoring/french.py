"""Small closed word lists of French grammar that every rubric shares, spelt without accents."""

from __future__ import annotations

from dataclasses import replace

from .grammar import Grammar, phrases, words

# "Ne" is none of them: "pas", "jamais" and the like deny by themselves ("j'en mets pas"), and "ne ... que" is "only".
NEGATIONS = words(
    "pas non jamais aucun aucune aucunement sans ni rien guere nul nulle nullement zero evite evites evitons evitent "
    "eviter evitant refuse refusons refusent"
)
DEGREES = words("peu guere moins minimum minimal minimale limite limitee parcimonie rarement")
SCOPE_ENDS = words(
    "mais car parce donc or quand lorsque si qui ou ni et alors puis pis ensuite sinon sauf seulement uniquement "
    "pour afin jusque puisque tandis pourtant cependant toutefois plutot probleme problemes souci soucis trouble "
    "hormis excepte comme"
)
AFTER_NEGATION_NEUTRAL = words(
    "que seulement uniquement juste simplement forcement necessairement toujours mal et mais ou car donc parce si "
    "quand puis qui doute probleme probleme souci soucis limite jamais aucun aucune rien sans loin grave bete rare "
    "etonnant surprenant presse pressee"
)
# Verbs and auxiliaries before "pas" that carry what stands before them: "L'huile n'est pas utile".
AUXILIARIES = words(
    "est sont sera seront etait etaient serait peut peuvent pourrait doit doivent fait font cause causent provoque "
    "provoquent contribue contribuent influence influencent irradie irradient joue jouent vient viennent donne "
    "donnent tire tirent refere referent projette projettent entraine entrainent touche touchent"
)
PREDICATES = words(
    "necessaire necessaires utile utiles utilise utilisee utilises utilisees employe employee indispensable requis "
    "requise permis permise mon notre ma propose proposee proposes proposees au aux a de du des la le les sur"
)
ASIDES = phrases(
    "certains kines | certains therapeutes | certains masseurs | certains praticiens | certains confreres | certains "
    "collegues | autres therapeutes | autres masseurs | autres praticiens | autres kines | autres salons | beaucoup "
    "de therapeutes | beaucoup de masseurs | la plupart des therapeutes | la plupart des masseurs | la plupart des "
    "spas | mon collegue | ma collegue | mes collegues | un collegue | une collegue | nos collegues | un confrere | "
    "une consoeur | mes confreres | mon associe | mon associee | mon patron | ma patronne | mon chef | mon mari | ma "
    "femme | mon conjoint | ma conjointe | ma soeur | mon frere | un ami | une amie | ma copine | mon kine | mon "
    "osteo | mon osteopathe | mon physio | le kine | notre kine | notre osteo | les kines | les osteos | les "
    "osteopathes | les physios | les chiros | la concurrence | nos concurrents | mes concurrents | le masseur de a "
    "cote | a cote de chez nous | les vrais therapeutes | les bons therapeutes | les experts | les manuels | les "
    "livres | le livre dit | google | wikipedia | chatgpt | youtube | sur internet | sur le net | il parait | parait "
    "il | on dit que | on raconte | on pretend | certains disent | certains pretendent | des gens disent | je ai lu "
    "| je ai entendu | on me a dit | on me avait | on nous avait | ma prof disait | mon ancien | mon ancienne | la "
    "ancienne proprietaire | mon predecesseur | autrefois | jadis | a le epoque | dans le temps | par le passe | "
    "dans le passe | auparavant | il y a des annees | il y a longtemps | avant je travaillais | avant je utilisais | "
    "avant je mettais | avant je faisais | avant je massais | avant on travaillait | avant on faisait | avant nous "
    "utilisions | avant nous faisions | avant nous travaillions | je ai arrete | nous avons arrete | je ai abandonne "
    "| nous avons abandonne | je ne fais plus | on ne fait plus | nous ne faisons plus | je ne pratique plus | "
    "bientot | prochainement | la annee prochaine | le an prochain | le mois prochain | cet automne | ce printemps | "
    "a le avenir | je vais suivre | je vais me former | je aimerais apprendre | je aimerais me former | je aimerais "
    "bien apprendre | je compte apprendre | je compte me former | je espere | nous esperons | je envisage | nous "
    "envisageons | en cours de formation | vous demandez si | vous me demandez | bonne question | les clients "
    "demandent | la question est"
)
ASIDE_ENDS = words("mais maintenant aujourdhui desormais cependant toutefois pourtant ici moi nous dorenavant")
CONDITIONS = phrases(
    "si vous preferez | si vous voulez | si vous le souhaitez | si vous souhaitez | si vous aimez | si vous demandez "
    "| si on me le demande | si le client | si la cliente | si les clients | sur demande | a la demande | pour la "
    "detente | pour de la detente | pour un massage relaxant | pour un massage detente | pour le massage relaxant | "
    "pour le relaxant | pour un relaxant | pour du relaxant | pour les massages relaxants | pour se detendre | pour "
    "le suedois | pour un suedois | pour le californien | pour un californien | en massage relaxant | sauf | a moins "
    "que | a moins de | hormis"
)
# Without "de", "du", "des", "le", "la": these stand inside terms ("carré des lombes"), so rows of terms have them too.
FUNCTION_WORDS = words(
    "a afin ah ai aie ailleurs ainsi ait alors apres as assez au aucun aucune aujourdhui aupres auquel aura aussi "
    "autant autour autre autres aux avaient avais avait avant avec avez avoir avons ayant bah beaucoup ben bien bon "
    "bonne bref ca car ce ceci cela celle celles celui cependant certain certaine certaines certains ces cet cette "
    "ceux chacun chacune chaque chez ci combien comme comment contre cote cotes dans dedans dehors deja depuis "
    "derriere desormais dessous dessus deux devant devient dis dit dites doit doivent donc dont durant eh elle elles "
    "en encore enfin ensuite entre envers est et etaient etais etait etant ete etes etre eu eux faire fais faisons "
    "fait faites faut fois font guere hein hors ici il ils jamais je jusque juste laquelle lequel les lesquels leur "
    "leurs lors lorsque lui ma mais malgre me meme memes mes met mets mettons mettre mieux moi moins mon ne "
    "neanmoins ni non nos notre nous nul oh on ont or ou ouais oui par parce parfois parmi pas pendant peu peut "
    "peuvent peux pis plupart plus plusieurs plutot pour pourquoi pourtant pouvez pouvons pratiquement presque puis "
    "puisque puisse qua quand quant quasi quasiment que quel quelle quelles quelque quelques quelquun quels qui quoi "
    "rien sa sais sait sans sauf se selon semble sens sent sera serait ses seulement si sinon soi soient sois soit "
    "sommes son sont sous souvent suis sur surtout ta tant te tel telle tes toi ton toujours tous tout toute toutes "
    "travaille travailler travaillons tres trois trop tu un une utilise utiliser utilisez utilisons va vais vers "
    "veulent veut veux viennent viens vient voici voila voire vont vos votre voulez vous vraiment vu y"
)
_SHARED_WITH_ENGLISH = words(
    "a as me on or but do no so in an is us am my he we i it the of to off for fine use main par son if at by all "
    "from one ours out use ye"
)
# Content words that no neighbour spells so, and elided words as an English reading joins them ("l'huile" is "lhuile").
_UNMISTAKABLE = words(
    "huile huiles seance seances hanche hanches bassin cuisse cuisses fesse fesses fessier fessiers douleur douleurs "
    "lombaires lombes cest jai jen jutilise javais jappuie jattends jevite nai nen nest nutilise dun dune dhuile "
    "lhuile lheure lavant qua quil quils quelle quon sil cetait jusqua lautre lune deau dabord dans etre ete "
    "quelques peut peuvent je vous nous est sont avec pour sur les des du au aux une cette ces pas mais ou ca tres "
    "peu beaucoup mauvais mauvaise corps soin soins jour jours pression tissus peau temps jambe jambes genou "
    "genoux sec seche"
)
SURE = (
    (FUNCTION_WORDS | _UNMISTAKABLE | words("de du des la le"))
    - _SHARED_WITH_ENGLISH
    - words("met sent car font corps tout")
)
SPEAKERS = words(
    "je nous on vous tu moi toi mon ma mes notre nos votre vos ton ta tes il ils elle elles ca cela ce est sont "
    "etait peut peuvent ai avons avez ont suis faut fait font"
)
PERSONAL = SPEAKERS | words(
    "pas ne se qui dont quand si parce car donc afin jusque lorsque souvent parfois certains quelquun chacun doit peux "
    "pourrait rend rendent plupart les gens pour trop plus moins mais alors sinon aussi toujours comme tout toute tous "
    "laisse laissent tire tirent donne donnent devient deviennent travaille travaillent reste restent finit finissent"
)

# In the syntax of terms: what disowns a sentence, takes back a text, or is said of others.
_STATEMENTS = {
    "_unable": (
        "jamais appris | pas appris | n'ai pas étudié | jamais étudié | jamais été formé | jamais été formée | pas "
        "été formé | pas été formée | pas formé à ça | pas formée à ça | pas formés à ça | ne saurais pas | ne "
        "pourrais pas vous | pourrais pas vous | ne saurais vous | je ne sais pas ce que | je ne sais pas comment | "
        "je ne sais pas pourquoi | je sais pas trop | je ne sais pas trop | je ne sais rien | nous ne savons pas | "
        "on ne sait pas trop | aucune idée de | aucune idée comment | je n'ai aucune idée | aucune idée | n'y "
        "connais rien | y connais rien | connais rien | n'y connaissons rien | ne connais pas bien | connais pas "
        "bien | jamais entendu parler | demandez pas à moi | ne me demandez pas | me demandez pas | pas à moi qu'il "
        "faut | me dépasse | nous dépasse | dépasse mes compétences | pas dans mes compétences | hors de mes "
        "compétences | pas de mon ressort | pas notre ressort | pas mon domaine | pas notre domaine | pas mon rayon "
        "| pas ma spécialité | pas notre spécialité | ne fait pas partie de mon | ne fait pas partie de nos | ne "
        "fait pas partie de notre | ne font pas partie de nos | pas proposé ici | n'est pas proposé | ne sont pas "
        "proposées | pas au programme | pas dans notre carte | pas à notre carte | pas au menu | je n'évalue pas | "
        "n'évaluons pas | je ne vérifie pas | ne vérifions pas | je ne teste pas | ne testons pas | je ne regarde "
        "pas la | je ne regarde pas votre | ne regardons pas | je ne compare pas | je ne cherche pas | ne cherchons "
        "pas | je n'explique pas | n'expliquons pas | oublié la plupart | j'ai tout oublié | j'ai oublié | je "
        "confonds toujours | je mélange toujours | n'y crois pas | ne crois pas à | crois pas trop à | sceptique "
        "sans"
    ),
    "_retracted": (
        "je plaisante | je rigole | c'est une blague | nan je déconne | je déconne | oubliez ça | oubliez tout ça | "
        "oublie ça | oublie tout ça | en fait non | enfin non | non je blague | c'est faux bien sûr | c'est écrit "
        "sur le site | copié du site | copié sur | copié collé | c'est pour le site | c'est pour la brochure | dit "
        "la brochure | dit le dépliant | en réalité je fais | en réalité nous faisons | en réalité je masse | en "
        "réalité on | en vrai je fais | en vrai je masse | en vrai on | en pratique je fais juste | en pratique on "
        "fait juste | rien de tout ça | rien de tout cela | rien de cela ici | rien de ça ici | rien de tel ici | "
        "rien de tel chez | pas chez nous | pas chez moi | pas chez nous en tout cas | mais pas ici | ce n'est pas "
        "nous | c'est pas nous | ce n'est pas moi | c'est pas pour nous | pas pour nous | ce n'est pas notre truc | "
        "pas mon truc | pas notre truc | pas mon style | pas notre style | pas ma tasse de thé | je ne fais rien de "
        "tout | ne faisons rien de tout | je ne fais pas ça | je ne fais pas cela | nous ne faisons pas ça | nous ne "
        "faisons pas cela | on ne fait pas ça | on fait pas ça | dans vos rêves | dans tes rêves | j'ai tout inventé "
        "| c'est inventé | c'est un mensonge | je laisse ça aux | on laisse ça aux | nous laissons cela aux | je "
        "laisse cela aux | je laisse tout ça aux | pas un mot de vrai"
    ),
    "_others": (
        "!nos thérapeutes | !nos masseurs | !nos massothérapeutes | !nos praticien* | !nos kinés | !mes collègues et "
        "moi | !comme ostéo* | !en tant que | !comme kiné* | !je suis kiné* | !je suis ostéo* | !notre thérapeute | "
        "!notre kiné | !les thérapeutes de notre | !les thérapeutes du | thérapeutes | praticiens | masseurs | "
        "masseuses | cliniques | spas | salons | kinés | kinésithérapeutes | kiné | physios | physiothérapeutes | "
        "physio | ostéos | ostéopathes | ostéopathe | ostéo | chiros | chiropraticien* | chiropracteur* | médecins | "
        "chirurgiens | rolfeurs | collègue | confrère* | consoeur* | quelqu'un d'autre | concurrent* | la "
        "concurrence | d'à côté | en face | au coin de la rue | dans le quartier | l'autre cabinet | un autre "
        "cabinet | d'autres cabinets | les autres | spécialistes | mon patron | ma patronne | mon chef | ma cheffe | "
        "ma soeur | mon frère | mon mari | ma femme | mon conjoint | ma conjointe | mon cousin | ma cousine | mon "
        "ancien | mon ancienne | un ami | une amie | la nouvelle | le nouveau | le gars | la fille | dans un spa | "
        "au spa | dans les spas | gens qui | certains centres | d'autres centres"
    ),
    "_sources": (
        "profs | professeurs | professeur | prof | formateur* | formatrice* | enseignant* | auteurs | auteur | "
        "livres | livre | manuel | manuels | travell | simons | janda | l'école | le cours | les cours | études | "
        "articles | on lit que | on dit que | il paraît | internet | youtube | google | wikipedia | chatgpt"
    ),
    "_distance": (
        "pas moi | moi non | moi pas | pas nous | nous pas | pas le mien | pas la mienne | moi je ne | moi je fais "
        "juste | moi je fais seulement | moi je masse | nous on ne | nous on fait juste | je fais juste | je fais "
        "seulement | nous faisons juste | nous faisons seulement | je me contente | nous nous contentons | on se "
        "contente | je n'ai jamais | nous n'avons jamais | je ne l'ai jamais | je m'en tiens à | nous nous en tenons "
        "| c'est leur truc | c'est leur affaire | grand bien leur fasse | allez plutôt les voir | allez en voir un | "
        "allez voir un | adressez vous à | pas ici | pas chez nous | pas chez moi | ici non | ici c'est | chez nous "
        "c'est | chez moi c'est | je n'y crois pas | j'y crois pas | je ne suis pas convaincu* | tandis que moi | "
        "alors que moi | moi au contraire | je préfère rester"
    ),
}
_INSTRUCTIONS = (
    r"\b(?:ignore[zr]?|oublie[zr]?|neglige[zr]?)\b[^.]{0,40}\b(?:instruction|consigne|regle|critere|bareme|precedent|rubrique)"
    r"|\b(?:donne[zr]?|attribue[zr]?|accorde[zr]?|met(?:s|tez|tre)|note[zr]?|evalue[zr]?)\b[^.]{0,40}"
    r"\b(?:note (?:maxim|parfait|complet)\w*|maximum|meilleure note|tous les points|100 ?%|10 ?(?:/|sur) ?10|score)"
    r"|\b(?:note (?:au|a la|aux|pour le|pour la)|chere?s?|bonjour|a l'attention d[ue])\s+"
    r"(?:correct|evaluat|moderat|systeme|ia\b|modele|notat)\w*"
    r"|\b(?:tu es|vous etes) (?:une ia|un modele de langage|un correcteur|un evaluateur|l'evaluateur)\b"
    r"|\b(?:remplit|satisfait|respecte) (?:a )?(?:tous|toutes) les (?:critere|exigence|condition)"
)

# A maximum of room is no mark, nor are all the points that hurt.
_INSTRUCTIONS_SECOND = (
    r"\b(?:ignore[zr]?|oublie[zr]?|neglige[zr]?)\b[^.]{0,40}"
    r"\b(?:instruction|consigne|regle (?:de|du|pr)|critere|bareme|ce qui precede|rubrique)"
    r"|\b(?:donne[zr]?|attribue[zr]?|accorde[zr]?|met(?:s|tez|tre)|note[zr]?|evalue[zr]?)\b[^.]{0,40}"
    r"\b(?:note (?:maxim|parfait|complet)\w*|(?:maximum|tous les|plein) (?:de |des )?points?"
    r"(?! (?:d|qui|que|ou|sensib|doulour|gachette|tend))\b|meilleure note|score|10 ?(?:/|sur) ?10|20 ?(?:/|sur) ?20)"
    r"|\b(?:note[zr]?|evalue[zr]?)\b[^.]{0,40}\b100 ?%"
    r"|\b(?:note (?:au|a la|aux|pour le|pour la)|chere?s?|bonjour|a l'attention d[ue])\s+"
    r"(?:correct|evaluat|moderat|systeme|ia\b|modele|notat)\w*"
    r"|\b(?:tu es|vous etes) (?:une ia|un modele de langage|un correcteur|un evaluateur|l'evaluateur)\b"
    r"|\b(?:remplit|satisfait|respecte) (?:a )?(?:tous|toutes) les (?:critere|exigence|condition)"
)

FRENCH = Grammar(
    code="fr",
    name="French",
    function_words=FUNCTION_WORDS,
    sure=SURE,
    negations=NEGATIONS,
    degrees=DEGREES,
    scope_ends=SCOPE_ENDS,
    after_negation_neutral=AFTER_NEGATION_NEUTRAL,
    lone_negations=words("non jamais rien aucun aucune pas zero nul"),
    plain_negations=words("pas non rien sans"),
    answer_particles=words("non"),
    answer_particle_followers=words(
        "je on nous pas ce cela ca le la les il elle ils elles presque au a en mais notre nos mon ma mes chez merci"
    ),
    backward_negations=words("pas jamais guere aucunement nullement"),
    auxiliaries=AUXILIARIES,
    predicates=PREDICATES,
    refusals=words("non nan nenni"),
    pointers=words("ca cela ce non pas le"),
    instead=(("au", "lieu"), ("plutot", "que"), ("a", "la", "place")),
    asides=ASIDES,
    aside_ends=ASIDE_ENDS,
    conditions=CONDITIONS,
    only_after=words("sauf hormis"),
    writers=words("je nous on"),
    own_voice=words("je nous on moi mon ma mes notre nos ici"),
    nowadays=words("maintenant aujourdhui desormais dorenavant actuellement"),
    nowadays_phrases=(("a", "present"), ("de", "nos", "jours"), ("ces", "temps")),
    past_verbs=words(
        "travaillions utilisions faisions mettions massions travaillait utilisait faisait mettait massait"
    ),
    past_ending="ais",
    not_past=words("fais vais sais connais reconnais mais jamais defais refais tais parais disparais dais"),
    third_persons=words("ils elles eux"),
    statements=_STATEMENTS,
    affirmations=words(
        "oui ouais ouaip absolument certainement bien evidemment daccord volontiers tout carrement effectivement "
        "exactement toujours souvent ok yes avec naturellement"
    ),
    interrogatives=words(
        "est pouvez peut peux puis pouvons faites utilisez pratiquez travaillez massez comment pourquoi quel quelle "
        "quels quelles que qui ou quand combien avez etes dois doit faut"
    ),
    tasks=words(
        "expliquez explique decrivez decris definissez definis discutez citez cite enumerez enumere comparez resumez "
        "ecrivez"
    ),
    further_negations=words("incapable refuse manque impossible nie"),
    speakers=SPEAKERS,
    determiners=words("les un une ce cet cette ces puis alors parce quand car donc"),
    personal=PERSONAL,
    joiners=words("et ou plus avec aussi puis"),
    contractions={
        "aujourd'hui": ("aujourdhui",),
        "presqu'ile": ("presquile",),
        "d'abord": ("dabord",),
        "d'accord": ("daccord",),
        "d'ailleurs": ("dailleurs",),
    },
    instructions=_INSTRUCTIONS,
    negative_concord=True,
    elisions={
        "l": "le",
        "d": "de",
        "n": "ne",
        "j": "je",
        "m": "me",
        "t": "te",
        "s": "se",
        "c": "ce",
        "qu": "que",
        "jusqu": "jusque",
        "lorsqu": "lorsque",
        "puisqu": "puisque",
        "quoiqu": "quoique",
        "quelqu": "quelque",
        "entr": "entre",
        "presqu": "presque",
        "y": "y",
    },
)

FRENCH_SECOND = replace(FRENCH, instructions=_INSTRUCTIONS_SECOND)
