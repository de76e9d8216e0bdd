# Citas: lo que residentes y personal leen sobre las horas a las que viene la gente.

# Cartas. $title es el nombre de la cita, $when un día con su hora, $reference la del caso.
appointments-letter-subject-booked = Su cita: { $when }
appointments-letter-subject-moved = Su cita es ahora el { $when }
appointments-letter-subject-cancelled = Hemos tenido que cancelar su cita del { $when }
appointments-letter-subject-cancelled-by-you = Su cita del { $when } está cancelada
appointments-letter-subject-soon-day = Se acerca su cita: { $when }
appointments-letter-subject-soon-hour = En una hora: su cita del { $when }
appointments-letter-subject-offered = Hay una hora libre antes: { $when }
appointments-letter-news-booked = Tiene una cita con nosotros: { $title } ({ $reference }). El archivo de esta carta la añade a su calendario.
appointments-letter-news-moved = Su cita ha cambiado: { $title } ({ $reference }). El archivo de esta carta la cambia en su calendario.
appointments-letter-news-cancelled = Lo sentimos: su cita «{ $title }» del { $when } ({ $reference }) no puede celebrarse.
appointments-letter-news-cancelled-by-you = Su cita «{ $title }» del { $when } ({ $reference }) está cancelada, como usted pidió.
appointments-letter-news-soon-day = Le recordamos su cita: { $title } ({ $reference }).
appointments-letter-news-soon-hour = Su cita es dentro de una hora más o menos: { $title } ({ $reference }).
appointments-letter-news-offered = Nos pidió que le avisáramos si quedaba libre una hora antes: { $title } ({ $reference }). Le guardamos esta hora hasta el { $until }. Si no hace nada, su cita del { $own } sigue como está.
appointments-letter-when = Cuándo: { $when }
appointments-letter-where = Dónde: { $place }
appointments-letter-bring = Traiga, por favor: { $what }
appointments-letter-change = Cambie o cancele la cita, o añádala a su calendario:
appointments-letter-again = Elija otra hora:
appointments-letter-take = Quédese con esta hora o déjela a la persona siguiente:
appointments-calendar-reference = Su referencia: { $reference }

# Por qué no se dio una hora.
appointments-taken = Otra persona acaba de tomar esta hora, o ya no se ofrece. Elija otra, por favor.
appointments-too-late = Ya es tarde para cambiar esta cita aquí. Llámenos, por favor.
appointments-gone = Aquí no hay ninguna cita que cambiar.
appointments-changed = Esta cita ha cambiado entretanto. Así está ahora.

# Elegir una hora. $from y $to son días sin año, $day un día con su nombre.
appointments-branches = Dónde
appointments-weeks = Semanas
appointments-earlier = Antes
appointments-later = Después
appointments-span = Del { $from } al { $to }
appointments-choose = Elija una hora
appointments-choose-missing = Elija una hora
appointments-none = No hay horas libres en estos días.
appointments-next = La próxima hora libre es el { $day }
appointments-none-at-all = Por ahora no hay horas libres. Cada día se añaden nuevas; o llámenos al { $phone }.

# La cita del residente.
appointments-mine-title = Cita: { $title }
appointments-reference = Su referencia:
appointments-yours = Su cita
appointments-bring = Traiga, por favor:
appointments-change = Cambiarla o cancelarla
appointments-to-calendar = Añadirla a su calendario
appointments-book = Elegir otra hora
appointments-book-button = Reservar esta hora
appointments-move = Cambiarla a otra hora
appointments-move-text = Puede cambiarla o cancelarla hasta el { $until }.
appointments-move-button = Cambiar a esta hora
appointments-late-text = Falta muy poco para la cita y ya no se puede cambiar aquí. Si no puede venir, llámenos al { $phone }.
appointments-cancel = Cancelar la cita
appointments-cancel-text = Su hora del { $when } quedará libre para otra persona. Su solicitud sigue; aquí puede elegir otra hora.
appointments-cancel-button = Cancelar la cita
appointments-chosen = Su cita está reservada. Le hemos enviado una carta, si tenemos su correo electrónico.
appointments-cancelled = Su cita está cancelada.
appointments-state-none = Todavía no tiene cita.
appointments-state-booked = Su cita es el { $when }.
appointments-state-over = Su cita fue el { $when }.
appointments-state-arrived = Está aquí para su cita del { $when }.
appointments-state-done = Su cita fue el { $when }.
appointments-state-missed = Tenía una cita el { $when } y no le vimos.
appointments-state-cancelled = Su cita del { $when } está cancelada.

