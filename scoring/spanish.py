"""Small closed word lists of Spanish grammar that every rubric shares, spelt without accents.

A second negative word of the same clause does not take the first one back: "nunca" and "ni" are negations and end the
reach of the one before them ("no uso nunca aceite"), "nada" and "ningun" are none at all, as a "no" nearly always
stands before them. "No" and "sin" are not among the ends, so that "no trabajo sin aceite" says what it says.
"""

from __future__ import annotations

from dataclasses import replace

from .grammar import Grammar, phrases, words

_ARTICLES = "el la los las un una unos unas lo al del"
_PRONOUNS = (
    "yo tu vos usted ustedes nosotros nosotras vosotros el ella ellos ellas me te se le les nos os mi mis tu tus su "
    "sus nuestro nuestra nuestros nuestras vuestro vuestra uno alguien quien quienes conmigo contigo"
)
_BEING = (
    "es son era eran ser sea sean soy somos esta estan estar este estoy estamos estas estaba hay haya habia ha han "
    "he hemos haber puede pueden puedo podemos podes puedes poder pueda puedan suele suelen suelo solemos debe deben "
    "va van voy vamos tiene tienen tengo tenemos tenes tienes tener tenga hace hacen hago hacemos hacer haga queda "
    "quedan quedo quedamos"
)
_DOING = (
    "uso usa usan usamos usar utilizo utilizamos utiliza trabajo trabaja trabajan trabajamos trabajar pongo pone "
    "ponen ponemos poner dejo deja dejan dejamos dejar quiero quiere quieres queres quieren necesito necesita "
    "necesitas necesitamos empiezo empezamos busco buscamos miro miramos veo vemos ver noto siento sentir prefiero "
    "prefiere gusta encanta llega llegan llego sigue sigo seguimos digo dice dicen decir pido doy damos dar aplico "
    "aplicamos"
)
# Verbs that say somebody speaks, for texts without pronouns; they are no small words.
_SAYING = (
    "ofrecemos ofrezco incluimos incluyo tratamos realizamos realizo combinamos combino adaptamos adapto contamos "
    "atendemos atiendo recomendamos recomiendo dedicamos dedico centramos creemos creo sabemos conocemos explicamos "
    "explico presiono presionamos aprieto apretamos suelto soltamos libero liberamos estiro estiramos espero "
    "esperamos termino terminamos reviso revisamos valoro valoramos exploro exploramos compruebo comprobamos palpo "
    "palpamos comparo comparamos agarro agarramos engancho enganchamos evito evitamos preferimos pregunto "
    "preguntamos hablamos charlamos armamos pasamos viene vienen sale salen tira tiran jala jalan duele duelen manda "
    "mandan refiere refieren sirve sirven parece ayuda ayudan ayudamos mantengo mantenemos sostengo sostenemos apoyo "
    "apoyamos sigue reparto repartimos inserta insertan une unen envuelve rodea cede ceden recibe disfruta disfrute "
    "reserva recomiendan utilice necesite tomo tomamos llevo llevamos incluye incluyen"
)
_JOINING = (
    "y e o u ni que si pero porque pues como cuando donde mientras aunque sino entonces asi para por con sin de a en "
    "desde hasta hacia entre sobre bajo tras ante segun durante contra antes despues luego ademas tambien tampoco pa "
    "xq porq q x"
)
_POINTING = (
    "este esta estos estas esto ese esa esos esas eso aquel aquella aquello aqui aca ahi alli alla otro otra otros "
    "otras mismo misma mismos mismas cada todo toda todos todas algun alguna alguno algunos algunas algo ambos "
    "varios varias cual cuales cuyo tal tales tanto tanta tantos tantas demas"
)
_MEASURING = (
    "muy mas menos mucho mucha muchos muchas poco poca pocos pocas bastante demasiado casi apenas solo solamente "
    "nada nadie ningun ninguna ninguno nunca jamas siempre ya aun todavia bien mal tan ahora hoy no si claro vale "
    "dale bueno pues mire mira oye ojo dos tres primero veces vez recien nomas igual quizas quiza tal gracias hola "
    "asta ay aca"
)
FUNCTION_WORDS = words(
    " ".join((_ARTICLES, _PRONOUNS, _BEING, _DOING, _JOINING, _POINTING, _MEASURING)).replace(" trabajo ", " ")
) | words("trabajo")

