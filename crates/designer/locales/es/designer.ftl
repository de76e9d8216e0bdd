### The service designer.

designer-nav-services = Servicios
designer-nav-approvals = Aprobaciones
designer-services = Servicios
designer-new = Crear un servicio
designer-copy = Copiar como servicio nuevo
designer-copies = Una copia de «{ $name }», con todas sus páginas y preguntas.
designer-search = Buscar un servicio
designer-count = 
    { $services ->
        [one] 1 servicio
       *[other] { $services } servicios
    }, { $drafts ->
        [one] 1 borrador
       *[other] { $drafts } borradores
    }
designer-information = solo información
designer-version = Versión { $version }
designer-published-version = publicado: versión { $version }
designer-unpublished = Sin publicar
designer-draft = Borrador
designer-draft-open = Borrador
designer-draft-of = Borrador: { $name }
designer-nameless = Sin nombre
designer-waits = Espera su día
designer-asked-tag = Por aprobar
designer-more = Hay más. Escriba una palabra del servicio para encontrarlo.
designer-none = Ningún servicio se llama así
designer-none-text = Pruebe con otra palabra o cree un servicio.
designer-last = Revisión { $revision }, de { $by } { $when }
designer-tabs = El borrador
designer-tab-overview = Resumen
designer-tab-texts = Textos y plazo
designer-tab-readiness = Qué falta para publicar
designer-tab-history = Historial
designer-tab-source = Definición
designer-tab-practice = Probarlo
designer-language-en = Inglés
designer-language-es = Español
designer-missing = Falta: mientras tanto, los vecinos leen el inglés
designer-missing-some = A un texto le falta un idioma
designer-english-missing = Escriba el texto en inglés: se lee donde falta otro idioma
designer-changed = { $by } ha cambiado este borrador desde que abrió la página
designer-changed-text = No ha perdido nada: está abajo tal como lo escribió. Mire qué ha cambiado y guarde lo suyo.
designer-changed-first = { $by } se adelantó y cambió el borrador. Así está ahora; lo suyo no se hizo.
designer-changes = Qué cambia
designer-what = Qué
designer-was = Antes
designer-now = Ahora
designer-nothing = nada
designer-no-changes = No hay diferencias.
designer-order-pages = Orden de las páginas
designer-order-questions = Orden de las preguntas
designer-of-page = Página «{ $title }»
designer-of-question = Pregunta «{ $label }»
designer-when = Cuándo se muestra
designer-when-hint = Marque respuestas y solo se mostrará después de una de ellas. Si marca respuestas de varias preguntas, cada una debe tener una de las suyas. Sin marcas se muestra siempre.
designer-when-one = Mostrar cuando «{ $label }» sea una de estas
designer-when-is = es: { $answer }
designer-when-none = Se muestra siempre. Una condición necesita una pregunta anterior con respuestas para elegir.
designer-when-short = Solo cuando
designer-written-title = Más de lo que dicen las marcas
designer-written = Condición en CEL
designer-written-hint = Por ejemplo: answers.depth > 10 && answers.lane != 'bike'. Vale en lugar de las marcas.
designer-written-wrong = Esta condición no se entiende, en el carácter { $at }: { $message }
designer-diagram = Los estados de un caso y los pasos entre ellos; la lista dice lo mismo
designer-diagram-text = Las flechas de la izquierda avanzan y las de la derecha vuelven. La cifra dice cuántos casos hay ahora.
designer-first = aquí empiezan los casos
designer-phase-open = Lo atiende el personal
designer-phase-waiting = Le toca a otra persona; el plazo se detiene
designer-phase-closed = Ha terminado
designer-cases = 
    { $count ->
        [one] 1 caso
       *[other] { $count } casos
    }
