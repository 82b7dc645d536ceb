"""Small closed word lists of German grammar that every rubric shares, spelt without accents.

Umlauts are lost in normalising ("für" is "fur"); words are also listed as people without the keys write them ("fuer").
"""

from __future__ import annotations

from dataclasses import replace

from .grammar import Grammar
from .grammar import phrases as _phrases
from .grammar import words as _words

NEGATIONS = _words(
    "nicht nich net ned nit nie niemals kein keine keinen keinem keiner keines keins keinerlei ohne weder kaum selten "
    "nichts nix niemand nirgends null statt anstatt anstelle vermeide vermeiden vermeidet"
)
# German puts these after what they deny: "Öl verwende ich nicht", "Öl nehme ich keins".
CLAUSE_NEGATIONS = _words("nicht nich net ned nit nie niemals keines keins keiner niemand kaum selten nirgends")
DEGREES = _words(
    "wenig weniger sparsam sparsame minimal massig spare sparen spart geize geizen verzichte verzichten verzichtet"
)
SCOPE_ENDS = _words(
    "und sondern aber weil damit denn dass wenn falls sobald bis doch jedoch sonst obwohl obschon wahrend waehrend "
    "sodass ausser bevor nachdem da trotzdem dennoch"
)
AFTER_NEGATION_NEUTRAL = _words(
    "problem nur unbedingt immer zwingend zwangslaufig zwangslaeufig automatisch gleich selten schlimm lange lang "
    "ausschliesslich allein alleine bloss umsonst ungewohnlich ungewoehnlich zuletzt notwendigerweise wirklich thema "
    "wunder frage stress geheimnis zufall hexenwerk ding muss sorge sorgen eile angst scheu seltenheit hexerei hast "
    "weiteres zweifel umwege hetze zeitdruck jeder jede jedes jeden jedem alles alle so wenige"
)
ASIDES = _phrases(
    "mein kollege | meine kollegin | meine kollegen | ein kollege | eine kollegin | kollegen von mir | andere "
    "therapeuten | andere masseure | andere praxen | manche therapeuten | manche masseure | manche kollegen | viele "
    "therapeuten | viele masseure | viele kollegen | die meisten therapeuten | die meisten masseure | einige "
    "therapeuten | einige masseure | gute therapeuten | mein physio | mein physiotherapeut | meine physiotherapeutin | "
    "mein arzt | meine arztin | mein orthopade | unser physio | mein osteopath | mein chef | meine chefin | mein mann "
    "| meine frau | meine schwester | mein bruder | ein freund | eine freundin | die konkurrenz | mein vorganger | "
    "meine vorgangerin | nebenan | anderswo gibt | behaupten | behauptet | angeblich | man sagt | es heisst immer | "
    "ich habe gelesen | habe ich gelesen | hab gelesen | ich habe gehort | habe ich gehort | ich habe gehoert | im "
    "internet | laut google | google sagt | wikipedia | chatgpt | auf youtube | influencer | fruher | frueher | damals "
    "| vor jahren | als ich angefangen | zu meiner zeit | hab ich aufgegeben | habe ich aufgegeben | habe das "
    "aufgegeben | wurde mir beigebracht | wurde uns beigebracht | hat man uns beigebracht | wurde gelehrt | nachstes "
    "jahr | naechstes jahr | im nachsten jahr | im naechsten jahr | nachsten monat | naechsten monat | demnachst | "
    "demnaechst | in zukunft | mochte ich lernen | moechte ich lernen | will ich lernen | werde ich lernen | bin "
    "angemeldet | sie fragen | sie haben gefragt | gute frage | die frage ist"
)
CONDITIONS = _phrases(
    "auf wunsch | auf anfrage | wenn sie mochten | wenn sie moechten | wenn sie wunschen | wenn sie wuenschen | wenn "
    "sie wollen | wenn du willst | wenn du magst | wenn du mochtest | wenn du eher | wenn sie eher | falls sie | falls "
    "gewunscht | falls gewuenscht | wenn gewunscht | wenn jemand | wenn kunden | wenn klienten | wenn patienten | wenn "
    "gaste | zur entspannung | fur die entspannung | fuer die entspannung | fur entspannung | bei einer "
    "entspannungsmassage | bei entspannungsmassagen | fur eine entspannungsmassage | zum entspannen | bei einer "
    "wellnessmassage | bei wellnessmassagen | ausser | es sei denn | zu viel | zuviel"
)
# Frequent small words; those of other languages too are left out of `SURE`.
FUNCTION_WORDS = _words(
    "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene jenes jeder "
    "jede jedes jeden jedem jeweils welcher welche welches welchen welchem und oder aber sondern denn doch jedoch weil "
    "da dass wenn als ob wie wo wann warum wieso weshalb wer wem was wohin woher wobei womit wodurch damit dabei dafur "
    "dafuer dagegen daher dahin danach daneben daran darauf daraus darin daruber darueber darum darunter davon davor "
    "dazu dazwischen dadurch deshalb deswegen trotzdem dennoch also so somit sonst zwar nun nur noch schon auch sogar "
    "selbst sehr ganz gar zu zum zur im in ins an am ans auf aufs aus bei beim bis durch fur fuer furs gegen hinter "
    "mit nach neben ohne seit uber ueber um unter unterm unters von vom vor vorm wahrend waehrend wegen trotz zwischen "
    "ab ausser innerhalb statt anstatt ich mich mir mein meine meinen meinem meiner meines du dich dir dein deine "
    "deinen deinem deiner er ihn ihm sein seine seinen seinem seiner sie ihr ihre ihren ihrem ihrer es wir uns unser "
    "unsere unseren unserem unserer euch euer eure man sich selber einander bin bist ist sind seid sei war waren warst "
    "gewesen wird werde werden wirst werdet wurde wurden geworden wurde habe hab hast hat haben habt hatte hatten "
    "gehabt kann kannst konnen koennen konnt konnte konnten koennte koennten muss musst mussen muessen musste mussten "
    "muesste soll sollst sollen sollte sollten will willst wollen wollte mag magst mogen moegen mochte mochten moechte "
    "moechten moechtest mochtest darf darfst durfen duerfen durfte duerfte lass lasse lassen lasst laesst gibt gib "
    "geben geht gehts gehen macht mach mache machen tut tun tue kommt kommen braucht brauche brauchen nehme nehm "
    "nehmen nimmt nicht nich net ned nit nie niemals kein keine keinen keinem keiner keines keins weder nichts nix ja "
    "nein ne nee no jo joa doch klar mal halt eben wohl etwa etwas eher fast kaum mehr viel viele vielen vieles wenig "
    "wenige weniger meist meistens oft manchmal immer alle alles allen allem aller beide beiden einige einigen manche "
    "manchen manches mehrere andere anderen anderer anderes anderem anders wieder hier dort dann danach vorher zuerst "
    "erst jetzt heute bald gleich gern gerne bitte danke bzw usw etc dran drauf drin drum druber drueber runter rauf "
    "raus rein hin her weg ebenso sowie sowohl einfach naturlich natuerlich eigentlich vielleicht ziemlich leider okay "
    "ok bissl bisschen paar i a is san des d mi di ma und u zb na naja ach"
)
_SHARED = _words(
    "a i d u di mi ma no so in an am des du es er da war was will man hat also bin gib is mag sei ab mal hier als all "
    "ob um her ok okay etc halt na ne den"
)
# Words of the subject tell the language too where a note has hardly any small ones.
SURE = (FUNCTION_WORDS - _SHARED) | _words(
    "den rucken ruecken hufte huften huefte hueften becken gesass gesaess oberschenkel kreuz muskel muskeln muskulatur "
    "gewebe bindegewebe faszie faszien schmerz schmerzen ruckenschmerzen rueckenschmerzen trocken langsam druck stunde "
    "stunden zeit hande haende griff haut rutschen schluss ende tropfen behandlung sitzung arbeite arbeiten verwende "
    "verwenden benutze benutzen massiere massieren haltung huftbeuger hueftbeuger lendenwirbel wirbelsaule lws unteren "
    "unterer untere gezielt vorne hinten verkurzt ganze ganzen volle triggerpunkte triggerpunkt bauch"
)
WRITERS = _words("ich wir")
SPEAKERS = _words(
    "ich wir sie du ihr ihnen dir dich mir mich uns mein meine meinen meiner unser unsere ihre ihren dein deine deinen "
    "man er es ist sind war wird werden kann konnen koennen muss habe haben hat hab"
)
DETERMINERS = _words("der die das den dem ein eine einen einem einer dieser diese dieses dann weil wenn damit")
PERSONAL = SPEAKERS | _words(
    "nicht kein keine wurde wurden lasst macht machen oft meist meistens haufig manchmal wer wenn weil dass damit "
    "deshalb da dort ja nein sich"
)
PAST_VERBS = _words(
    "arbeitete arbeiteten massierte massierten machte machten nahm nahmen benutzte benutzten verwendete verwendeten "
    "knetete hatte hatten war waren dachte glaubte schwor lernte lernten"
)