# Left out: what English, Italian, Portuguese, French or Romanian write as well.
_SHARED = words(
    "a me no he as o u e os tu on us mi nos era eran tan ha ver dice des ser x q sobre contra entre tal alla nada "
    "este ante hay mal bien sea tener venir tras oye mira dos mal tres ambos"
)
_OFTEN = words(
    "uso aceite aceites espalda cadera caderas musculo musculos hora sesion sesiones masaje masajes tejido tejidos "
    "gluteo gluteos muslo muslos pierna piernas piel cuerpo cintura nalga nalgas columna seco lento hacemos minutos "
    "tecnica tecnicas liberacion corto trabajamos aplicamos cuello hombros duele tira jala lumbares despacio "
    "completa entera paciente pacientes posturas horas pesos hay nada entre sobre este ante contra mira tener dolor "
    "sacro cadera tension musculatura flexores debil debiles referido acortan acortados empiezo relajante aceitito "
    "cremita pompas lentas lentos presiones mantenidas derecho nuestra nuestro muchas muchos agua mundo paciente "
    "cliente clientes gente persona personas movimiento puntos"
)

_ASIDES = phrases(
    "otros terapeutas | otras terapeutas | otros masajistas | otras masajistas | otros centros | otros sitios | "
    "otros lados | otros lugares | otras clinicas | algunos terapeutas | algunos colegas | algunos masajistas | "
    "muchos terapeutas | muchos masajistas | la mayoria de masajistas | mi companera | mi companero | "
    "mis companeros | mis companeras | mi colega | mis colegas | mi socia | mi socio | mi jefa | mi jefe | "
    "mi fisio | el fisio | mi osteopata | mi marido | mi mujer | mi esposo | mi esposa | mi hermana | mi hermano | "
    "mi prima | mi primo | mi mama | una amiga | un amigo | una conocida | un conocido | los fisios | "
    "los fisioterapeutas | los osteopatas | los quiropracticos | los kinesiologos | los especialistas | "
    "los profesionales de verdad | los buenos terapeutas | la competencia | los de al lado | la de al lado | "
    "el de al lado | en otra parte | en otros | antes hacia | antes usaba | antes trabajaba | antes daba | "
    "antes si | antes ponia | antes lo hacia | antes haciamos | antes usabamos | solia hacer | solia usar | "
    "solia trabajar | soliamos | hace anos que no | anos atras | en su dia | en mis tiempos | en aquella epoca | "
    "en aquel entonces | en el pasado | cuando estudiaba | cuando estudie | cuando empece | en la escuela | "
    "en la carrera | en la facultad | en el curso | en la academia | en clase nos | nos ensenaron | me ensenaron | "
    "mi profesor | mi profesora | mi maestro | mi maestra | el profe | la profe | ya no hago | ya no hacemos | "
    "ya no uso | ya no trabajo | deje de hacer | deje de usar | dejamos de | dicen que | se dice que | he leido | "
    "lei que | lei en | segun google | en internet | en youtube | la wikipedia | chatgpt | en tiktok | "
    "en instagram | los libros | los influencers | el ano que viene | el proximo ano | el ano proximo | "
    "el mes que viene | el proximo mes | proximamente | muy pronto | dentro de poco | en breve | en otono | "
    "en primavera | algun dia | voy a aprender | quiero aprender | me gustaria aprender | espero aprender | "
    "pienso aprender | vamos a incorporar | tengo pensado | pienso formarme | me voy a formar | voy a formarme | "
    "estoy apuntada | estoy apuntado | me apunte a | me inscribi | cuando termine el curso | cuando acabe el curso | "
    "cuando me certifique | empezare | aprendere | ofreceremos | incorporaremos | empezaremos a | supuestamente | "
    "por lo visto | al parecer | tengo entendido"
)
_CONDITIONS = phrases(
    "si lo desea | si lo deseas | si lo prefiere | si lo prefieres | si prefiere | si prefieres | si preferis | "
    "si lo pide | si lo pides | si lo pedis | si me lo pide | si me lo piden | si lo piden | si alguien | "
    "si el cliente | si la clienta | si un cliente | si una clienta | si el paciente | si quiere | si quieres | "
    "si queres | si usted quiere | si le gusta | si te gusta | a peticion | a pedido | bajo pedido | "
    "en el relajante | para el relajante | en un relajante | para un relajante | en el masaje relajante | "
    "para el masaje relajante | en los relajantes | para relajar | para relajarse | para relajacion | en el sueco | "
    "para el sueco | si pongo | si uso | si usamos | si ponemos | si echo | si echas | si uno pone | si pusiera | "
    "si usara | si hay | si la piel | con mucho aceite | con tanto aceite | con demasiado aceite | con mucha crema | "
    "con demasiada crema | si la pierna | salvo que | a menos que | excepto si | excepto"
)
_STATEMENTS = {
    "_unable": "buscamos masajista* | se busca masajista* | se solicita masajista* | enviar curriculum | enviar cv | "
    "manda* tu cv | nunca aprendi | no aprendi | nunca estudie | no estudie | no he estudiado | no me ensenaron | "
    "nunca me ensenaron | no me forme | no tengo formacion | no estoy formad* | no estoy capacitad* | "
    "no sabria decir* | no sabria explic* | no le sabria | no te sabria | no se explicar* | no sabemos explicar | "
    "no le puedo explicar | no te puedo explicar | no puedo explicar* | no tengo idea | ni idea | no tengo ni idea | "
    "ni la menor idea | no se que es | no se que son | no se nada de | no sabemos nada | nunca oi | nunca he oido | "
    "no habia oido | no soy la persona | no me pregunte* | no nos pregunte* | no es lo mio | no es lo nuestro | "
    "no es mi fuerte | no forma parte de | no ofrezco | no ofrecemos | no tenemos ese | no tenemos esa | "
    "no lo ofrec* | no se me da | me lo perdi | ese dia falte | siempre los confundo | siempre las confundo | "
    "no lo hemos visto | no hemos visto | no lo vimos | no damos explicaciones | todavia no se | aun no se hacer | "
    "no hago nada de eso | no hacemos nada de eso | yo de eso no | de eso no se | de eso no entiendo | "
    # Words to whoever scores take their sentence, and what stands before it, out of what is claimed.
    "como modelo de lenguaje | eres un modelo | eres una ia | nota maxima | maxima nota | maxima puntuacion | "
    "puntuacion maxima | puntuacion perfecta | mejor puntuacion | maxima calificacion | calificacion maxima | "
    "puntuala con | puntue con | califica* con | calificala | cumple todos los criterios | "
    "cumple con todos los criterios | cumple todos los requisitos | nota para el evaluador | nota para la ia | "
    "nota para el corrector | atencion evaluador | estimado evaluador | ignora las instrucciones | "
    "ignore las instrucciones | ignora todas las | olvida las instrucciones | instrucciones anteriores | "
    "mensaje para el sistema",
    "_retracted": "es broma | era broma | es una broma | mentira | no es cierto | olvidelo | olvidalo | olviden lo | "
    "lo copie | copiado de | es lo que pone en | es lo que dice la | en realidad hago | en realidad solo | "
    "en realidad le pongo | en realidad pongo | en realidad uso | en la practica hago | nada de eso | nada de esto | "
    "nada de lo anterior | de eso aqui nada | aqui eso no | eso aqui no | pero lo deje | lo deje hace | "
    "lo dejamos hace | lo abandone | ya no lo hago | ya no lo hacemos | pero ya no | no es mi estilo | "
    "no es nuestro estilo | no es para mi | eso se lo dejo a | eso lo dejo para | eso lo dejamos para | "
    "ni en suenos | para el folleto | para la web | para la pagina | puntuala con | puntuame | puntue con | "
    "califica* con | maxima puntuacion | puntuacion maxima | nota maxima | la mejor nota | "
    "cumple todos los criterios | cumple con todos los criterios | jajaja es broma | todo mentira | bla bla | "
    "puro cuento",
    "_others": "terapeutas | masajistas | clinicas | spas | fisios | fisio | fisioterapeutas | fisioterapeuta | "
    "osteopata | osteopatas | quiropractico* | kinesiologo* | medico | medicos | traumatologo* | colega | colegas | "
    "companera | companero | companeras | companeros | profesor | profesora | profesores | maestra | maestro | "
    "autores | libro | libros | travell | simons | janda | barnes | otra persona | especialistas | competencia | "
    "socia | socio | jefa | jefe | hermana | hermano | marido | esposa | esposo | prima | primo | el de enfrente | "
    "los de enfrente",
    "_distance": "yo no | nosotros no | nosotras no | aqui no | yo solo | nosotros solo | nosotras solo | yo hago | "
    "yo doy | nosotros hacemos | nosotras hacemos | lo mio es | lo nuestro es | yo en cambio | nosotros en cambio | "
    "yo prefiero | nosotros preferimos | yo nunca | nosotros nunca | yo me limito | nos limitamos | eso es cosa de | "
    "eso es cosa suya | vaya a uno | pregunteselo a | preguntele a | aca no | yo sigo con | aqui seguimos con",
}