# Esperar algo antes.
appointments-sooner = ¿Le gustaría venir antes?
appointments-sooner-text = Podemos escribirle cuando quede libre una hora anterior. Se la guardamos unas horas, y la suya sigue como está hasta que usted la cambie.
appointments-waiting-text = Está en la lista. Cuando quede libre una hora anterior, le escribimos y se la guardamos unas horas.
appointments-waiting-join = Avísenme si hay algo antes
appointments-waiting-stop = Quitarme de la lista
appointments-waiting-joined = Está en la lista. Le escribiremos cuando quede libre una hora anterior.
appointments-waiting-stopped = Ya no está en la lista. Su cita sigue como está.
appointments-waiting-passed = La hora pasa a la persona siguiente. Usted sigue en la lista.
appointments-offered = Hay una hora libre antes
appointments-offered-short = Le guardamos una hora anterior hasta el { $until }: { $when }.
appointments-offered-look = Tomarla o dejarla pasar
appointments-offered-text = Se la guardamos hasta el { $until }. Si no hace nada, su cita del { $own } sigue como está.
appointments-offered-take = Tomar esta hora
appointments-offered-pass = Dejarla pasar

# Personal: el día y la semana de una oficina.
appointments-nav = Agenda
appointments-day-title = Citas: { $place }
appointments-day = Día
appointments-days = Días
appointments-show = Mostrar
appointments-before = Antes
appointments-today = Hoy
appointments-after = Después
appointments-view-week = Semana
appointments-view-day = Día
appointments-open = Abierto { $hours }
appointments-closed-day = Cerrado
appointments-no-branches = Todavía no hay oficinas
appointments-no-branches-text = Una oficina del paquete de servicios dice adónde y cuándo viene la gente. Aparecerá aquí.
appointments-nobody = No se espera a nadie
appointments-nobody-text = Quien reserve una hora para este día aparecerá aquí.
appointments-time = Hora
appointments-who = Quién
appointments-what = Para qué
appointments-seat = Dónde
appointments-state = Estado
appointments-note = Anotar
appointments-nameless = Sin nombre
appointments-tag-booked = Se espera
appointments-tag-over = Sin anotar
appointments-tag-arrived = Está aquí
appointments-tag-done = Terminada
appointments-tag-missed = No vino
appointments-tag-cancelled = Cancelada
appointments-act-arrived = Está aquí
appointments-act-missed = No vino
appointments-act-done = Terminada
appointments-act-booked = Deshacer
appointments-move-or-cancel = Cambiar o cancelar
appointments-book-for = Reservar para alguien
appointments-look-after = Cuidar de esta oficina
appointments-close-day = Cerrarla este día
appointments-edit = Horarios, ventanillas y enlaces de calendario
appointments-noted = Anotado.
appointments-not-now = Ahora no se puede anotar ni cambiar esto.

# Personal: una cita.
appointments-visit-title = { $title }, { $when }
appointments-yours-staff = La cita
appointments-not-yours = Esta cita es de otro equipo; pueden cambiarla ellos o el centro de atención.
appointments-reason = ¿Por qué?
appointments-reason-hint = El residente lo lee en la carta, con un enlace a otra hora.
appointments-reason-missing = Diga por qué; el residente lo leerá
appointments-moved-staff = La cita ha cambiado. El residente recibe una carta.
appointments-cancelled-staff = La cita está cancelada. El residente recibe una carta con un enlace a otra.

