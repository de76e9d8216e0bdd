### Words of residents' pages: home, search, services, forms, tracking, following.

## Navigation
counter-nav-services = Servicios
counter-nav-track = Siga su caso
counter-nav-privacy = Privacidad
counter-nav-accessibility = Accesibilidad
counter-nav-cookies = Cookies
counter-home = Inicio

## Home
counter-home-title = Inicio
counter-home-heading = ¿Qué podemos hacer por usted?
counter-search-label = Busque entre { $count } servicios
counter-search-hint = Con sus propias palabras, por ejemplo «hoyo en la calle» o «basura»
counter-search-short = Busque en todos los servicios
counter-tasks = Lo que más se pide
counter-how-long-note = Los tiempos son de los casos que cerramos en los últimos { $months } meses.
counter-how-long-link = Cuánto tarda cada cosa
# $time is a length of time: “2 working days”.
counter-half-done = Normalmente en { $time }
# $share is a percentage.
counter-on-time = { $share } a tiempo
counter-sent-already = Después de enviar algo
counter-card-track = Siga lo que envió
counter-card-track-text = Vea cómo va, escríbanos o cambie algo.
counter-card-map = Vea lo que avisaron otros
counter-card-map-text = Un mapa y una lista de avisos en la ciudad.
counter-card-waits = Vea cuánto tardan las cosas
counter-card-waits-text = Lo que prometemos y cuántas veces lo cumplimos.
counter-by-topic = Por tema
counter-all-services = Los { $count } servicios de la A a la Z

## Lists and search
counter-services-title = Todos los servicios
counter-services-lead = { $count } servicios, por tema y de la A a la Z.
counter-a-to-z = De la A a la Z
counter-letters = Letras
counter-see-all = Ver todos los servicios
counter-search-title = Encuentre un servicio
counter-search-title-for = «{ $words }»: búsqueda
counter-search-again = ¿Qué busca?
counter-call = Llame al { $phone }
# Una página muestra 20 como máximo.
counter-found =
    { $count ->
        [20] Los 20 servicios que mejor corresponden a «{ $words }»
        [one] { $count } servicio para «{ $words }»
       *[other] { $count } servicios para «{ $words }»
    }
counter-nothing = No encontramos nada para «{ $words }»
counter-nothing-shorter = Pruebe con una sola palabra, como «luz» o «basura».
counter-nothing-other = Pruebe con otra palabra para lo mismo.
counter-nothing-call = O llámenos al { $phone }, { $hours }. Le ayudamos a encontrarlo.
counter-not-there = ¿No es lo que buscaba?
counter-not-there-call = O llámenos al { $phone }, { $hours }.
counter-missing-title = No tenemos ese servicio
counter-missing-text = Puede que la dirección esté mal escrita o que el servicio tenga otro nombre. Búsquelo con sus propias palabras.

## A service
counter-start = Empezar ahora
counter-start-report = Avisar ahora
counter-start-apply = Solicitar ahora
counter-start-complain = Quejarse ahora
counter-no-account = No hace falta cuenta
counter-times = Cuánto tarda
counter-promised = Prometemos
counter-half = La mitad se hace en
counter-nine-of-ten = 9 de cada 10 se hacen en
counter-kept = Promesas cumplidas
counter-from-cases = De unos { $count } casos cerrados en los últimos { $months } meses.
counter-more-waits = Más sobre estos tiempos
counter-too-few = En los últimos { $months } meses cerramos muy pocos casos para decir cuánto suele tardar.
counter-promise-working-hours =
    { $count ->
        [one] { $count } hora hábil
       *[other] { $count } horas hábiles
    }
counter-promise-working-days =
    { $count ->
        [one] { $count } día hábil
       *[other] { $count } días hábiles
    }
counter-promise-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
counter-cost = Costo
counter-who = Para quién es
counter-audience-residents = Quienes viven aquí
counter-audience-businesses = Negocios
counter-audience-visitors = Visitantes
counter-name-needed = Su nombre
counter-anonymous = No hace falta. Con su correo electrónico podemos contarle cómo va.
counter-contact-needed = Necesitamos saber cómo contactarle.
counter-public = Quién lo ve
counter-public-yes = Todos ven qué se avisó y dónde, nunca quién avisó.
counter-public-no = Solo usted y el personal que lo atiende.
counter-team = Lo hace
counter-not-online = Todavía no hay formulario en línea para esto. Llámenos al { $phone } ({ $hours }) o escriba a { $email }.
counter-related = Servicios relacionados

