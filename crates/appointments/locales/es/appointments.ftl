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
