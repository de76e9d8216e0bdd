### Textos de las páginas que cuentan cuánto tardan las cosas. Claros, exactos, sin elogios ni excusas.

waits-nav = Cuánto tardan las cosas
waits-title = Cuánto tardan las cosas
waits-title-kept = En los últimos { $months } meses cumplimos el { $share } de nuestras promesas
waits-title-of = { $name }: cumplimos el { $share } de nuestras promesas en los últimos { $months } meses
waits-title-name = { $name }: cuánto tardan las cosas
waits-lead = Para cada servicio prometemos un plazo. Aquí está lo que tardó de verdad, contado caso por caso.
waits-of = Parte del ayuntamiento
waits-of-town = Todo el ayuntamiento
waits-of-topic = Por tema
waits-of-department = Por departamento
waits-months = Período
waits-period = { $months ->
   *[other] Últimos { $months } meses
}
waits-show = Mostrar
waits-figures = Las cifras en resumen

waits-stat-kept = de promesas cumplidas
waits-stat-half = la mitad, resuelta en
waits-stat-nine = nueve de cada diez, en
waits-stat-closed = casos cerrados
waits-stat-working = tiempo hábil
waits-stat-about = redondeados a cinco
waits-open = { $late ->
    [0] Ahora hay unos { $open } casos abiertos, ninguno con retraso.
   *[other] Ahora hay unos { $open } casos abiertos; unos { $late } llevan retraso.
}
waits-open-late-few = Ahora hay unos { $open } casos abiertos; menos de 5 llevan retraso.
waits-open-none = Ahora no hay ningún caso abierto.
waits-open-few = Ahora hay menos de 5 casos abiertos.
waits-late-note = Entre ellos están las esperas más largas: solo cuentan en los tiempos cuando se cierran.
waits-since = Las cifras son de los casos cerrados desde el { $since }.
waits-counted = Recuento:
waits-few = muy pocos para mostrar
waits-none = ninguno
waits-absent-few = Se cerraron muy pocos casos para mostrar cifras: podrían revelar algo de personas concretas.
waits-absent-nothing = No se cerró ningún caso en este tiempo.

waits-by-month = Mes a mes
waits-month = Mes
waits-kept = Promesas cumplidas
waits-half = La mitad, en
waits-nine = Nueve de diez, en
waits-closed = Casos
waits-kept-months = El mes en que más promesas cumplimos fue { $high_month } ({ $high }); en el que menos, { $low_month } ({ $low })
waits-kept-same = Cumplimos el { $high } de nuestras promesas mes tras mes
waits-kept-plain = La parte de promesas que cumplimos, mes a mes
waits-median-same = La mitad de los casos se resolvió en { $high } mes tras mes
waits-median-plain = Cuánto tardó la mitad de los casos, mes a mes
waits-median-months = La mitad de los casos se resolvió en { $low } en { $low_month }, el mes más rápido, y en { $high } en { $high_month }, el más lento
waits-month-note = Los días son hábiles. Un caso cuenta en el mes en que se cerró. El mes actual no ha terminado. Un hueco significa que hubo muy pocos casos para mostrar. Las frases solo nombran meses con 30 casos o más.
waits-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
waits-number = { $number }
waits-where = En qué se va el tiempo
waits-split = Del tiempo que tardaron los casos, el { $staff } fue nuestro, el { $resident } fue espera al vecino y el { $others } fue espera a otros
waits-side = De quién es el tiempo
waits-side-share = Parte
waits-side-cases = Con qué frecuencia y cuánto
waits-side-staff = con nosotros: mirar, planificar, hacer
waits-side-resident = a la espera del vecino: una respuesta, una foto, una cita
waits-side-others = a la espera de otros: un proveedor, un juzgado, otra oficina
waits-side-never = Ningún caso esperó por esto.
waits-side-note-staff = En la mitad de los casos fue { $median } o menos.
waits-side-note-resident = El { $share } de los casos esperó al vecino; la mitad de ellos, { $median } o menos.
waits-side-note-others = El { $share } de los casos esperó a otros; la mitad de ellos, { $median } o menos.
waits-by-district = Por barrio
waits-district = Barrio
waits-districts = La mitad de los casos se resolvió en { $quick_time } en { $quick } y en { $slow_time } en { $slow }
waits-districts-plain = Cuánto tardó la mitad de los casos, por barrio
waits-mark = Todos juntos: { $time }
waits-no-place = Sin lugar indicado

waits-services = Servicio por servicio
waits-table = Promesa y tiempo real de cada servicio; los títulos de las columnas lo ordenan
waits-search = Buscar un servicio
waits-find = Buscar
waits-sort = Ordenar por
waits-sort-name = Nombre
waits-sort-promise = Promesa
waits-sort-median = La mitad, en
waits-sort-p90 = Nueve de diez, en
waits-sort-kept = Promesas cumplidas
waits-sort-closed = Número de casos
waits-column-name = Servicio
waits-column-promise = Prometemos
waits-column-median = La mitad, en
waits-column-p90 = Nueve de diez, en
waits-column-kept = Promesas cumplidas
waits-column-closed = Casos
waits-working-hours = { $count ->
    [one] { $count } hora hábil
   *[other] { $count } horas hábiles
}
waits-calendar-days = { $count ->
    [one] { $count } día calendario
   *[other] { $count } días calendario
}
waits-empty = No se encontró ningún servicio
waits-empty-hint = Pruebe con otra palabra.
waits-show-all = Mostrar todos los servicios
waits-more-services = { $count ->
    [one] Mostrar todos los servicios, 1 más
   *[other] Mostrar todos los servicios, { $count } más
}