## Help pages
counter-privacy-title = Privacidad
counter-privacy-text =
    Solo pedimos lo que necesitamos para hacer lo que nos pidió.

    ## Qué guardamos

    - Lo que nos cuenta en un formulario, los mensajes entre usted y nosotros y las fotos que añade.
    - Su nombre, correo electrónico y teléfono, si los da. Los usamos para responderle y para nada más.
    - Qué pasó con su caso y cuándo, para que usted y otros puedan comprobar cómo trabajamos.

    Antes de guardar las fotos les quitamos el lugar y el aparato que la cámara anotó en ellas.

    ## Quién lo ve

    El personal que atiende su caso, y usted con su enlace personal. Algunos avisos aparecen en el mapa público: qué es, dónde está y cómo va. Su nombre, su dirección de correo y sus mensajes, nunca. Antes de enviar un aviso verá exactamente lo que verán los demás.

    ## Cuánto tiempo

    Cada servicio tiene un plazo, de uno a diez años desde que se cierra el caso. Entonces borramos lo que nos contó: sus respuestas, su nombre y sus datos de contacto, los mensajes, las cartas y las fotos. Queda qué servicio fue, en qué barrio, cuándo y cómo terminó. Lo que empezó y no envió se borra a los 14 días.

    ## Sus derechos

    En la página de su caso puede ver, corregir y retirar lo que envió. Para que borremos algo, llámenos al { $phone } o escriba a { $email }.
counter-accessibility-title = Accesibilidad
counter-accessibility-text =
    Todos deberían poder usar este sitio, también con lector de pantalla, solo con el teclado, en un teléfono pequeño o sin JavaScript. Seguimos las Pautas de Accesibilidad para el Contenido Web 2.2, nivel AA, y revisamos cada página antes de publicarla.

    ## Mapas

    Nadie necesita el mapa. Cada lugar se puede escribir como dirección, y cada mapa tiene una lista que dice lo mismo.

    ## Si algo no le funciona

    Llámenos al { $phone } o escriba a { $email }. Lo hacemos con usted y arreglamos la página.
counter-cookies-title = Cookies
counter-cookies-text =
    Ponemos unas pocas cookies pequeñas que el sitio necesita para funcionar, y ninguna más. No seguimos a nadie ni compartimos nada con anunciantes.

    | Para qué | Cuánto tiempo |
    |---|---|
    | Guardar lo que escribió en un formulario hasta que lo envíe | 30 días |
    | Recordar su idioma | 30 días |
    | Mantener su sesión abierta, si entra | hasta que salga, tras 3 horas sin uso o 12 horas después de entrar |
    | Mostrar un mensaje una vez, como «enviado» | 1 minuto |

    Si las borra, solo pierde lo que todavía no ha enviado. ¿Preguntas? Llámenos al { $phone } o escriba a { $email }.

## The form
counter-begun = Empezó esto y todavía no lo ha enviado.
counter-begun-link = Seguir donde lo dejó
counter-forget-title = ¿Usan otras personas este equipo o teléfono?
counter-forget-text = Entonces borre lo que escribió antes de irse. Lo que ya envió queda con nosotros.
counter-forget = Borrar lo que escribí
counter-forgotten = Lo que escribió está borrado.
counter-continue = Continuar
counter-step = Paso { $step } de { $steps }
counter-kept-note = Guardamos 14 días lo que escribe, para este navegador. El equipo no ve nada antes de que lo envíe.
counter-date-hint = Por ejemplo, 27 3 2026
counter-many-hint = Elija todo lo que corresponda
counter-contact-name = Nombre
counter-contact-email = Correo electrónico
counter-contact-email-hint = Le enviamos su enlace personal y le contamos cómo va.
counter-contact-kept = Aquí no mostramos lo que nos dio antes. Deje un campo vacío para que quede como está.
counter-email-wrong = Escriba un correo electrónico, como nombre@example.org
counter-photos-missing = Elija primero una foto
counter-contact-phone = Teléfono
counter-place-unknown = No conocemos esta dirección en nuestra ciudad. Revise cómo está escrita o escriba la dirección más cercana. Si está en nuestra ciudad, pulse Continuar otra vez para enviarla así
counter-photo-alt = Foto { $number }
counter-photo-remove = Quitar la foto { $number }
counter-photo-another = Añadir otra foto
counter-photo-add = Añadir fotos
counter-photos-full = Ya añadió todas las fotos que podemos recibir.
counter-photos-hint = JPEG, PNG, WebP o GIF, hasta 10 MB cada una.
counter-photos-private = Quitamos el lugar y la hora que la cámara anotó en la foto. Solo la ven usted y nuestro personal, salvo que el personal la haya revisado y la muestre con su aviso público.
counter-photos-max =
    { $max ->
        [one] Añada como mucho { $max } foto
       *[other] Añada como mucho { $max } fotos
    }
