# Letters about cases. $reference is the case's reference, $service the service's name, which begins with a verb.
letter-greeting = Hola, { $name }:
letter-greeting-nobody = Hola:
letter-subject-opened = Hemos recibido su solicitud { $reference }
letter-news-opened =
    Hemos recibido lo que nos envió: «{ $service }». Su referencia es { $reference }.

    { $next }
letter-subject-moved = Novedades de { $reference }
letter-news-moved =
    «{ $service }», referencia { $reference }, está ahora así: { $state }.

    { $next }
letter-subject-asked = Tenemos una pregunta sobre { $reference }
letter-news-asked = Para seguir con «{ $service }», referencia { $reference }, necesitamos una respuesta suya. El plazo prometido se detiene hasta que conteste. Le preguntamos:
letter-subject-message = Un mensaje sobre { $reference }
letter-news-message = Le escribimos sobre «{ $service }», referencia { $reference }:
letter-subject-corrected = Hemos cambiado algo en { $reference }
letter-news-corrected = Hemos cambiado lo que nos contó en «{ $service }», referencia { $reference }. Verá los cambios en la página de su caso; si algo no es correcto, escríbanos allí. El motivo:
letter-subject-closed = { $reference } está cerrado
letter-news-closed =
    «{ $service }», referencia { $reference }, está cerrado.

    { $outcome }
letter-subject-reopened = { $reference } está abierto otra vez
letter-news-reopened =
    «{ $service }», referencia { $reference }, está abierto otra vez.

    { $next }
letter-subject-handed-over = { $reference } ha pasado a otro equipo
letter-news-handed-over =
    Su caso { $reference } se atiende ahora como «{ $service }». No tiene que hacer nada.

    { $next }
letter-subject-merged = { $reference } trata de algo que ya nos habían avisado
letter-news-merged =
    Alguien nos avisó antes de lo mismo. Atendemos los dos con la referencia { $original }, y usted recibirá también sus novedades.

    { $outcome }
letter-subject-address-changed = Ya no escribimos a esta dirección sobre { $reference }
letter-news-address-changed =
    Alguien con el enlace al caso «{ $service }», referencia { $reference }, nos dio otro correo electrónico o quitó este. Este es el último mensaje sobre el caso a esta dirección.

    Si no fue usted, llámenos.
letter-subject-following = Confirme que quiere novedades de { $reference }
letter-news-following = Alguien, esperamos que usted, nos pidió enviar a esta dirección las novedades del aviso «{ $service }», referencia { $reference }.
letter-promise = Queremos terminar antes del final del { $day }.
letter-promise-late = Habíamos prometido terminar antes del final del { $day }. Vamos con retraso y lo sentimos.
letter-link = Vea cómo va, añada algo o escríbanos:
letter-link-answer = Conteste aquí:
letter-link-closed = Díganos cómo le fue, o que no está resuelto:
letter-link-confirm = Sí, quiero recibir las novedades:
letter-link-follower = Vea el aviso o deje de recibir novedades:
letter-link-desk = Abrir el caso:
letter-signature =
    { $town }
    Puede llamarnos al { $phone }.
letter-subject-soon = { $reference } vence pronto
letter-news-soon = «{ $service }», referencia { $reference }, está prometido para el { $day }.
letter-subject-late = { $reference } va con retraso
letter-news-late = «{ $service }», referencia { $reference }, estaba prometido para el { $day } y no está terminado.
letter-subject-unsolved = { $reference } no está resuelto, dice el residente
letter-news-unsolved = El residente ha respondido que «{ $service }», referencia { $reference }, no está resuelto. Lo que escribió está en el caso.

# Why an act on a case was refused.
refusal-not-from-here = El caso ha avanzado y esto ya no se puede hacer. La página muestra ahora cómo está.
refusal-not-allowed = Solo otras personas del equipo pueden hacer esto.
refusal-reason-needed = Escriba un motivo
refusal-outcome-needed = Elija cómo termina el caso
refusal-empty = Escriba un texto
refusal-circular = Elija otro caso; este no puede repetirse a sí mismo
refusal-private-original = El otro caso es privado y de otra persona: quien envió este recibiría sus novedades
refusal-not-in-team = Elija a alguien de este equipo
refusal-closed = El caso está cerrado. Ábralo otra vez primero.
refusal-not-closed = El caso todavía no está cerrado.
refusal-too-many = Este aviso tiene ya todos los seguidores que puede tener. Su página muestra todas las novedades.

# Kinds of events in the history.
event-opened = Enviado
event-moved = { $state }
event-asked = Hicimos una pregunta
event-message = Mensaje
event-note = Nota
event-assigned = Asignado
event-handed-over = Pasado a otro servicio
event-corrected = Datos cambiados
event-photos = Fotos añadidas
event-closed = Cerrado
event-reopened = Abierto otra vez
event-withdrawn = Retirado
event-duplicate = Ya estaba avisado, como { $reference }
event-absorbed = { $reference } avisó de lo mismo
event-followed = Alguien lo sigue
event-feedback = Opinión
event-reminded = Recordatorio enviado
event-erased = Se borró lo que se contó: su plazo terminó
event-paid = Pagado, número { $reference }
event-refunded = Dinero devuelto, número { $reference }
event-booked = Cita reservada
event-rebooked = Cita cambiada
event-unbooked = Cita cancelada
event-attended = Acudió a la cita
event-missed = No acudió a la cita