# How a text takes back or disowns what it says, in the syntax of a rubric's terms.
STATEMENTS = {
    "_unable": (
        "untersuche ich nicht | prüfe ich nicht | teste ich nicht | testen wir nicht | schaue ich nicht | schau ich "
        "nicht | vergleiche ich nicht | halte ich für ein märchen | halte ich für ein gerücht | halte ich für einen "
        "mythos | halte ich für quatsch | halte ich für unsinn | halte ich für humbug | bezweifle ich | glaube ich "
        "nicht | glaub ich nicht | nie gelernt | nicht gelernt | nie ausgebildet | nicht ausgebildet | keine "
        "ausbildung in | nicht erklären | nicht beantworten | könnte ich nicht sagen | kann ich nicht sagen | kann ich "
        "nichts sagen | dazu nichts sagen | nichts dazu sagen | keine ahnung was | keine ahnung wie | keine ahnung wo "
        "| keine ahnung warum | ich habe keine ahnung | hab keine ahnung | weiß ich nicht | weiß ich leider nicht | "
        "weiß nicht wie | weiß nicht was | weiß ich nichts | kenne ich nicht | kenn ich nicht | mich nicht aus | mich "
        "da nicht aus | mich damit nicht aus | noch nie gehört | nie gehört | bin überfragt | bin ich überfragt | "
        "fragen sie mich nicht | frag mich nicht | gehört nicht zu | biete ich nicht an | bieten wir nicht an | bieten "
        "wir leider nicht | biete ich leider nicht | nicht im angebot | nicht im programm | führen wir nicht | nie "
        "durchgenommen | nicht durchgenommen | verwechsle ich | vergesse ich immer | nicht mehr genau"
    ),
    "_retracted": (
        "volle punktzahl | höchste punktzahl | maximale punktzahl | bewerte dies* | bewerten sie dies* | beste "
        "bewertung geben | nur spaß | spaß beiseite | war ein scherz | kleiner scherz | vergessen sie das | vergiss "
        "das | vergessen sie es | vergiss es | steht auf der website | steht auf unserer website | steht im prospekt | "
        "steht in der broschüre | in wahrheit mach* | in wahrheit massier* | in wahrheit gibt | in wirklichkeit mach* "
        "| in wirklichkeit massier* | nichts davon | nix davon | davon verstehe ich nichts | davon verstehe ich aber "
        "nichts | davon versteh ich nichts | davon habe ich keine ahnung | ob das stimmt | davon mache ich nichts | "
        "davon machen wir nichts | das mache ich nicht | das machen wir nicht | das mach ich nicht | das mache ich "
        "aber nicht | das machen wir aber nicht | aber nicht bei uns | aber nicht bei mir | aber nicht hier | nicht in "
        "meiner praxis | nicht in unserer praxis | schön wär* | von wegen | abgeschrieben von | kopiert von | alles "
        "erfunden | alles gelogen | nicht mein ding | nicht unser ding | ist nicht meins | überlasse ich den | "
        "überlassen wir den | überlasse ich ander* | überlassen wir ander* | überlasse ich lieber | überlassen wir "
        "lieber"
    ),
    "_others": (
        "!unser* therapeut* | !meine therapeuten | !unser* masseur* | !unser* kolleg* | !als physiotherapeut* | !als "
        "osteopath* | !als masseur* | !bin physiotherapeut* | !bin osteopath* | !gelernt* physiotherapeut* | "
        "!ausgebildet* physiotherapeut* | therapeuten | masseure | praxen | kollege | kollegin | kollegen | "
        "kolleginnen | physios | physiotherapeuten | physiotherapeut | physiotherapeutin | osteopathen | osteopath | "
        "osteopathin | chiropraktiker | orthopäden | ärzte | chirurgen | rolfer | jemand anders | jemand anderer | "
        "konkurrenz | nebenan | um die ecke | spezialisten | mein chef | meine chefin | mein mann | meine frau | meine "
        "schwester | mein bruder | mein ausbilder | meine ausbilderin | die anderen | andere praxen | im spa"
    ),
    "_sources": (
        "lehrer | lehrerin | dozent* | autoren | autor | bücher | buch | lehrbuch | lehrbücher | travell | simons | "
        "janda"
    ),
    "_distance": (
        "ich nicht | wir nicht | ich nur | wir nur | ich mache nur | wir machen nur | ich massiere nur | wir massieren "
        "nur | ich selbst mache | ich selber mache | ich selbst massiere | ich habe nie | wir haben nie | ich war nie "
        "| ich bleibe bei | wir bleiben bei | ich halte mich an | bei mir nicht | bei uns nicht | nicht meins | ich "
        "dagegen | wir dagegen | ich hingegen | wir hingegen | während ich | während wir | deren sache | gehen sie zu "
        "| geh zu | fragen sie einen | nur masseur* | ich lieber | ich einfach nur | ich mache das nicht | wir machen "
        "das nicht"
    ),
}