# $taken photos were added, $left were not.
counter-photos-left =
    { $left ->
        [one] Podemos recibir { $max } fotos a la vez: se añadieron { $taken } y quedó fuera { $left }. Elíjala otra vez
       *[other] Podemos recibir { $max } fotos a la vez: se añadieron { $taken } y quedaron fuera { $left }. Elíjalas otra vez
    }
counter-photos-enough = Este caso ya tiene todas las fotos que podemos recibir. Escríbanos un mensaje
counter-photo-empty = «{ $name }» está vacío. Elija otra foto
counter-photo-too-large = «{ $name }» pesa más de 10 MB. Elija una foto más pequeña
counter-photo-not-a-photo = «{ $name }» no es una foto que podamos leer. Elija un JPEG, PNG, WebP o GIF
counter-photo-heic = «{ $name }» está en formato HEIC. Elíjala otra vez como JPEG: en un iPhone, compártala como «Más compatible»
counter-photo-too-many-pixels = «{ $name }» tiene demasiados píxeles. Elija una foto más pequeña
counter-photo-damaged = «{ $name }» está dañada o incompleta. Elija otra foto
counter-photo-busy = Estamos ocupados con otras fotos. Añada «{ $name }» otra vez en un minuto
counter-lost-title = No encontramos este formulario
counter-lost-text = Se empezó en otro navegador, tiene más de 14 días o este navegador no guarda cookies. Empiece de nuevo: busque el servicio aquí abajo.
counter-lost-sent = ¿Ya lo envió?
counter-lost-track = Siga su caso
counter-lost-search = ¿Qué servicio era?

## Reports nearby
counter-nearby-title = ¿Es alguno de estos?
counter-nearby-lead =
    { $count ->
        [one] Alguien nos avisó de algo parecido cerca de allí. Si es lo suyo, no hace falta que lo envíe otra vez.
       *[other] Otras personas nos avisaron de cosas parecidas cerca de allí. Si una es la suya, no hace falta que la envíe otra vez.
    }
counter-nearby-new = No, el mío es nuevo
counter-nearby-which = Sí, es este
counter-nearby-choose = Elija el aviso que es el suyo, o pulse «No, el mío es nuevo»
counter-nearby-distance = a { $metres } m
counter-nearby-here = En el mismo lugar
counter-nearby-reported = avisado
counter-nearby-followers =
    { $count ->
        [one] { $count } persona lo sigue
       *[other] { $count } personas lo siguen
    }
counter-nearby-email = Su correo electrónico
counter-nearby-email-hint = Si lo deja, le avisamos cuando haya novedades. Nadie más lo ve.
counter-nearby-join = Es este, quiero seguirlo
counter-joined-title = Gracias, ya lo sabemos
counter-joined-text = Lo suyo se atiende con la referencia { $reference }. No tiene que hacer nada más.
counter-joined-letter = Le hemos enviado un correo. Abra el enlace para decirnos que quiere las novedades.
counter-joined-see = Ver el aviso

