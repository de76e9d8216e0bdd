### Palabras del escritorio: el espacio de trabajo del personal.

## Navigation and the inbox
desk-nav-inbox = Bandeja
desk-start-title = Su escritorio
desk-start-text = Los casos los ve quien trabaja en ellos. Su función tiene otro trabajo.
desk-start-go = Puede seguir aquí:
desk-start-services = Todos los trámites, como los ven los residentes
desk-start-waits = Cuánto tardan las cosas
desk-inbox-title-mine = Mis casos
desk-inbox-title-team = Casos de mi equipo
desk-inbox-title-all = Todos los casos
desk-views = De quién son los casos
desk-view-mine = Míos
desk-view-team = Mi equipo
desk-view-all = Todos
desk-facts = Lo que pide atención
desk-fact-late = con retraso
desk-fact-soon = vencen pronto
desk-fact-unread = con mensaje nuevo
desk-fact-waiting = en espera de respuesta
desk-filter = Filtrar los casos
desk-search = Buscar en los casos: palabras, nombre, referencia
desk-team = Equipo
desk-team-mine = Todos mis equipos
desk-any-team = Cualquier equipo
desk-service = Servicio
desk-any-service = Cualquier servicio
desk-phase = Estado
desk-phase-live = Sin cerrar
desk-phase-open = Trabajamos en ello
desk-phase-waiting = En espera
desk-phase-closed = Cerrados
desk-district = Barrio
desk-any-district = Cualquier barrio
desk-filter-apply = Mostrar
desk-filter-clear = Quitar el filtro
desk-filter-name = Guardar este filtro como
desk-filter-keep = Guardar
desk-filter-kept = El filtro «{ $name }» está guardado.
desk-filter-forget = Quitar el filtro guardado «{ $name }»
desk-filter-forgotten = El filtro guardado se ha quitado.
desk-filter-name-missing = Ponga al filtro un nombre de { $max } caracteres como mucho.
desk-filter-too-many = Puede guardar { $max } filtros. Quite uno antes.
desk-choose = Elegir
desk-choose-one = Elegir { $reference }
desk-col-case = Caso
desk-col-place = Dónde
desk-col-age = Llegó
desk-col-promise = Plazo
desk-col-who = Quién
desk-me = Usted
desk-nobody = Nadie aún
desk-unread = Mensaje nuevo del residente
desk-changed = Cambió desde su última visita
desk-pages = Páginas de la lista
desk-page-before = Página anterior
desk-page-next = Página siguiente

# How the promise stands; $when is a time such as “in 3 days”, with its exact time.
desk-due-in = vence { $when }
desk-due-late = Retraso: { $time }
desk-due-late-now = Acaba de vencer
desk-due-paused-resident = Espera al residente
desk-due-paused-others = Espera a otros
desk-due-paused-stopped = Parado
desk-due-paused-staff = En pausa
desk-due-closed = Cerrado
desk-due-closed-late = Cerrado tarde
desk-due-none = Sin plazo

## Giving several cases at once
desk-bulk = Marque casos para darlos a alguien
# The # is replaced by a number in the browser.
desk-chosen = Elegidos: { $count }
desk-bulk-me = Quedármelos
desk-bulk-to = Darlos a…
desk-bulk-give = Dar
desk-colleagues = Colegas
desk-teams = Equipos
desk-bulk-none = Marque al menos un caso y como mucho { $max }.
desk-bulk-done = { $count ->
    [0] No se dio ningún caso.
    [one] Se dio { $count } caso.
   *[other] Se dieron { $count } casos.
}
desk-bulk-stayed = { $count ->
    [one] { $count } se quedó donde estaba: { $cases }
   *[other] { $count } se quedaron donde estaban: { $cases }
}
desk-bulk-changed = alguien lo cambió ahora mismo
desk-bulk-gone = no se encuentra
desk-bulk-foreign = es de otro equipo

