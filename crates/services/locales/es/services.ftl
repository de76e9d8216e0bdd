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
