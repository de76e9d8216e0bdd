### Pagar un servicio, los recibos y los pagos que cuida tesorería.

## La página del residente. $number es el número del pago, $amount lleva su signo.

payments-title = Pago { $number }
payments-receipt-title = Recibo { $number }
payments-due-heading = Falta un paso: pagar { $amount }
payments-due-text = Guardamos lo que envió. Llega a nuestro equipo cuando esté pagado, y entonces empieza el plazo prometido.
payments-what = Por
payments-amount = Importe
payments-instead = en vez de { $amount }
payments-number = Número de pago
payments-now = Pagar { $amount } ahora
payments-until = Puede pagar hasta el { $day }. Después borramos lo que envió y tendría que empezar de nuevo.
payments-keep-link = Guarde la dirección de esta página o espere nuestra carta: puede pagar más tarde.
payments-failed-heading = El pago no se hizo
payments-failed-text = No se cobró nada. Puede probar otra vez, también con otra tarjeta.
payments-abandoned-heading = Todavía sin pagar: { $amount }
payments-abandoned-text = No se pagó nada y no se perdió nada. Todavía puede pagar.
payments-asking-heading = Estamos preguntando al banco
payments-asking-text = Si ha pagado, esto puede tardar un minuto. No hace falta que espere aquí: preguntamos hasta saberlo y le escribimos.
payments-asking-look = Mirar otra vez
payments-asking-on = Seguir pagando
payments-differs-heading = Tenemos que revisar este pago
payments-differs-text = Llegó otro importe que el que pedimos. Alguien lo revisa y se pone en contacto con usted. Por favor, no pague otra vez.
payments-ended-heading = No se pagó a tiempo
payments-ended-text = Hemos borrado lo que envió. No se cobró nada. Puede empezar de nuevo.
payments-begin-again = Empezar de nuevo
payments-closed-now = Ahora no se puede pagar aquí. Llámenos o pruebe más tarde.
payments-paid-heading = Pagado: { $amount }
payments-paid-text = Gracias. Tenemos lo que envió y nuestro equipo empieza con ello.
payments-paid-soon = Gracias. Su pago ha llegado y lo que envió está seguro. Llega a nuestro equipo dentro de poco; no tiene que hacer nada.
payments-paid-on = Pagado el
payments-to = Pago a
payments-service = Servicio
payments-print = Imprimir este recibo
payments-track = Ver en qué estado está
payments-given-back = Devuelto
payments-back-asked = en camino de vuelta
payments-back-done = devuelto
payments-practice = Esto es práctica: no se movió dinero.
payments-on-title = A la página de pago
payments-on-text = Paga en la página de nuestro proveedor de pagos, { $host }, y después vuelve aquí.
payments-on-go = Ir a { $host }
payments-link-dead = Este enlace no funciona
payments-link-dead-text = Compruebe que la dirección está completa. El enlace está en nuestra carta.
payments-unreachable = El banco no responde ahora. No se cobró nada y no se perdió nada. Pruebe otra vez en unos minutos.
payments-refusal-too-many = Hubo demasiados intentos. Llámenos: le ayudamos a pagar.

## El banco de práctica

payments-practice-title = Banco de práctica
payments-practice-text = Esta página hace de banco. No se mueve dinero y no hace falta tarjeta: elija qué debe pasar.
payments-practice-pay = Pagar { $amount }
payments-practice-refuse = Que se rechace la tarjeta
payments-practice-walk = Irse sin pagar
payments-practice-over = Este pago ya terminó.
payments-practice-back = Volver a la alcaldía

## Cartas

payments-letter-sent-subject = Por favor, pague “{ $service }”, { $number }
payments-letter-sent-text =
    Buenos días:

    Hemos enviado por usted el formulario “{ $service }”. Llega a nuestro equipo cuando esté pagado.

    { $what }: { $amount }
    Número de pago: { $number }

    Pague, por favor, hasta el { $day }:
    { $link }

    { $town }
    Puede llamarnos al { $phone }.
payments-letter-again-subject = Todavía sin pagar: “{ $service }”, { $number }
payments-letter-again-text =
    Buenos días:

    Guardamos su formulario “{ $service }”, pero todavía no está pagado y nadie trabaja en él. No se cobró nada y no se perdió nada.

    { $what }: { $amount }
    Número de pago: { $number }

    Puede pagar hasta el { $day }. Después borramos lo que envió.
    { $link }

    { $town }
    Puede llamarnos al { $phone }.
payments-letter-receipt-subject = Recibo { $number }
payments-letter-receipt-text =
    Buenos días:

    Gracias. Su pago ha llegado.

    { $what }: { $amount }
    Pagado el { $day }
    Número de pago: { $number }

    El recibo, para imprimir o guardar:
    { $link }

    { $town }
    Puede llamarnos al { $phone }.
