### Mensajes junto a los campos del formulario de un servicio. { $question } es la pregunta.

form-missing = Responda a la pregunta: { $question }
form-missing-one = Elija una respuesta: { $question }
form-missing-many = Elija al menos una respuesta: { $question }
form-missing-yesno = Elija sí o no: { $question }
form-missing-number = Escriba un número: { $question }
form-missing-date = Escriba una fecha: { $question }
form-missing-place = Díganos dónde es: escriba una dirección o elija un lugar en el mapa
form-missing-photos = Añada una foto
form-missing-email = Escriba su correo electrónico
form-missing-phone = Escriba su número de teléfono
form-missing-contact = Escriba un correo electrónico o un teléfono para que podamos responderle
form-twice = Responda a esta pregunta una sola vez
form-too-long =
    { $over ->
        [one] Use como máximo { $max } caracteres. Sobra 1
       *[other] Use como máximo { $max } caracteres. Sobran { $over }
    }
form-hidden-character = Este texto tiene un carácter oculto. Escríbalo otra vez a mano
form-email = Escriba su correo electrónico, por ejemplo nombre@example.org
form-phone = Escriba un número de teléfono, por ejemplo 617 555 0123
form-number = Escriba un número, por ejemplo 12 o 1,5
form-number-min = Escriba un número igual o mayor que { $min }
form-number-max = Escriba un número igual o menor que { $max }
form-date = Escriba la fecha con números, por ejemplo 27 3 2026
form-date-part =
    { $part ->
        [day] A la fecha le falta el día
        [month] A la fecha le falta el mes
       *[year] A la fecha le falta el año
    }
form-date-real = Esta fecha no existe. Revise el día y el mes
form-date-min = La fecha debe ser { $min } o posterior
form-date-max = La fecha debe ser { $max } o anterior
form-option = Elija una de las respuestas de esta página: { $question }
form-place = No podemos leer este lugar. Elíjalo en el mapa o escriba la dirección
form-place-outside = Este lugar está fuera de nuestra ciudad. Elija un lugar dentro de ella
form-photos = No encontramos esta foto. Añádala otra vez
form-photos-max =
    { $max ->
        [one] Añada como máximo 1 foto
       *[other] Añada como máximo { $max } fotos
    }

form-missing-money = Escriba un importe: { $question }
form-money = Escriba un importe, como { $example }
form-money-min = Escriba un importe de { $min } o más
form-money-max = Escriba un importe de { $max } o menos
form-missing-time = Escriba una hora: { $question }
form-time = Escriba una hora, como 18:30 o 6.30 pm
form-time-min = La hora debe ser { $min } o más tarde
form-time-max = La hora debe ser { $max } o más temprano
form-missing-first-day = Escriba el primer día: { $question }
form-missing-last-day = Escriba el último día: { $question }
form-period-order = El último día no puede ser anterior al primero
form-period-long =
    { $max ->
        [one] Solo puede ser por 1 día
       *[other] Puede ser por { $max } días como máximo
    }
form-missing-organisation = Escriba el nombre: { $question }
form-missing-number-of = Escriba el número de registro: { $question }
form-missing-vehicle = Escriba la matrícula: { $question }
form-vehicle = Escriba la matrícula como está en la placa
form-vehicle-like = Escriba la matrícula como está en la placa, por ejemplo { $example }
form-missing-iban = Escriba el número de cuenta (IBAN): { $question }
form-iban-country = No podemos usar una cuenta de este país. Escriba un IBAN que empiece con dos letras, como { $example }
form-iban-length = Un IBAN de { $country } tiene { $length } caracteres. Compruebe que no falte ninguno
form-iban-check = Este IBAN no es correcto. Compruebe cada carácter
form-identifier = Compruebe este número. No tiene la forma que debería: { $question }
form-identifier-like = Escríbalo como está en el documento, por ejemplo { $example }: { $question }
form-identifier-check = Uno de los caracteres está mal. Compruébelos todos: { $question }
form-missing-declaration = Marque la casilla si está de acuerdo: { $question }
form-missing-signature = Escriba su nombre completo para firmar: { $question }
form-signature = Escriba su nombre con letras
form-rows-max =
    { $max ->
        [one] Solo puede añadir 1
       *[other] Puede añadir { $max } como máximo
    }
form-check = { $message }
form-missing-data = Escriba lo que busca y elíjalo: { $question }
form-data-choose = Elija uno de los que encontramos: { $question }
form-data-nothing = No encontramos nada con esas palabras. Pruebe con menos palabras u otras: { $question }