## When a list is empty
desk-empty-mine = No tiene nada pendiente
desk-empty-mine-text = Aquí aparecen los casos que usted tome o que le den, primero los que vencen antes.
desk-empty-mine-go = Ver lo que tiene su equipo
desk-empty-team = Todo está hecho
desk-empty-team-text = Los casos nuevos aparecen aquí en cuanto los residentes los envían.
desk-empty-filter = Ningún caso encaja con este filtro
desk-empty-filter-clear = Quitar el filtro
desk-empty-search = No hay nada para «{ $query }»
desk-search-more = Estos son los { $count } mejores de más. Añada una palabra o un filtro para encontrar los demás.
desk-empty-search-text = Todas las palabras deben estar en el caso. Pruebe con menos palabras, el principio de una, un nombre, una calle o una referencia.
desk-empty-search-all = Buscar en todos los casos

## The case
desk-back = Volver a la lista
desk-back-case = Volver al caso
desk-case-before = Caso anterior
desk-case-next = Caso siguiente
desk-changed-title = Alguien cambió este caso mientras usted escribía
desk-changed-text = Lo suyo aún no se envió y no se ha perdido nada: está en el formulario de abajo.
desk-changed-do = Mire lo que cambió. Si aún quiere seguir, envíe el formulario otra vez.
desk-foreign-title = Este caso es de otro equipo
desk-foreign-text = Solo su equipo puede hacerlo: { $team }. Lo que escribió está abajo. Puede dejarlo como nota.
desk-read-only = Este caso es de { $team }. Puede leerlo, dejar una nota o pasarlo a otro servicio.
desk-repeats = Este caso repite
desk-news = { $count ->
    [one] Hay { $count } novedad
   *[other] Hay { $count } novedades
}
desk-news-since = desde que lo miró,
desk-new = Nuevo
# In place of the state's own name, which speaks to the resident.
desk-state-resident = Esperamos al residente
desk-told = Lo que nos dijo
desk-correct = Corregir una respuesta
desk-told-nothing = No se guardan respuestas de este caso.
desk-photos = { $count ->
    [one] { $count } foto
   *[other] { $count } fotos
}
desk-photo-alt = Foto { $number } de { $count } del residente
desk-photo-show = Mostrar al público
desk-photo-hide = Ocultar al público
desk-photo-public = La ve todo el mundo
desk-photo-private = Solo la ve el personal
desk-photo-shown = Ahora todo el mundo puede ver la foto.
desk-photo-hidden = Ahora solo el personal ve la foto.
desk-history = Lo ocurrido
desk-inside = solo lo ve el personal
desk-by-resident = El residente
desk-by-system = Automático
desk-cancel = Cancelar

## Beside the case
desk-promise = Plazo
desk-promise-by = Prometido para el
desk-promise-was = Estaba prometido para el
desk-promise-paused-resident = En pausa: debe responder el residente
desk-promise-paused-others = En pausa: deben actuar otros
desk-promise-paused-stopped = Parado
desk-promise-paused-staff = En pausa
desk-promise-paused-left = quedan cuando sigamos
desk-left = Quedan { $time }
desk-kept = Plazo cumplido
desk-not-kept = Plazo incumplido
desk-closed-at = Cerrado
desk-promised = Prometemos
desk-amount-working-hours = { $count ->
    [one] { $count } hora hábil
   *[other] { $count } horas hábiles
}
desk-amount-working-days = { $count ->
    [one] { $count } día hábil
   *[other] { $count } días hábiles
}
desk-amount-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
desk-used-staff = Usado por nosotros
desk-used-resident = Esperando al residente
desk-used-others = Esperando a otros
desk-who = Quién lo tiene
desk-person = Persona
desk-no-team = Sin equipo aún
desk-contact = Contacto
desk-contact-none = El residente no dejó nombre ni dirección. Solo quien guardó el enlace de este caso puede leer lo que usted escriba.
desk-language-en = Lee inglés
desk-language-es = Lee español
desk-followers = { $count ->
    [one] { $count } persona sigue este aviso
   *[other] { $count } personas siguen este aviso
}
desk-feedback = Cómo fue
desk-feedback-solved = Resuelto
desk-feedback-not-solved = No resuelto
desk-feedback-rating = { $rating } de 5
desk-near = Abiertos y cerca
desk-metres = a { $count } m
desk-compare = ¿Es lo mismo? Comparar
desk-repeats-this = { $count ->
    [one] { $count } caso repite este
   *[other] { $count } casos repiten este
}
desk-earlier = Otros casos de esta persona
desk-letters = Cartas
desk-letters-none = No ha salido ninguna carta.
desk-letter-queued = por salir
desk-letter-failed = se intentará otra vez
desk-letter-sent = enviada
desk-letter-dead = no se pudo entregar
desk-public-page = Ver lo que ve el público