designer-median = la mitad en { $time }
designer-who-resident = residente
designer-who-caseworker = equipo
designer-who-lead = jefatura
designer-name-hint = Como lo diría un vecino, empezando con un verbo: «Avisar de un bache».
designer-service-kind = ¿Qué clase de servicio es?
designer-service-report = Avisar de un problema
designer-service-request = Pedir algo
designer-service-apply = Solicitar algo
designer-service-complain = Reclamar
designer-service-pay = Pagar
designer-service-book = Reservar
designer-service-information = Solo información, sin formulario
designer-please = Elija
designer-choose = Elija una opción de la lista
designer-team-hint = El equipo que recibe los casos.
designer-begin = Empezar el borrador
designer-see-public = Verlo como los vecinos
designer-go-on = Seguir con el borrador
designer-change = Cambiar este servicio
designer-service-of = { $name }: versiones y recorrido
designer-workflow = El recorrido de un caso
designer-workflow-text = 
    { $cases ->
        [one] Hay 1 caso
       *[other] Hay { $cases } casos
    } en marcha. Recorrido «{ $workflow }», equipo: { $team }.
designer-versions = Versiones
designer-offered = Se ofrece ahora
designer-with = con { $name }
designer-from-pack = de un paquete
designer-restores = recuperó la versión { $version }
designer-restore = Volver a esta
designer-restore-sure = ¿Publicar de nuevo, ahora mismo, el contenido de la versión { $version }?
designer-restored = La versión { $new } ya está publicada. Dice lo mismo que la versión { $old }.
designer-overview = El servicio de un vistazo
designer-texts-change = Cambiar textos, equipo y plazo
designer-texts-of = Textos y plazo: { $name }
designer-form = El formulario
designer-no-pages = El formulario aún no tiene ninguna página con preguntas.
designer-optional = puede quedar vacía
designer-public = pública
designer-question-add = Añadir una pregunta
designer-page-add = Añadir una página
designer-see-page = Ver esta página como un vecino
designer-next = ¿Qué sigue?
designer-to-readiness = Ver qué falta para publicar
designer-try = Probarlo como un vecino
designer-no-practice = Podrá probarlo en cuanto no haya errores en la definición.
designer-end = Descartar este borrador
designer-end-sure = ¿Descartar el borrador? Lo publicado queda como está.
designer-ended = El borrador se descartó. Lo publicado queda como está.
designer-move-up = Subir
designer-move-down = Bajar
designer-remove = Quitar
designer-removed = Se ha quitado. La revisión anterior aún lo tiene: vuelva a ella si lo necesita.
designer-kept = Guardado como revisión nueva.
designer-keep = Guardar
designer-summary-hint = Una frase, de 160 caracteres como máximo.
designer-cost-hint = «Gratis», o cuánto cuesta y cuándo.
designer-text-hint = Para qué sirve, quién puede usarlo, qué se necesita y qué pasa después. Markdown: ## empieza un título y - un punto.
designer-synonyms-hint = Otras palabras con que la gente lo busca, una por línea.
designer-runs = Para quién es y cómo funciona
designer-promise = ¿Cuánto tarda?
designer-promise-hint = El plazo es público, y también cuántas veces se cumple.
designer-promise-missing = Escriba cuánto tarda, por ejemplo 10
designer-unit = Contado en
designer-unit-working-days = días laborables
designer-unit-days = días
designer-unit-working-hours = horas laborables
designer-workflow-hint = Los estados por los que pasa un caso.
designer-months = ¿Durante cuántos meses se guardan los casos cerrados?
designer-months-hint = Después se borran los nombres y las respuestas.
designer-months-missing = Escriba durante cuántos meses se guardan los casos
designer-cases-public = Mostrar sus casos, sin nombres, en el mapa público
designer-cases-public-hint = Todos ven el lugar, el estado y las respuestas marcadas como públicas.
designer-audience-residents = Vecinos
designer-audience-businesses = Negocios
designer-audience-visitors = Visitantes
designer-audience-missing = Elija al menos una opción
designer-number-wrong = Escriba un número entero de { $least } a { $most }
designer-decimal-wrong = Escriba un número, como 12 o 1,5
designer-date-wrong = Escriba una fecha como 2028-02-29, o today, today+30, today-7
designer-date-hint = 2028-02-29, o contada desde el día: today, today+30, today-7
designer-page-new = Añadir una página
designer-title-hint = Mejor una pregunta: «¿Dónde está?». Cada página pregunta una cosa.
designer-question-new = Añadir una pregunta a «{ $page }»
designer-kind = ¿Cómo se responde?
designer-kind-hint = Elija esto primero: de ello depende qué más se puede fijar.
designer-kind-take = Usar esta
designer-label-hint = Lo que pregunta, con palabras sencillas.
designer-hint-hint = Ayuda debajo de la pregunta. Si es algo personal: para qué lo necesita.
designer-short-hint = Cómo se llama la respuesta en las listas, con 40 caracteres como máximo.
designer-options-hint = Una respuesta por fila. Las filas vacías no cuentan; guarde la página para tener más.
designer-options-missing = Escriba al menos una respuesta para elegir
designer-option = Respuesta { $number }
designer-unit-hint = Qué se cuenta: «metros», «personas».
designer-set-max_length = Como máximo, tantos caracteres
designer-set-min = Como mínimo
designer-set-max = Como máximo
designer-set-from = No antes de
designer-set-until = No después de
designer-set-photos = Como máximo, tantas fotos, de 1 a 5
designer-required = Se necesita una respuesta
designer-answer-public = Todos pueden leer la respuesta en el aviso público
designer-history-text = Cada cambio es una revisión que se conserva. Al volver, la antigua pasa a ser la más nueva.
designer-history-of = Historial: { $name }
designer-look = Qué cambió
designer-look-at = Qué cambió la revisión { $number }
designer-back-to = Volver a la { $number }
designer-went-back = El borrador está como en la revisión { $number }.
designer-did-new = Empezó de una página vacía
designer-did-begun = Empezó de la versión publicada
designer-did-copied = Empezó como copia
designer-did-texts = Cambió textos y plazo
designer-did-page = Cambió una página
designer-did-page-new = Añadió una página
designer-did-question = Cambió una pregunta
designer-did-question-new = Añadió una pregunta
designer-did-moved = Movió
designer-did-removed = Quitó
designer-did-back = Volvió a la revisión
designer-did-source = Cambió la definición
designer-source-of = Definición: { $name }
designer-source-text = Este es el servicio tal como lo guardan los archivos de un paquete. Aquí se puede fijar todo, también lo que las otras páginas no muestran.
designer-source = Definición en TOML
designer-source-missing = Escriba la definición
designer-source-wrong = Esto no es TOML. Abajo dice dónde
designer-export = Descargarlo como archivo
designer-checker = Lo que dice el comprobador
designer-readiness-of = Qué falta para publicar: { $name }
designer-blocks = Esto impide publicar
designer-nothing-blocks = Nada impide publicar.
designer-error = Hay que arreglarlo
designer-warning = Mejor arreglarlo
designer-line = Línea { $line } de la definición
designer-overtaken-by = Se publicó la versión { $version } después de empezar este borrador desde la versión { $base }. Lo que abajo difiere de ella se deshará al publicar.
designer-since = Qué cambia desde la versión { $version }
designer-all-new = Todo es nuevo
designer-for-residents = Cómo lo encontrarán los vecinos
designer-length = 
    { $pages ->
        [one] 1 página
       *[other] { $pages } páginas
    }, { $questions ->
        [one] 1 pregunta
       *[other] { $questions } preguntas
    }: alrededor de { $minutes ->
        [one] 1 minuto
       *[other] { $minutes } minutos
    } si se pregunta todo. Contamos 8 segundos por elección, 20 por línea y un minuto por lugar, fotos o relato.