## Check and send
counter-check-title = Revise sus respuestas: { $service }
counter-check-heading = Revise sus respuestas
counter-check-correct = Cambie lo que nos contó
counter-check-again = Mire esta página otra vez: una respuesta ya no vale.
counter-not-given = Sin respuesta
counter-pin = Marcador en { $lat }, { $lon }
counter-preview = Lo que verán todos
counter-only-we = Lo que solo vemos nosotros
counter-only-we-name = Quién es usted y cómo contactarle
counter-only-we-photos = Sus fotos, hasta que el personal haya revisado una y la muestre
counter-only-we-messages = Los mensajes entre usted y nosotros
counter-private = Solo usted y el personal que lo atiende ven lo que envía. No aparece en el mapa público.
counter-send-heading = Envíelo
counter-send-changes-heading = Envíe sus cambios
counter-send-promise = Si lo envía ahora, queremos terminar a más tardar el { $day }.
counter-send-promise-paid = Si lo envía y paga ahora, queremos terminar a más tardar el { $day }.
counter-send-nobody = No dejó un correo electrónico, así que no podemos escribirle. En la página siguiente recibe una referencia y un enlace: guárdelos.
counter-consent = Usamos lo que nos cuenta para atenderlo y responderle, y para nada más.
counter-consent-more = Cómo tratamos sus datos
counter-send = Enviar
counter-send-changes = Enviar los cambios
counter-corrected-late = El caso se cerró mientras tanto y sus cambios no se enviaron. Si no está resuelto, díganoslo aquí abajo o escríbanos un mensaje.
counter-corrected = Gracias. El equipo ve sus cambios.

## Sent
counter-done-title = Enviado: { $reference }
counter-done-heading = Lo tenemos
counter-done-reference = Su referencia es
counter-done-spelled = Para leerla en voz alta: { $words }
counter-done-letter = Hemos enviado un correo con su enlace personal a { $email }.
counter-done-no-letter = No dejó un correo electrónico. Apunte la referencia y guarde el enlace a su caso: no se lo podemos enviar.
counter-done-silent = Esta dirección ya recibió hoy muchos correos nuestros, así que no enviamos otro sobre este caso. Apunte la referencia y guarde el enlace a su caso.
counter-done-promise = Queremos terminar a más tardar el
counter-done-next = Qué pasa ahora
counter-done-track = Siga su caso
counter-done-public = Ver el aviso público
counter-to-home = Volver al inicio

## Following one's own case
counter-track-title = Siga su caso
counter-track-lead = Le enviamos un correo con el enlace a su caso. Allí ve cómo va y puede escribirnos, cambiar algo o retirarlo.
counter-track-reference = Referencia
counter-track-reference-hint = 8 letras y números, como B7K2-9MXR
counter-track-reference-missing = Escriba la referencia
counter-track-reference-length = Una referencia tiene 8 letras y números. Compruebe que no falte ninguno
counter-track-reference-character = Una referencia nunca tiene el carácter { $character }. Revísela
counter-track-reference-check = Uno de los caracteres está mal. Compare la referencia con su correo, carácter por carácter
counter-track-email-hint = El que nos dio en el formulario
counter-track-email-missing = Escriba el correo electrónico que nos dio
counter-track-send = Enviarme el enlace
counter-track-why = ¿Por qué por correo y no aquí mismo?
counter-track-why-text = Las referencias están en el mapa público y mucha gente conoce su correo electrónico. El correo solo le llega a usted.
counter-track-no-email = No di ningún correo electrónico
counter-track-no-email-text = Entonces llámenos al { $phone } ({ $hours }) y lea la referencia. Algunos avisos están también en el mapa público.
counter-track-sent-title = Mire su correo
counter-track-sent-text = Si la referencia y la dirección van juntas, el correo con su enlace está en camino. Tarda uno o dos minutos.
counter-track-sent-none = ¿No llega? Mire en el correo no deseado, revise la dirección que nos dio en el formulario o llámenos al { $phone } ({ $hours }).
counter-track-again = Probar con otra dirección
counter-link-subject = Su enlace a { $reference }
counter-link-text =
    Usted, o alguien con su dirección, pidió el enlace al caso { $reference }. Aquí está:

    { $link }

    Quien tiene este enlace puede ver el caso y escribirnos. No lo pase a nadie.

    { $town }
    Puede llamarnos al { $phone }.
