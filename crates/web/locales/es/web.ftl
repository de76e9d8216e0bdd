### Palabras del marco de las páginas, de las páginas de error, del tiempo y de los campos.

## El marco de cada página
skip-link = Ir al contenido principal
nav-label = Principal
staff-nav-label = Personal
language-label = Idioma
# What Enter does in a form; never seen.
send-form = Continuar
sign-in = Iniciar sesión
sign-out = Salir
signed-in-as = Ha entrado como { $name }
desk-list = Casos
desk-context = Sobre este caso
staff-desk = Mesa de trabajo
demo-banner = Esto es una demostración. Todo es inventado y nada llega a un ayuntamiento de verdad.
demo-tag = Demo
error-prefix = Error:
footer-label = Sobre este sitio
footer-help = ¿No puede hacerlo por internet?
footer-call = Llámenos al { $phone }
footer-write = Escriba a { $email }
footer-made-with = Hecho con Townhall, de código abierto
back = Volver
breadcrumbs-label = Dónde está

## Componentes
summary-title = Hay un problema
flash-success = Hecho
flash-notice = Tenga en cuenta
warning = Atención
optional = (opcional)
change = Cambiar
search = Buscar
search-suggestions = Sugerencias
page-newer = Más recientes
page-older = Más antiguos
pages-label = Páginas
chars-left = { $count ->
    [one] Le queda { $count } carácter
   *[other] Le quedan { $count } caracteres
}
chars-over = { $count ->
    [one] Sobra { $count } carácter
   *[other] Sobran { $count } caracteres
}
chars-max = Puede escribir hasta { $count } caracteres
date-day = Día
date-month = Mes
date-year = Año
yes = Sí
no = No
chart-table = Ver como tabla

## Estados, siempre con un icono
tag-kept = A tiempo
tag-soon = Vence pronto
tag-late = Con retraso
tag-waiting = Le toca a usted
tag-closed = Cerrado

## Tiempo
time-now = ahora mismo
time-under-a-minute = menos de un minuto
time-minutes-ago = { $count ->
    [one] hace { $count } minuto
   *[other] hace { $count } minutos
}
time-hours-ago = { $count ->
    [one] hace { $count } hora
   *[other] hace { $count } horas
}
time-days-ago = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
time-in-minutes = { $count ->
    [one] dentro de { $count } minuto
   *[other] dentro de { $count } minutos
}
time-in-hours = { $count ->
    [one] dentro de { $count } hora
   *[other] dentro de { $count } horas
}
time-in-days = { $count ->
    [one] dentro de { $count } día
   *[other] dentro de { $count } días
}
time-yesterday = ayer
time-tomorrow = mañana
time-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
time-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
time-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
time-working-days = { $count ->
    [one] { $count } día hábil
   *[other] { $count } días hábiles
}

## Campos
field-missing = Rellene esto
field-doubled = Esto llegó dos veces. Rellénelo una sola vez
field-broken = Hay un carácter oculto. Escríbalo de nuevo en lugar de pegarlo
field-too-long = Debe tener { $max } caracteres o menos. Sobran { $over }
form-not-understood = El formulario no llegó completo.
form-too-many = El formulario tiene más campos de los que podemos recibir.

## Páginas de error: qué pasó, qué está a salvo, qué hacer
fault-not-found-title = Página no encontrada
fault-not-found-text = No hay nada en esta dirección. Si la escribió, compruebe que esté bien. Si siguió un enlace, puede que ya no sea válido.
fault-gone-title = Este enlace ya no funciona
fault-gone-text = Ha caducado o ya se usó. Nada de lo que nos envió se ha perdido.
fault-forbidden-title = No tiene acceso a esta página
fault-forbidden-text = Ha entrado con su cuenta, pero esta página es para colegas con otra función. Si la necesita para su trabajo, pídala a su administrador.
fault-sign-in-title = Entre primero
fault-sign-in-text = Esta página es para quienes han entrado con su cuenta.
fault-forged-title = No pudimos recibir este formulario
fault-forged-text = Estuvo abierto mucho tiempo o su navegador no guarda cookies. No se envió nada. Vuelva atrás, recargue la página y envíelo otra vez. Si ya no está, su navegador ha borrado las cookies: entonces empiece el formulario de nuevo.
fault-forged-again = Busque el servicio y empiece de nuevo
# A form whose session had ended comes back with what was typed.
form-late = Esta página llevaba mucho tiempo abierta y todavía no la hemos recibido. Lo que escribió sigue aquí: revíselo y envíelo otra vez.
fault-bad-request-title = No pudimos entender esto
fault-bad-request-text = No se guardó nada. Vuelva atrás, compruebe lo que escribió y envíelo de nuevo.
fault-refused-title = Esto no se puede hacer ahora
fault-refused-text = No se cambió nada. Vuelva atrás y mire cómo está ahora.
fault-too-large-title = Esto es demasiado grande
fault-too-large-text = Podemos recibir hasta { $max } de una vez. No se guardó nada. Vuelva atrás y escriba menos, o elija archivos más pequeños o menos archivos.
fault-conflict-title = Alguien cambió esto antes que usted
fault-conflict-text = Todavía no se guardó nada suyo. Vuelva atrás, mire qué ha cambiado y decida de nuevo.
fault-method-title = Esta dirección no se puede abrir así
fault-method-text = Empiece por la página que tiene el formulario.
fault-too-many-title = Espere un momento, por favor
fault-too-many-text = Hubo muchas solicitudes desde su conexión. Espere un minuto e inténtelo de nuevo. Nada de lo que envió antes se ha perdido.
fault-busy-title = Ahora mismo estamos muy ocupados
fault-busy-text = La página tardó demasiado, o hay mucha gente en este momento. Todo lo que ya le confirmamos está a salvo. Si estaba enviando algo, mire primero si ha llegado; si no, envíelo de nuevo en un minuto.
fault-down-title = Nuestros registros no responden en este momento
fault-down-text = Lo que acaba de enviar no quedó confirmado: vuelva atrás, donde todavía está, y envíelo de nuevo en unos minutos. Si ya había llegado, no se enviará dos veces. Todo lo que ya le confirmamos está a salvo.
fault-internal-title = Lo sentimos, algo falló de nuestro lado
fault-internal-text = No es culpa suya y ya lo hemos anotado. Todo lo que se le confirmó antes está a salvo. Inténtelo de nuevo en unos minutos.
fault-home = Ir a la página de inicio
fault-help = Si necesita ayuda ahora, llame al { $phone } ({ $hours }) o escriba a { $email }.
fault-request = Diga este número cuando llame: { $id }

## Páginas abiertas
live-fresh = Esta página se ha actualizado ahora mismo.
live-news = Algo ha cambiado desde que abrió esta página.
live-show = Mostrarlo

## La página de estilo, solo en la demostración
style-title = Componentes
style-desk-title = Componentes de la mesa de trabajo
style-topic = Tema
style-reports = Avisos
style-month = Mes
style-share = Cumplidos
style-topic-streets = Calles y aceras
style-topic-parks = Parques y árboles
style-topic-lights = Alumbrado
style-topic-water = Agua y alcantarillas
style-median = La mitad antes de
style-slowest = Nueve de diez antes de
style-bars = Las calles traen más avisos que todo lo demás junto
style-columns = Los plazos cumplidos subieron del 71 % al 88 % este año
style-lines = La mitad de los avisos se resuelve en dos días hábiles
style-dots = Los parques tardan más: nueve de diez están listos a los 11 días