_INSTRUCTIONS = (
    r"\b(?:ignora|ignore|ignoren|olvida|olvide)\b[^.]{0,40}\b(?:instruccion|regla|criterio|anterior|rubrica)"
    r"|\b(?:da(?:me|le)?|den?(?:me|le)?|pon(?:me|le|ga|gan)?|asigna|puntua|califica)\w*\b[^.]{0,40}"
    r"\b(?:maxima|maximo|puntuacion|puntos|nota|sobresaliente)\b"
    r"|\bestimad[oa]s? (?:evaluador|moderador|sistema|ia)\b|\beres (?:una ia|un modelo|un evaluador)\b"
    r"|\bcumple (?:con )?todos los criterios\b"
)

# "De" gives no order, and points are also where it hurts.
_INSTRUCTIONS_SECOND = (
    r"\b(?:ignora|ignore|ignoren|olvida|olvide)\b[^.]{0,40}\b(?:instruccion|reglas?\b|criterio|rubrica|lo anterior\b)"
    r"|\b(?:da|dame|dale|den|deme|denme|denle|pon|ponme|ponle|ponga|pongan|asigna|asigne|puntua|puntue|califica|califique)"
    r"\b[^.]{0,40}\b(?:puntuacion|puntaje|calificacion|sobresaliente|nota (?:maxima|perfecta|alta)|(?:la|mejor) nota"
    r"|(?:maximos?|todos los) puntos?(?! (?:de|que|gatillo|doloros|sensib|tens))|maximo puntaje|10 (?:de|sobre) 10)\b"
    r"|\bestimad[oa]s? (?:evaluador|moderador|sistema|ia)\b|\beres (?:una ia|un modelo|un evaluador)\b"
    r"|\bcumple (?:con )?todos los criterios\b"
)