counter-link-expired = Este enlace ya no vale
counter-link-expired-text = El caso se cerró hace más de un año. Si algo sigue pendiente, empiece de nuevo o llámenos.
counter-link-erased = Ya no sabemos lo que nos contó
counter-link-erased-text = Terminó el plazo durante el que guardamos lo que se cuenta en un caso como el suyo. Hemos borrado sus respuestas, su dirección, los mensajes y las fotos. Solo queda que hubo un caso y cuánto tardó.
counter-link-forged = Este enlace no lleva a ninguna parte
counter-link-forged-text = Puede que le falte una parte. Ábralo otra vez desde su correo, o deje que le enviemos uno nuevo.
counter-link-again = Enviarme un enlace nuevo
counter-link-call = O llámenos al { $phone } ({ $hours }).
counter-case-title = { $service } ({ $reference })
counter-case-reference = Su caso
counter-case-ended = Cerrado el { $day }.
counter-case-question = Le preguntamos
counter-case-promise = Queremos terminar a más tardar el
counter-case-late = Habíamos prometido terminar el
counter-case-late-note = Vamos con retraso y lo sentimos. No lo hemos olvidado: aparece con retraso en la lista de todo el equipo hasta que esté hecho.
counter-case-paused = El plazo está en pausa
counter-case-paused-you = Esperamos su respuesta
counter-case-paused-others = Esperamos a otros
counter-case-paused-note = Sigue en cuanto la tengamos. El día prometido se aplaza tanto como hayamos esperado.
counter-case-unpromised = Para esto no hemos prometido un día.
counter-case-history = Qué ha pasado
counter-by-you = Usted
counter-by-team = El equipo
counter-case-told = Lo que nos contó
counter-case-correct = Cambiar algo
counter-case-add-photos = Añadir fotos
counter-case-photos = Elija fotos
counter-case-photos-send = Enviar las fotos
counter-photos-added = Gracias. El equipo ve sus fotos.
counter-case-write = Escríbanos
counter-case-write-label = Su mensaje al equipo
counter-case-send = Enviar el mensaje
counter-case-answer = Respóndanos
counter-case-answer-label = Su respuesta
counter-case-answer-send = Enviar la respuesta
counter-message-missing = Escriba algo primero
counter-message-sent = Su mensaje se ha enviado. El equipo lo ve.
counter-case-withdraw = Retirar esto
counter-case-withdraw-text = Entonces paramos y cerramos el caso. Puede volver a avisarnos cuando quiera.
counter-case-withdraw-public = El aviso desaparece del mapa público.
counter-case-withdraw-reason = ¿Por qué?
counter-case-withdraw-button = Retirarlo y cerrar el caso
counter-withdrawn = Retirado. No haremos nada más.
counter-case-link = Esta página es solo suya
counter-case-link-text = Quien tiene su dirección puede ver el caso y escribirnos. Guárdela y no la pase a nadie.
counter-receipt = Guardar un recibo
counter-receipt-text = Con él podrá demostrar más adelante qué se escribió sobre su caso, aunque nosotros lo negáramos.
counter-receipt-more = Cómo funciona
counter-receipt-not-yet = Su recibo estará listo en cinco minutos como mucho. Vuelva a intentarlo entonces.
counter-case-public = Ver lo que ven todos
counter-case-service = Sobre este servicio
counter-went = ¿Cómo fue?
counter-went-label = ¿Qué tan satisfecho está?
counter-went-remark = ¿Qué podría ser mejor?
counter-went-send = Enviar su opinión
counter-went-thanks = Gracias por contarnos cómo fue.
counter-went-given = Nos dio { $rating } de 5.
counter-rating-5 = Muy satisfecho
counter-rating-4 = Satisfecho
counter-rating-3 = Ni una cosa ni la otra
counter-rating-2 = Poco satisfecho
counter-rating-1 = Nada satisfecho
counter-rating-missing = Elija qué tan satisfecho está
counter-rating-sent = Gracias. El equipo lo lee.
counter-not-solved = Esto no está resuelto
counter-not-solved-title = No resuelto: { $reference }
counter-not-solved-heading = ¿Qué no está resuelto?
counter-not-solved-text = El caso se abre otra vez y el equipo lee lo que escriba.
counter-not-solved-label = Cuente al equipo qué sigue mal
counter-not-solved-missing = Cuéntenos qué sigue mal
counter-not-solved-send = Contárselo al equipo
counter-not-solved-sent = Gracias. El equipo sabe que no está resuelto.
counter-my-cases = Mis casos
counter-my-cases-none = Todavía no ha enviado nada
counter-my-cases-none-text = Aquí está lo que envíe con su sesión abierta.
counter-my-cases-before = ¿Envió algo sin entrar? Pida el enlace