# Personal: cerrar una oficina un día.
appointments-closing-title = Cerrar { $place }: { $day }
appointments-closing = Cerrar { $place } el { $day }
appointments-closing-affected = { $count ->
    [one] Una persona tiene cita entonces. Recibirá una carta con su motivo y un enlace a otra hora.
   *[other] { $count } personas tienen cita entonces. Cada una recibirá una carta con su motivo y un enlace a otra hora.
}
appointments-closing-nobody = Nadie tiene cita entonces. No se podrán reservar nuevas.
appointments-closing-button = { $count ->
    [0] Cerrar este día
    [one] Cerrar y avisar a una persona
   *[other] Cerrar y avisar a { $count } personas
}
appointments-closing-past = Elija hoy o un día posterior
appointments-closed = La oficina está cerrada este día, y se ha avisado a todos los que tenían cita.

# Personal: una oficina.
appointments-branch-title = Oficina: { $place }
appointments-hours = Horario
appointments-hours-hint = Por ejemplo 08:30-12:30, 13:30-16:30. Deje vacío un día cerrado. Los festivos de la ciudad cierran siempre.
appointments-hours-wrong = Escriba las horas así: 08:30-12:30, 13:30-16:30
appointments-monday = Lunes
appointments-tuesday = Martes
appointments-wednesday = Miércoles
appointments-thursday = Jueves
appointments-friday = Viernes
appointments-saturday = Sábado
appointments-sunday = Domingo
appointments-other-days = Días con otro horario
appointments-other-days-hint = Una línea por día: la fecha, las horas o un guion si está cerrado, y por qué. Por ejemplo 2026-12-24 09:00-12:00 Nochebuena.
appointments-days-wrong = Escriba una línea por día, como 2026-12-24 09:00-12:00 Nochebuena
appointments-resources = Ventanillas, salas y personas
appointments-resources-hint = Cada una atiende una cita a la vez, o tantas como usted diga. Para quitar una, vacíe su nombre; las citas que tiene siguen hasta que las cambie.
appointments-resource-new = Otra más
appointments-resource-name = Nombre
appointments-resource-seats = A la vez
appointments-resource-offers = Solo para
appointments-resource-offers-hint = Las claves de los servicios, separadas por comas. Todo, si está vacío.
appointments-resource-own = Horario propio
appointments-resource-own-hint = Si atiende menos de lo que abre la oficina. Una línea por día, como monday 08:30-12:30.
appointments-resource-wrong = Revise el horario y el número
appointments-branch-save = Guardar
appointments-branch-saved = Guardado. Las nuevas horas siguen ya este horario.
appointments-branch-outside = { $count ->
    [one] Guardado. Una cita pendiente ya no cabe en este horario: cámbiela o cierre su día.
   *[other] Guardado. { $count } citas pendientes ya no caben en este horario: cámbielas o cierre sus días.
}
appointments-fault-uneven = Las horas van de cinco en cinco minutos, como 09:05
appointments-fault-order = Cada tramo termina después de empezar, sin solaparse
appointments-fault-spans = Un día puede tener 6 tramos como máximo
appointments-fault-nobody = Alguien o algo tiene que atender aquí: de 1 a 40
appointments-fault-key = Dos tienen la misma clave
appointments-fault-seats = Cada una atiende de 1 a 40 a la vez, entre todas 60 como máximo
appointments-fault-exceptions = 300 días con otro horario como máximo, cada uno una vez
appointments-feeds = Para su calendario
appointments-feeds-text = Quien tenga uno de estos enlaces ve cuándo viene alguien y para qué, con la referencia y sin nombres. No los comparta. Los enlaces nuevos anulan los antiguos.
appointments-feed-renew = Crear enlaces nuevos
appointments-feed-renewed = Los calendarios tienen enlaces nuevos. Los antiguos ya no funcionan.