_INSTRUCTIONS = (
    r"\b(?:ignoriere?n?|vergiss|vergessen sie|missachten?)\b[^.]{0,40}"
    r"\b(?:anweisung|regel|kriteri|vorgabe|vorherig|rubrik)"
    r"|\b(?:vergib|vergeben sie|gib|geben sie|setze?n?|bewerten?|werten?)\b[^.]{0,40}"
    r"\b(?:volle|hochste|maximale|maximal|beste|alle) (?:\w+ )?(?:punkt|note|bewertung|punktzahl|wertung)"
    r"|\b(?:liebe[rs]?|hallo|an den|an die) (?:prufer|bewerter|moderator|ki|system)\w*\b"
    r"|\bdu bist (?:eine ki|ein sprachmodell|der prufer)\b|\berfullt alle kriterien\b"
)

# All points are also those that hurt.
_INSTRUCTIONS_SECOND = (
    r"\b(?:ignoriere?n?|vergiss|vergessen sie|missachten?)\b[^.]{0,40}"
    r"\b(?:anweisung|regeln?\b|kriteri|(?:alle|diese|bisherigen?) vorgabe|rubrik)"
    r"|\b(?:vergib|vergeben sie|gib|geben sie|bewerten?|werten?)\b[^.]{0,40}"
    r"\b(?:(?:volle|hochste|maximale|maximal|beste)[nrs]? (?:\w+ )?(?:punkt|note|bewertung|wertung)"
    r"|alle (?:moglichen )?punkte?(?= fur\b|[.!]|$))"
    r"|\b(?:liebe[rs]?|hallo|an den|an die) (?:prufer|bewerter|moderator|ki\b|system\b)"
    r"|\bdu bist (?:eine ki|ein sprachmodell|der prufer)\b|\berfullt alle kriterien\b"
)

