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
counter-how-long-note = Los tiempos son de los casos que cerramos en los últimos { $days } días.
counter-how-long-link = Cuánto tarda cada cosa
# $time is a length of time: “2 working days”.
counter-half-done = La mitad, en { $time }
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
counter-found =
    { $count ->
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
counter-from-cases =
    { $count ->
        [one] De { $count } caso cerrado en los últimos { $days } días.
       *[other] De { $count } casos cerrados en los últimos { $days } días.
    }
counter-more-waits = Más sobre estos tiempos
counter-too-few = En los últimos { $days } días cerramos muy pocos casos para decir cuánto suele tardar.
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
counter-who = Quién puede usarlo
counter-audience-residents = quienes viven aquí
counter-audience-businesses = negocios
counter-audience-visitors = visitantes
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

    Cada servicio tiene un plazo tras el cual se borran los casos cerrados. Lo que empezó y no envió se borra a los 14 días.

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
    | Mantener su sesión abierta, si entra | hasta que salga, como mucho 12 horas sin uso |
    | Mostrar un mensaje una vez, como «enviado» | 1 minuto |

    Si las borra, solo pierde lo que todavía no ha enviado. ¿Preguntas? Llámenos al { $phone } o escriba a { $email }.