payments-letter-refund-subject = Le devolvemos { $back }, { $number }
payments-letter-refund-text =
    Buenos días:

    Hemos devuelto { $back } del pago { $number } ({ $what }). Va a la tarjeta o cuenta con la que pagó y llega dentro de diez días laborables.

    El recibo:
    { $link }

    { $town }
    Puede llamarnos al { $phone }.

## Tesorería

payments-nav = Pagos
payments-list-title = Pagos
payments-from = Desde
payments-to-day = Hasta
payments-all-services = Todos los servicios
payments-state = Estado
payments-all-states = Todos los estados
payments-filter = Mostrar
payments-state-unpaid = Todavía sin pagar
payments-state-failed = No se hizo
payments-state-abandoned = Quedó sin pagar
payments-state-ended = Nunca se pagó
payments-state-paid = Pagado
payments-state-refunding = En camino de vuelta
payments-state-part-refunded = Devuelto en parte
payments-state-refunded = Devuelto
payments-sum-paid = Pagado
payments-sum-paid-note = { $count ->
    [one] { $count } pago
   *[other] { $count } pagos
}
payments-sum-refunded = Devuelto
payments-sum-kept = Queda
payments-sum-due = Todavía sin pagar
payments-csv = Descargar como CSV
payments-match = Comparar con la lista del banco
payments-list-caption = Pagos, los más nuevos primero
payments-col-number = Número
payments-col-at = Cuándo
payments-stuck = Pagado, todavía sin caso
payments-none = No hay pagos en estos días
payments-none-text = Los pagos aparecen aquí en cuanto alguien envía un formulario que cuesta algo.
payments-older = Pagos anteriores
payments-payment-title = Pago { $number }
payments-back-to-list = Todos los pagos
payments-stuck-text = Está pagado, pero hasta ahora no se pudo abrir el caso. Se intenta de nuevo cada pocos minutos. Avise a la administración.
payments-sent-at = Formulario enviado
payments-attempts = Intentos de pago
payments-col-provider = Proveedor
payments-col-id = Su número allí
payments-attempt-asked = pedido
payments-attempt-open = abierto
payments-attempt-paid = pagado
payments-attempt-failed = no se hizo
payments-attempt-expired = terminado
payments-attempt-surplus = pagado dos veces, devuelto
payments-attempt-differs = otro importe
payments-attempts-none = Nadie ha intentado pagar hasta ahora.
payments-refunds = Devuelto
payments-col-reason = Motivo
payments-col-by = Por
payments-refund-asked-state = en camino
payments-refund-done-state = hecho
payments-refund-refused-state = rechazado por el banco
payments-by-program = el programa
payments-refund-heading = Devolver dinero
payments-refund-text = Como máximo { $left }. Va a la tarjeta o cuenta con la que se pagó, y se avisa al residente.
payments-refund-amount = Importe que se devuelve
payments-refund-reason = Motivo
payments-refund-reason-hint = Para los libros. El residente no lo lee.
payments-refund-do = Devolver el dinero
payments-refund-sure = ¿Devolver este dinero? No se puede deshacer.
payments-refund-asked = El dinero está en camino de vuelta.
payments-refund-under-way = Hay una devolución en camino. Otra puede seguir cuando el banco haya respondido.
payments-refund-amount-missing = Escriba cuánto se devuelve
payments-refund-amount-wrong = Escriba un importe como 12,50
payments-refund-reason-missing = Escriba el motivo
payments-refusal-not-paid = Esto no está pagado y no se puede devolver nada
payments-refusal-too-much = No se puede devolver más de lo que se pagó
payments-refusal-under-way = Hay otra devolución en camino
payments-refusal-changed = Otra persona acaba de cambiar este pago. Mírelo otra vez
payments-reason-surplus = Pagado dos veces o demasiado tarde: devuelto por sí solo
payments-match-title = Comparar con la lista del banco
payments-match-text = Pedimos al proveedor su lista de estos días y la comparamos con la nuestra.
payments-match-no-provider = No hay proveedor de pagos.
payments-match-unreachable = El proveedor no responde ahora. Pruebe otra vez en unos minutos.
payments-match-fine = Todo coincide
payments-match-agreed = { $count ->
    [one] { $count } pago es igual aquí y allí, { $amount } en total.
   *[other] { $count } pagos son iguales aquí y allí, { $amount } en total.
}
payments-match-caption = Lo que no coincide
payments-match-kind = Qué
payments-match-ours = Aquí
payments-match-theirs = En el proveedor
payments-match-there = Pagado allí, aquí no se sabe
payments-match-here = Pagado aquí, allí no se sabe
payments-match-amount = Importes distintos
payments-match-refund = Devoluciones distintas
payments-match-what-now = Lo que está pagado allí y aquí no se sabe lo encuentra el programa en unas horas. Lo que siga aquí al día siguiente necesita a una persona.