GERMAN = Grammar(
    code="de",
    name="German",
    function_words=FUNCTION_WORDS,
    sure=SURE,
    negations=NEGATIONS,
    degrees=DEGREES,
    scope_ends=SCOPE_ENDS,
    after_negation_neutral=AFTER_NEGATION_NEUTRAL,
    plain_negations=_words("nicht nich net ned nit nie kein keine keinen keiner ohne nix nichts"),
    backward_negations=_words("nicht nich net ned nie niemals"),
    clause_negations=CLAUSE_NEGATIONS,
    refusals=_words("nein nee no nope naa"),
    pointers=_words("das es dies davon sowas dieses kenn kenne mach mache"),
    asides=ASIDES,
    aside_ends=_words("aber heute heutzutage inzwischen mittlerweile jetzt nun dagegen hingegen jedoch obwohl"),
    conditions=CONDITIONS,
    only_after=_words("ausser denn"),
    writers=WRITERS,
    own_voice=_words("ich wir mein meine meinen meiner meinem mich mir uns unser unsere unseren unserer"),
    nowadays=_words("heute heutzutage inzwischen mittlerweile jetzt"),
    past_verbs=PAST_VERBS,
    statements=STATEMENTS,
    affirmations=_words(
        "ja jo joa jawohl klar sicher naturlich naturlich selbstverstandlich selbstverstaendlich freilich logo absolut "
        "gerne gern genau oft haufig meist immer doch unbedingt durchaus schon ok okay"
    ),
    interrogatives=_words(
        "kann konnen konnte konnten konnt kannst darf durfen ist sind hat haben wird werden war waren soll sollte muss "
        "mussen machen macht arbeiten verwenden benutzen nehmen bieten gibt geht was wie warum wieso weshalb wer wo "
        "wann woher welche welcher welches welchen"
    ),
    tasks=_words(
        "erklaren erklare erklaere beschreiben beschreibe nennen nenne definieren definiere diskutieren diskutiere "
        "erlautern erlautere vergleichen vergleiche skizzieren skizziere"
    ),
    further_negations=_words("unfahig weigere weigern verweigere leugne lehne fehlt fehlen"),
    speakers=SPEAKERS,
    determiners=DETERMINERS,
    personal=PERSONAL,
    joiners=_words("und oder sowie plus mit auch"),
    contractions={
        "gibts": ("gibt", "es"),
        "gehts": ("geht", "es"),
        "machts": ("macht", "es"),
        "tuts": ("tut", "es"),
        "ists": ("ist", "es"),
        "wirds": ("wird", "es"),
        "hats": ("hat", "es"),
        "wars": ("war", "es"),
        "zwickts": ("zwickt", "es"),
        "klebts": ("klebt", "es"),
        "ziehts": ("zieht", "es"),
        "wos": ("wo", "es"),
        "obs": ("ob", "es"),
        "wenns": ("wenn", "es"),
    },
    elisions={"d": "die"},
    instructions=_INSTRUCTIONS,
)

GERMAN_SECOND = replace(GERMAN, instructions=_INSTRUCTIONS_SECOND, spares_mentions=True)