## Doing something
desk-take = Me lo quedo
desk-taken = El caso es suyo.
desk-given = El caso está asignado.
desk-reason-add = Añadir un motivo
desk-reason = Motivo
desk-reason-hint = Para sus colegas; el residente no lo ve.
desk-reason-missing = Escriba un motivo
desk-transition-missing = Elija qué hacer
desk-transition-made = El estado del caso ha cambiado.
desk-message = Escribir al residente
desk-reply-choose = Empezar con una respuesta
desk-reply-none = Vacía
desk-reply-use = Usarla
desk-message-label = Mensaje
desk-message-hint = Sale por correo electrónico, con un enlace para responder.
desk-message-hint-no-email = No hay correo electrónico: solo lo lee quien guardó el enlace de este caso.
desk-message-send = Enviar el mensaje
desk-message-missing = Escriba un mensaje
desk-message-sent = El mensaje está enviado.
desk-ask = Preguntar
desk-question-label = Pregunta
desk-question-hint = El plazo se detiene hasta que el residente responda.
desk-question-send = Enviar la pregunta
desk-question-missing = Escriba una pregunta
desk-question-sent = La pregunta está enviada. El plazo espera la respuesta.
desk-note = Nota
desk-note-label = Nota
desk-note-hint = Solo la lee el personal.
desk-note-keep = Guardar la nota
desk-note-missing = Escriba una nota
desk-note-kept = La nota está guardada.
desk-assign = Asignar
desk-assign-to = Dar el caso a
desk-assign-choose = Elija una persona o un equipo
desk-assign-nobody = Nadie aún, de vuelta al equipo
desk-assign-teams = Otros equipos
desk-assign-note = ¿Qué deben saber?
desk-assign-do = Dar el caso
desk-receiver-missing = Elija una persona o un equipo
desk-close = Cerrar
desk-outcome = ¿Cómo termina?
desk-outcome-hint = Debajo está lo que lee el residente, en su idioma.
desk-outcome-missing = Elija cómo termina el caso
desk-closure-text = Añadir algo para el residente
desk-closure-hint = Lo lee junto con las palabras de arriba. Quien solo sigue el aviso no lo lee.
desk-preview = Ver lo que leerá
desk-preview-title = El residente leerá:
desk-close-do = Cerrar el caso
desk-closed-now = El caso está cerrado. Se avisa a quienes dejaron una dirección.
desk-reopen = Volver a abrir
desk-reopen-label = ¿Por qué se vuelve a abrir?
desk-reopen-hint = Para sus colegas. Al residente se le dice que vuelve a estar abierto.
desk-reopen-do = Volver a abrir el caso
desk-reopen-missing = Escriba por qué se vuelve a abrir
desk-reopened = El caso vuelve a estar abierto.
desk-duplicate = Repite otro
desk-duplicate-title = ¿Repite { $reference } otro caso?
desk-duplicate-of = Referencia del otro caso
desk-duplicate-hint = Por ejemplo, B7K2-9MXR
desk-duplicate-show = Comparar
desk-duplicate-one = Este caso
desk-duplicate-other = El caso que sigue
desk-from = De
desk-duplicate-metres = Están a { $count } m.
desk-duplicate-means = { $one } se cerrará. Su residente y quienes lo siguen recibirán las novedades de { $other }.
desk-duplicate-do = Sí, { $one } repite { $other }
desk-duplicate-marked = El caso está cerrado como repetición de { $reference }.
desk-duplicate-closed = Este caso ya está cerrado.
desk-duplicate-foreign = Solo el equipo del caso puede decir que repite otro.
desk-reference-wrong = Revise la referencia: hay un carácter mal
desk-reference-unknown = No hay ningún caso con esta referencia
desk-hand-over = Pasar a otro servicio
desk-hand-over-title = Pasar { $reference } a otro servicio
desk-hand-over-now = Ahora es: { $service }.
desk-hand-over-closed = El caso está cerrado. Ábralo antes.
desk-hand-over-foreign = Solo el equipo del caso y el centro de atención pueden pasarlo. Déjeles una nota que diga a dónde pertenece.
desk-hand-over-search = ¿A qué servicio pertenece?
desk-hand-over-common = Servicios frecuentes
desk-hand-over-found = Encontrado para «{ $query }»
desk-hand-over-none = Ningún servicio encaja con «{ $query }». Pruebe con otras palabras.
desk-hand-over-reason = ¿Por qué?
desk-hand-over-hint = Lo lee el otro equipo. Al residente se le dice dónde está ahora el caso, no por qué.
desk-hand-over-do = Pasar el caso
desk-service-missing = Elija un servicio
desk-handed-over = El caso está ahora en «{ $service }».