## Following what others reported
counter-follow-title = Novedades de { $reference }
counter-follow-ask = ¿Quiere un correo cuando haya novedades de este aviso?
counter-follow-yes = Sí, envíenme las novedades
counter-follow-no = No, olviden mi dirección
counter-follow-on = Recibe un correo cuando hay novedades.
counter-follow-confirmed = Recibirá las novedades por correo.
counter-follow-stop = No recibir más novedades
counter-stopped-title = No recibe novedades
counter-stopped-text = No le enviamos correos sobre este aviso y hemos borrado su dirección de él.
counter-stopped-map = Ver otros avisos

## El personal rellena un formulario para un vecino
counter-clerk-phone = Rellena esto para alguien que llama por teléfono.
counter-clerk-counter = Rellena esto para alguien que está en la ventanilla.
counter-clerk-letter = Rellena esto a partir de una carta.
counter-clerk-email = Rellena esto a partir de un correo electrónico.
counter-clerk-correction = Corrige lo que nos contó un vecino. Recibirá una carta sobre ello.
counter-channel-unknown = El formulario no dice cómo nos contactó el vecino.
counter-consent-clerk = Dígalo, si puede: usamos lo que nos cuentan para ocuparnos de esto y para responder, para nada más.
counter-send-nobody-clerk = No hay correo electrónico, así que nadie recibe una carta. Dé al vecino la referencia que muestra la página siguiente.
counter-done-clerk = Lea la referencia en voz alta. Una carta con ella y con el enlace personal va de camino a { $email }.
counter-done-clerk-no-letter = Lea la referencia en voz alta y deje que el vecino la apunte: no podemos enviarle una carta.
counter-done-desk = Abrir el caso
counter-check-correct-clerk = Corregir las respuestas
counter-reason = ¿Por qué lo cambia?
counter-reason-hint = El vecino lo lee en la carta, y queda en el historial.
counter-reason-missing = Escriba por qué lo cambia
counter-corrected-for = Las respuestas están corregidas y se ha avisado al vecino.
counter-check-changed = Mientras tanto cambiaron algunas respuestas. Sus cambios se conservan: mírelo todo otra vez y envíelo.
counter-news-title = Alguien cambió este caso mientras usted lo corregía
counter-news-text = Lo suyo aún no está guardado y no se ha perdido nada: sus correcciones están abajo, junto a lo que cambiaron otros. Mírelo todo otra vez y envíelo de nuevo.
counter-by-resident = El vecino

counter-time-hint = Por ejemplo, 18:30 o 6.30 pm
counter-iban-hint = Está en su tarjeta o extracto bancario y empieza con dos letras, como ES91 2100 0418
counter-signature-hint = Escriba su nombre completo. Vale como su firma
counter-organisation-name = Nombre
counter-organisation-number = Número de registro
counter-first-day = Primer día
counter-last-day = Último día
counter-worked-later = Lo calculamos con sus respuestas y se lo mostramos antes de enviar
counter-row-another = Añadir otro elemento: { $row }
counter-row-first = Añadir: { $row }
counter-row-remove = Quitar { $row } { $number }
counter-rows-full =
    { $count ->
        [one] Solo puede añadir 1
       *[other] Ha añadido los { $count } que caben
    }

counter-eligible-link = Compruebe primero si puede usar este servicio
counter-eligible-title = ¿Puede usar este servicio?
counter-eligible-note = No guardamos lo que responda aquí.
counter-eligible-yes = Puede usar este servicio
counter-eligible-yes-text = Por lo que nos dice, este servicio es para usted.
counter-eligible-no = No puede usar este servicio
counter-eligible-instead = Quizá le sirva esto:
counter-eligible-ask = Si cree que es un error, llámenos: { $phone }

counter-data-find = Buscar
counter-data-found =
    { $count ->
        [one] Encontramos uno
       *[other] Encontramos { $count }. Elija uno
    }