designer-unreachable = Ninguna respuesta lleva a estas páginas
designer-all-reachable = Se puede llegar a todas las páginas.
designer-untranslated = 
    { $count ->
        [one] A 1 texto le falta un idioma
       *[other] A { $count } textos les falta un idioma
    }
designer-all-translated = Todos los textos están en los dos idiomas.
designer-reading = Qué tan fáciles de leer son los textos
designer-reading-text = Inglés: el curso escolar según Flesch y Kincaid, 8 como máximo. Español: la facilidad según Fernández Huerta, 60 como mínimo. No se juzgan textos de menos de 12 palabras.
designer-hard = Difícil de leer
designer-easy = Fácil de leer
designer-grade = curso { $figure }
designer-ease = facilidad { $figure } de 100
designer-personal = Qué pregunta sobre la persona
designer-personal-none = Nada que diga quién es alguien. Al final, el formulario pregunta cómo comunicarse.
designer-no-purpose = Ninguna ayuda dice para qué se necesita
designer-running = Casos en marcha
designer-running-text = 
    { $cases ->
        [0] No hay ningún caso en marcha.
        [one] Hay 1 caso en marcha. Conserva la versión con la que empezó; no se rompe nada.
       *[other] Hay { $cases } casos en marcha. Conservan la versión con la que empezaron; no se rompe nada.
    } Los casos nuevos empiezan con la versión que sigue a la { $version }.