## What happened
desk-event-opened-web = Enviado por la web
desk-event-opened-phone = Recibido por teléfono
desk-event-opened-counter = Recibido en ventanilla
desk-event-opened-letter = Registrado a partir de una carta
desk-event-opened-email = Registrado a partir de un correo
desk-event-opened-app = Enviado por la aplicación
desk-event-opened-staff = Comunicado por el personal
desk-event-opened-other = Recibido
desk-event-moved = Ahora: { $state }
desk-event-asked = Pregunta al residente
desk-event-message-in = Mensaje del residente
desk-event-message-out = Mensaje al residente
desk-event-note = Nota
desk-event-taken = Se quedó el caso
desk-event-assigned = Asignado a { $name }, { $team }
desk-event-assigned-team = Asignado a { $team }
desk-event-handed-over = Pasado de «{ $from }» a «{ $to }»
desk-event-corrected = Cambió: { $what }
desk-event-photos = { $count ->
    [one] Se añadió { $count } foto
   *[other] Se añadieron { $count } fotos
}
desk-event-closed = Cerrado: { $outcome }
desk-event-not-solved = El residente dice que no está resuelto: abierto de nuevo
desk-event-reopened = Abierto de nuevo
desk-event-withdrawn = Retirado
desk-event-duplicate = Repite { $reference }
desk-event-absorbed = { $reference } repite este
desk-event-followed = Alguien sigue este aviso
desk-event-feedback = El residente dijo cómo fue
desk-event-feedback-rated = El residente dijo cómo fue: { $rating } de 5
desk-event-reminded = Recordatorio a { $names }
desk-event-reminded-nobody = El plazo se acaba y nadie tiene el caso
desk-event-erased = Se borró lo que se contó: su plazo terminó
desk-event-paid = Pagó { $amount }, número { $number }
desk-event-refunded = Se devolvieron { $amount }, número { $number }
desk-event-booked = Cita reservada para el { $when }
desk-event-rebooked = Cita cambiada al { $when }
desk-event-unbooked = Cita del { $when } cancelada
desk-event-attended = Acudió a la cita del { $when }
desk-event-missed = No acudió a la cita del { $when }

## Keys
desk-keys-open = Teclas
desk-keys-title = Teclas del escritorio
desk-keys-on = Usar estas teclas
desk-keys-close = Cerrar
desk-key-search = Buscar
desk-key-inbox = A la bandeja
desk-key-help = Mostrar las teclas
desk-key-escape = Cerrar el panel abierto; lo escrito se guarda
desk-key-send = Enviar lo que está escribiendo
desk-key-list-j = Caso siguiente
desk-key-list-k = Caso anterior
desk-key-list-o = Abrir el caso
desk-key-list-x = Marcar el caso
desk-key-list-a = Asignar los casos marcados
desk-key-list-m = Escribir al residente
desk-key-list-c = Cerrar el caso
desk-key-case-j = Caso siguiente de la lista
desk-key-case-k = Caso anterior de la lista
desk-key-case-a = Asignar
desk-key-case-m = Escribir al residente
desk-key-case-n = Dejar una nota
desk-key-case-c = Cerrar
desk-key-case-u = Volver a la lista