counter-data-more = Hay más. Escriba otra palabra para ver menos.
counter-data-none = No encontramos nada con esas palabras. Pruebe con menos palabras u otras.

counter-save-later = Guardar y terminar después
counter-save-title = Termine este formulario después
counter-save-lead =
    { $days ->
        [one] Le enviamos un enlace. Con él puede seguir dentro de 1 día, también en otro dispositivo.
       *[other] Le enviamos un enlace. Con él puede seguir durante { $days } días, también en otro dispositivo.
    }
counter-save-hint = Quien tenga el enlace puede leer y enviar su formulario. Envíeselo solo a usted.
counter-save-send = Guardar y enviarme el enlace
counter-save-email-missing = Escriba el correo electrónico para el enlace
counter-save-enough = Ya hemos enviado { $count } enlaces para este formulario. Revise su correo
counter-save-done = Hemos guardado su formulario y enviado un enlace a { $email }. Sirve hasta el { $day }.
counter-save-subject = Siga con su formulario: { $service }
counter-save-text =
    Ha guardado un formulario: { $service }

    Con este enlace puede seguir hasta el { $day }, también en otro dispositivo:
    { $link }

    Nadie del ayuntamiento lo ve antes de que lo envíe. Quien tenga el enlace puede leerlo: no lo comparta. Si no lo ha pedido, no tiene que hacer nada.

    { $town }
counter-return-title = Siga con su formulario
counter-return-text = Pasa a este navegador. Donde lo empezó necesitará el enlace de su correo para abrirlo otra vez.
counter-return-go = Seguir

counter-again = Empezar de nuevo con las mismas respuestas
counter-again-told = Hemos puesto lo que nos dijo entonces. Revíselo: puede haber cambiado algo.

### Practising with a draft of a service, from a link that its designer hands out.
counter-clerk-practice = Esto es una práctica. Pruebe lo que quiera: no se envía nada a nadie.
counter-practice-title = Práctica: { $service }
counter-practice-start = Empezar la práctica
counter-practice-pages = Las páginas del formulario
counter-practice-sometimes = solo con algunas respuestas
counter-practice-again = Practicar otra vez
counter-practised = Práctica terminada
counter-practised-text = Todas las respuestas están en orden. No se ha enviado nada.
counter-practised-answers = Lo que leería el equipo de «{ $service }»
counter-practice-gone = Aquí no hay nada que practicar
counter-practice-gone-text = El borrador se publicó o se descartó, o el enlace no está completo. Pregunte a quien se lo envió.

## Fees

counter-fee = Lo que paga
counter-fee-instead = en vez de { $amount }
counter-fee-next = Paga en la página siguiente, con tarjeta. Nuestro equipo empieza cuando esté pagado.
counter-fee-clerk = El residente recibe una carta con un enlace para pagar. Nuestro equipo empieza cuando esté pagado.
counter-fee-later = Ahora no paga nada. Le escribimos cómo pagar.
counter-fee-free = No hay nada que pagar.
counter-fee-unknown = Con sus respuestas no podemos calcular cuánto cuesta, así que no se puede enviar. Revise sus respuestas o llámenos al { $phone }.
counter-fee-when = Ve el importe antes de enviar el formulario y lo paga entonces.
counter-fee-fixed = Paga { $amount } al enviar el formulario.
counter-send-and-pay = Enviar y pasar a pagar
counter-case-paid = Pagado
counter-case-receipt = Recibo { $number }
counter-case-paid-refunded = { $amount } devueltos
counter-unpaid = Espera el pago

# La cita de un formulario. $until es una hora, $title el nombre de la cita.
counter-time-title = Elija una hora: { $title }
counter-time-heading = Elija una hora
counter-time-text = Le guardamos la hora que elija durante { $minutes } minutos, hasta que envíe el formulario.
counter-time-kept = Le guardamos esta hora hasta las { $until }: { $when }.
counter-time-keep = Guardar esta hora
counter-time-missing = Elija una hora
counter-time-yours = Su cita
counter-time-held = Guardada para usted hasta las { $until }. Queda reservada cuando envíe el formulario.
counter-time-change = Elegir otra hora
counter-time-lost = Ahora no hay ninguna hora guardada para usted. Elija una, por favor; todo lo demás que nos contó sigue aquí.