designer-gone = Los casos en marcha tienen estas respuestas y los nuevos no, así que las cifras de ambos no son iguales:
designer-states-change = Los casos nuevos siguen otro recorrido. Estos estados se usan ahora:
designer-publish-title = Publicar
designer-publish = Publicar ahora
designer-ask = Pedir la aprobación
designer-agree = Aprobar y publicar
designer-two = En su municipio se publica entre dos: otra persona lo mira y lo aprueba.
designer-own = Usted lo pidió, así que debe aprobarlo otra persona: alguien de diseño o de administración.
designer-asked = Ya lo puede aprobar otra persona.
designer-asked-by = { $by } pide la aprobación.
designer-asked-for = Se publicará el { $day }.
designer-agreed = Está aprobado y espera su día.
designer-nobody-asked = Nadie ha pedido publicar este borrador.
designer-published = La versión { $version } ya está publicada.
designer-scheduled = Se publicará en su día.
designer-overtaken = El borrador o el servicio ha cambiado desde que abrió la página. Mírelo otra vez y publique.
designer-blocked = Todavía no se puede publicar. Arriba dice qué lo impide.
designer-on-a-day = Publicar otro día
designer-day = ¿Qué día, al empezar?
designer-day-past = Elija un día que aún no haya llegado
designer-day-wrong = Escriba el día en números, como 27 3 2028
designer-approvals = Servicios por aprobar
designer-approvals-text = Donde se publica entre dos, una persona escribe y otra lo mira.
designer-approvals-none = No hay nada por aprobar
designer-approvals-none-text = Cuando alguien de diseño lo pida, aparecerá aquí.
designer-field-name = Nombre
designer-field-summary = En una frase
designer-field-topic = Tema
designer-field-department = Departamento
designer-field-audience = Quién puede usarlo
designer-field-kind = Clase
designer-field-synonyms = Palabras con que se busca
designer-field-lgsl = Número en la lista de servicios
designer-field-source_type = Tipo en el sistema anterior
designer-field-popular = Entre los más comunes
designer-field-public = Público
designer-field-online = Con formulario
designer-field-cost = Costo
designer-field-workflow = Recorrido
designer-field-team = Equipo
designer-field-retention_months = Meses que se guardan los casos
designer-field-promise = Plazo
designer-field-nearby = Busca avisos cercanos
designer-field-routing = Reparto entre equipos
designer-field-title = Título
designer-field-when = solo cuando
designer-field-label = Pregunta
designer-field-short = Nombre de la respuesta
designer-field-hint = Ayuda
designer-field-required = Respuesta necesaria
designer-field-max_length = Caracteres como máximo
designer-field-min = Mínimo
designer-field-max = Máximo
designer-field-unit = Unidad
designer-field-options = Respuestas para elegir
designer-field-text = Texto de la página
designer-field-id = Clave
designer-kind-text = Una línea
designer-kind-longtext = Varias líneas
designer-kind-email = Correo electrónico
designer-kind-phone = Teléfono
designer-kind-number = Número
designer-kind-date = Fecha
designer-kind-yesno = Sí o no
designer-kind-one = Una de varias respuestas
designer-kind-many = Varias respuestas
designer-kind-place = Lugar en el mapa
designer-kind-photos = Fotos
designer-kind-contact = Datos de contacto
designer-kind-note = Una nota, sin respuesta