## Other pages of the desk
desk-nav-new = Caso nuevo
desk-nav-letters = Cartas
desk-nav-templates = Respuestas
desk-nav-jobs = Tareas
desk-new-title = Registrar un caso para alguien
desk-new-text = Para quien llama, viene a la ventanilla o escribe. El formulario pregunta lo mismo que en la web y busca avisos de lo mismo.
desk-new-channel = ¿Cómo nos contactó?
desk-new-language = Sus cartas
desk-new-begin = Empezar
desk-channel-phone = Por teléfono
desk-channel-counter = En la ventanilla
desk-channel-letter = Por carta
desk-channel-email = Por correo electrónico
desk-new-search = ¿Qué necesita?
desk-letters-title = Cartas con problemas
desk-letters-standing = Por salir: { $waiting }. No se pudieron entregar: { $dead }.
desk-letters-dead = No se pudieron entregar
desk-letters-dead-text = Lo intentamos varias veces y lo dejamos. Pida al residente la dirección correcta, corríjala aquí y envíe la carta otra vez. Las próximas cartas van a la dirección del caso: corríjala también allí.
desk-letters-failing = Se intentarán otra vez
desk-letters-failing-text = El servidor de correo aún no las aceptó. No tiene que hacer nada.
desk-letters-fine = Todas las cartas han llegado
desk-letters-fine-text = Aquí aparecen las cartas que no se pueden entregar, con el motivo y un botón para enviarlas otra vez.
desk-letter-address = Dirección
desk-letter-address-wrong = La carta se queda: eso no es un correo electrónico.
desk-letter-readdress = Corregir y enviar otra vez
desk-letter-retry = Enviar otra vez
desk-letter-retried = La carta sale otra vez.
desk-letter-discard = Descartar
desk-letter-discard-sure = ¿Descartar esta carta? Nadie la recibirá.
desk-letter-discarded = La carta está descartada.
desk-already-gone = Otra persona ya se ocupó.
desk-attempts = { $count ->
    [one] { $count } intento
   *[other] { $count } intentos
}
desk-jobs-title = Tareas que fallaron
desk-jobs-standing = Pendientes ahora: { $due }. Abandonadas: { $dead }.
desk-jobs-behind = La más antigua lleva esperando { $time }.
desk-jobs-fine = Todo el trabajo está hecho
desk-jobs-fine-text = Aquí aparece el trabajo del programa que falló del todo, como cartas y recordatorios, con el motivo.
desk-job-retry = Ejecutar otra vez
desk-job-retried = La tarea se ejecuta otra vez.
desk-job-discard-sure = ¿Descartar esta tarea? Lo que iba a hacer no ocurrirá.
desk-job-discarded = La tarea está descartada.
desk-replies-title = Respuestas para empezar
desk-replies-text = Textos con los que cualquiera puede empezar un mensaje o cerrar un caso.
desk-replies-none = Aún no hay respuestas
desk-replies-none-text = Escriba lo que su equipo contesta a menudo. Todos lo encontrarán al escribir a un residente.
desk-replies-back = Todas las respuestas
desk-reply-new = Escribir una respuesta
desk-reply-change = Cambiar una respuesta
desk-reply-name = Nombre en la lista
desk-reply-name-missing = Escriba un nombre
desk-reply-for = ¿Para qué es?
desk-reply-for-message = Un mensaje
desk-reply-for-hint = Un mensaje, o cerrar un caso con este resultado
desk-reply-closes = cierra: { $outcome }
desk-reply-places = Estas palabras se cambian por lo que está en el caso:
desk-reply-text-en = Texto en inglés
desk-reply-text-es = Texto en español
desk-reply-text-missing = Escriba el texto
desk-reply-keep = Guardar la respuesta
desk-reply-kept = La respuesta está guardada.
desk-reply-too-many = Ya hay { $max } respuestas. Borre una antes
desk-reply-delete = Borrar esta respuesta
desk-reply-delete-sure = ¿Borrar esta respuesta para todos?
desk-reply-deleted = La respuesta está borrada.
desk-reply-changed = Alguien cambió esta respuesta mientras usted escribía
desk-reply-changed-text = Lo que escribió está abajo. Si lo guarda, sustituye lo que escribió la otra persona.
desk-reply-changed-see = Ver la suya
desk-service-runs = Cómo van los casos de este servicio