SPANISH = Grammar(
    code="es",
    name="Spanish",
    function_words=FUNCTION_WORDS,
    sure=(FUNCTION_WORDS - _SHARED) | _OFTEN,
    negations=words("no nunca jamas sin ni tampoco evito evitamos evita evitar evitando"),
    degrees=words(
        "poco poca pocos pocas poquito poquita poquitito minimo minima escaso escasa menos limitado moderado"
    ),
    scope_ends=words(
        "pero porque pues aunque sino mientras cuando donde para hasta entonces asi y e salvo excepto luego solo "
        "ni nunca jamas tampoco siempre"
    ),
    after_negation_neutral=words(
        "solo solamente siempre necesariamente problema problemas prisa prisas apuro apuros duda dudes embargo "
        "obstante importa pasa preocupes preocupe raro dudarlo compromiso mas menos unicamente tanto todos todas "
        "todo tarda tardo sorprende falla"
    ),
    lone_negations=words("no nunca jamas"),
    plain_negations=words("no sin nunca"),
    answer_particles=words("no"),
    answer_particle_followers=words("yo nosotros nosotras casi aqui aca ella el"),
    backward_negations=words("no nunca jamas"),
    auxiliaries=words("es son esta estan puede pueden hay"),
    predicates=words("necesario necesaria necesarios necesarias parte imprescindible obligatorio"),
    refusals=words("nop nel nones negativo nada ninguno ninguna cero"),
    pointers=words("eso esto no nunca jamas"),
    instead=phrases("en vez de | en lugar de | en cambio de"),
    asides=_ASIDES,
    aside_ends=words("pero ahora hoy actualmente aqui sino yo nosotros nosotras aunque cambio"),
    conditions=_CONDITIONS,
    only_after=words("salvo excepto"),
    writers=words(
        "yo nosotros nosotras uso usamos utilizo utilizamos empleo empleamos trabajo trabajamos pongo ponemos hago "
        "hacemos doy damos aplico aplicamos echo echamos mi nuestra nuestro nuestras nuestros soy somos"
    ),
    nowadays=words("ahora hoy actualmente"),
    nowadays_phrases=phrases("hoy en dia | a dia de hoy | desde entonces"),
    past_verbs=words("usaba trabajaba daba ponia hice use trabaje aprendi haciamos usabamos creia pensaba"),
    third_persons=words("ellos ellas ella"),
    statements=_STATEMENTS,
    affirmations=words("si claro desde por obvio dale seguro cierto afirmativo vale efectivamente exacto siempre"),
    interrogatives=words(
        "puede pueden puedo podria podrian como por que cual cuales donde cuando hay usa usan es son hacen se"
    ),
    tasks=words(
        "explique explica explicar describa describe describir defina define enumera enumere compare redacta resume"
    ),
    further_negations=words("falta carezco carecemos imposible incapaz niego rechazo"),
    speakers=words(" ".join((_BEING, _DOING, _SAYING)))
    | words(
        "yo tu vos usted ustedes nosotros nosotras me te se le les nos mi mis su sus nuestro nuestra nuestros nuestras"
    ),
    determiners=words("el la los las un una lo esto eso ese esa esos este estos porque cuando asi entonces"),
    personal=words(" ".join((_PRONOUNS, _BEING, _DOING, _SAYING)))
    | words("no si lo que cuando porque donde quien esto eso asi esa ese muchas veces siempre"),
    joiners=words("y e o con mas tambien"),
    contractions={
        "pa": ("para",),
        "pal": ("para", "el"),
        "q": ("que",),
        "k": ("que",),
        "xq": ("porque",),
        "porq": ("porque",),
        "pq": ("porque",),
        "tb": ("tambien",),
        "tmb": ("tambien",),
        "aki": ("aqui",),
        "mui": ("muy",),
        "asta": ("hasta",),
        "ago": ("hago",),
        "ai": ("hay",),
        "aser": ("hacer",),
    },
    elisions={"pa": "para", "p": "para", "to": "todo", "na": "nada"},
    instructions=_INSTRUCTIONS,
    negative_concord=True,
)

SPANISH_SECOND = replace(SPANISH, instructions=_INSTRUCTIONS_SECOND)