waits-back = Todos los servicios
waits-service-title = { $name }: cuánto tarda
waits-we-promise = Prometemos { $promise }.
waits-no-promise = Para este servicio no hay promesa.
waits-really = La mitad se resuelve en { $median } y nueve de cada diez en { $p90 }.
waits-reports = Ver los avisos públicos de este tipo
waits-recorded = Hecho antes de que nadie lo pidiera
waits-recorded-text = Nuestro personal los encontró en sus rondas y los anotó con el trabajo ya hecho. Nadie esperó, así que no cuentan en los tiempos.
waits-recorded-months = { $count ->
    [one] En los últimos 12 meses nuestro personal hizo 1 por su cuenta
   *[other] En los últimos 12 meses nuestro personal hizo { $count } por su cuenta
}
waits-elsewhere = En otros lugares
waits-recorded-districts = Más en { $name } que en ningún otro barrio: { $count }
waits-absent-recorded = En este tiempo no se cerró ningún caso por el que alguien esperara. Nuestro personal encontró e hizo todo el trabajo de abajo antes de que nadie lo pidiera.

waits-more = Cómo contamos, y las cifras para llevar
waits-how = Cómo contamos
waits-how-live-title = Cada noche
waits-how-live = Todas las cifras se cuentan a partir de los propios casos, sin muestras ni estimaciones. Lo que se cerró hoy cuenta desde mañana. Los casos abiertos se cuentan de nuevo cada pocos minutos.
waits-how-working-title = Tiempo hábil
waits-how-working = Contamos el tiempo en que el ayuntamiento está abierto. Un día hábil tiene aquí { $hours } horas; las noches, los fines de semana y los festivos no cuentan. Un caso va desde que nos llega hasta que se cierra, espere a quien espere.
waits-how-kept-title = Promesas cumplidas
waits-how-kept = Una promesa se cumple cuando el caso se cierra antes de que acabe el día prometido. La promesa se detiene mientras esperamos al vecino o a otros, así que un caso puede tardar más de lo prometido y aun así cumplirla.
waits-how-half-title = La mitad se resuelve en
waits-how-half = La mediana. Ponga en fila todos los casos, del más rápido al más lento: esto es lo que tardó el del medio.
waits-how-nine-title = Nueve de cada diez se resuelven en
waits-how-nine = El percentil 90 por rango más cercano: de diez casos en fila, lo que tardó el noveno. Es el tiempo de un caso real, redondeado hacia arriba.
waits-how-time-title = Cuándo cuenta un caso
waits-how-time = Un caso cuenta una vez, en el mes en que se cerró. Los casos abiertos aún no tienen tiempo y se cuentan aparte.
waits-how-out-title = Lo que dejamos fuera
waits-how-out = Esto no dice nada sobre las esperas. Desde el { $since } dejamos fuera:
waits-out-repeats = casos que repiten otro: { $count }
waits-out-withdrawn = casos que el vecino retiró: { $count }
waits-out-recorded = trabajo que nuestro personal encontró y anotó ya hecho: { $count }
waits-how-few-title = Números pequeños
waits-how-few = No mostramos cifras de menos de 5 casos, porque podrían revelar algo de personas concretas. Donde esa cifra se podría deducir de otras, de un tiempo más largo, de un barrio, de un tema o de toda la ciudad, ocultamos también una de ellas. Los números de casos se redondean a cinco, por lo que no siempre suman exacto; los tiempos se redondean hacia arriba a media hora, y por debajo de una hora a cinco minutos.
waits-how-places-title = Barrios
waits-how-places = Cada barrio pide cosas distintas. Uno con muchas tareas rápidas parece más rápido que otro con muchas lentas, aunque cada tarea tarde lo mismo en ambos. Compare dentro de un mismo servicio. Solo nombramos un barrio o un mes como rápido o lento cuando hay al menos 30 casos detrás.
waits-columns = Qué hay en los archivos
waits-columns-text = Los archivos contienen las mismas cifras que esta página. Las horas son horas de tiempo hábil. Una cifra que no se muestra queda vacía.
waits-field-promise = cuánto prometemos, y en qué unidad
waits-field-closed = cuántos casos se cerraron, redondeado a cinco; solo de períodos enteros
waits-field-suppressed = 1 donde hubo muy pocos casos para mostrar; si no, 0
waits-field-kept-share = la parte de promesas cumplidas, de 0 a 1, en porcentajes enteros
waits-field-median = la mitad de los casos se resolvió en
waits-field-p90 = nueve de cada diez casos se resolvieron en
waits-field-sides = las partes del tiempo de todos los casos juntos: nuestro, a la espera de vecinos, a la espera de otros
waits-field-side-medians = la mitad de los casos con ese tiempo tuvo esto o menos
waits-field-open = cuántos casos están abiertos ahora, y con retraso, redondeado a cinco; vacío por debajo de cinco
waits-files = Llévese las cifras:
