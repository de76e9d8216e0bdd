### Textos de las páginas sobre el libro de registro, para quien quiere saber si puede fiarse de él y nunca
### ha oído hablar de un hash.

proofs-nav = El libro de registro
proofs-title = El libro de registro
proofs-lead = Todo lo que hacemos se escribe en un solo libro, asiento tras asiento. Después nada puede cambiarse ni quitarse sin que se note. No hace falta que nos crea: aquí explicamos cómo comprobarlo.
proofs-entries = asientos en el libro
proofs-signed = Última firma
proofs-today = El sello de hoy
proofs-today-text = Estas líneas representan todos los asientos hasta ahora. Las hemos firmado. Guárdelas y podrá demostrar más adelante qué estaba escrito hoy.
proofs-keep = Guardar este sello en un archivo
proofs-lines = Qué significan las líneas
proofs-line-origin = De quién es el libro.
proofs-line-size = Cuántos asientos tiene.
proofs-line-root = La huella de todos ellos juntos.
proofs-line-signature = Después de una línea vacía: nuestro nombre y nuestra firma. Solo nosotros podemos hacerla, y cualquiera puede comprobarla con nuestra clave pública.
proofs-none = Todavía no hay nada firmado
proofs-none-text = El primer sello estará aquí como mucho cinco minutos después del primer asiento.

proofs-how = Cómo funciona
proofs-how-entry = Cada acto del ayuntamiento deja un asiento: quién hizo qué, cuándo y en qué caso.
proofs-how-hash = De cada asiento se calcula una huella. Si cambia una sola letra, la huella es otra muy distinta.
proofs-how-tree = Las huellas se combinan de dos en dos, y luego las que resultan, hasta que queda una: la huella del libro entero.
proofs-how-sign = Firmamos esa huella junto con el número de asientos. Eso es un sello. Hacemos uno cada cinco minutos mientras ocurre algo.
proofs-how-then = Si después alguien cambiara, quitara o añadiera un asiento, el libro ya no coincidiría con los sellos que guardan otras personas.

proofs-later = Guardar una copia y comprobar después
proofs-later-keep = Guarde el sello de hoy, imprímalo o envíelo a alguien. Cuantas más personas guarden uno, mejor.
proofs-later-wait = Vuelva cuando quiera: la semana que viene o dentro de diez años.
proofs-later-check = Péguelo en nuestro formulario. Le diremos si el libro sigue empezando exactamente con esos asientos y le daremos la prueba.
proofs-later-self = O compruebe la prueba en su propio ordenador, con cualquier programa que conozca el RFC 9162.
proofs-check-button = Comprobar un sello o un recibo

proofs-entry-check = Comprobar un asiento
proofs-entry-text = Cada asiento tiene un número. Está en el recibo que puede guardar en la página de su caso.
proofs-entry-label = Número del asiento
proofs-entry-hint = Su lugar en el libro, por ejemplo 1.204, o su número largo
proofs-entry-button = Comprobar este asiento
proofs-entry-proven = El asiento { $place } está en el libro
proofs-entry-proven-text = { $size ->
    [one] El árbol firmado de un asiento contiene un asiento en el lugar { $place }.
   *[other] El árbol firmado de { $size } asientos contiene un asiento en el lugar { $place }.
} Lo que dice lo saben las personas de cuyo caso trata.
proofs-entry-proof = La prueba
proofs-entry-proof-text = Combine la huella del asiento con estas, una tras otra, como dice el RFC 9162. El resultado es la huella del libro entero.
proofs-entry-not-yet = Este asiento aún no está firmado
proofs-entry-not-yet-text = Ya está escrito. Lo incluirá el próximo sello, como mucho en cinco minutos.
proofs-entry-nothing = No existe ese asiento
proofs-entry-nothing-text = Mire si el número está escrito como en su recibo.
proofs-leaf = La huella del asiento
proofs-path = Las huellas vecinas
proofs-root = La huella del libro entero
proofs-as-json = Lo mismo para programas (JSON)
proofs-back = El libro de registro
proofs-number-wrong = Escriba un número entero a partir de 1.

proofs-not = Lo que el libro no muestra
proofs-not-names = Los nombres, las direcciones y los mensajes no están en los asientos. Cada asiento solo contiene una huella de ellos, hecha con un secreto que se borra junto con ellos. Cuando borramos sus datos, todas las pruebas siguen valiendo.
proofs-not-texts = Los asientos no son públicos, solo sus huellas. Quien tiene el enlace de un caso puede guardar sus asientos.
proofs-not-truth = El libro demuestra qué se escribió y cuándo. Si estuvo bien hacerlo lo deben juzgar las personas.

proofs-programs = Para programas
proofs-programs-text = Los sellos, las teselas y las claves siguen <a class="govuk-link" href="https://c2sp.org/tlog-tiles">C2SP tlog-tiles</a>; las pruebas, el <a class="govuk-link" href="https://www.rfc-editor.org/rfc/rfc9162">RFC 9162</a>. Las huellas son SHA-256; las firmas, Ed25519.
proofs-address-key = Clave pública
proofs-address-checkpoint = Último sello
proofs-address-tiles = Teselas de huellas
proofs-address-inclusion = Prueba de un asiento
proofs-address-consistency = Prueba de que nada anterior cambió
proofs-earlier = Sellos anteriores
proofs-earlier-size = { $size ->
    [one] 1 asiento
   *[other] { $size } asientos
}

proofs-consistency-title = De { $from } a { $to } asientos
proofs-consistency-lead = El libro posterior empieza exactamente con los asientos del anterior. Lo demuestran estas huellas: con ellas se pueden calcular las huellas de ambos libros, como dice el RFC 9162.
proofs-consistency-from = { $size ->
    [one] El libro con 1 asiento
   *[other] El libro con { $size } asientos
}
proofs-consistency-to = { $size ->
    [one] El libro con 1 asiento, después
   *[other] El libro con { $size } asientos, después
}

proofs-check-title = Comprobar un sello o un recibo
proofs-check-lead = Pegue un sello que haya guardado o el recibo de un caso. Lo comparamos con el libro tal como está ahora.
proofs-given = Sello o recibo
proofs-given-hint = El texto entero, desde la primera línea hasta la última
proofs-given-missing = Pegue el sello o el recibo
proofs-given-wrong = Esto no es un sello ni un recibo. Pegue el texto entero, desde la primera línea hasta la última.
proofs-check-trust = ¿Quién hace la comprobación?
proofs-check-trust-text = Esta página es la respuesta de nuestro ordenador. Para no tener que fiarse de nadie, compruébelo en casa: guarde el sello y compárelo con <a class="govuk-link" href="/ledger/checkpoint">el último</a> mediante una prueba de coherencia. Los recibos se comprueban con <code>townhall verify --receipt ARCHIVO --key CLAVE</code>, sin nosotros y sin red.
proofs-verdict-same = No se ha cambiado nada
proofs-verdict-same-text = { $size ->
    [one] El sello es nuestro y el libro sigue empezando exactamente con ese asiento. Hoy tiene { $now }.
   *[other] El sello es nuestro y el libro sigue empezando exactamente con esos { $size } asientos. Hoy tiene { $now }.
}
proofs-verdict-proven = El recibo es auténtico
proofs-verdict-proven-text = { $entries ->
    [one] El asiento que contiene está en el libro, palabra por palabra como en el recibo.
   *[other] Los { $entries } asientos que contiene están en el libro, palabra por palabra como en el recibo.
}
proofs-verdict-places = Lugares en el libro:
proofs-verdict-proof = Ver la prueba
proofs-verdict-unsigned = Esto no lo firmamos nosotros
proofs-verdict-unsigned-text = No está firmado con ninguna clave de este ayuntamiento. Mire si es del libro de este ayuntamiento y si está completo.
proofs-verdict-forged = La firma no corresponde
proofs-verdict-forged-text = Lleva nuestro nombre, pero el texto no es el que firmamos. Alguien lo cambió o se perdió una parte por el camino.
proofs-verdict-other-entry = Se ha cambiado un asiento
proofs-verdict-other-entry-text = El sello de este recibo lo firmamos nosotros. Pero un asiento del recibo no es el que está en el libro.
proofs-verdict-other-tree = El libro ha cambiado
proofs-verdict-other-tree-text = Esto lo firmamos nosotros. Pero el libro de { $now } asientos no empieza con los { $size } asientos que firmamos entonces. Eso no debe ocurrir.
proofs-verdict-bad = Guarde este texto tal como está. Avísenos, y avise a otras personas: { $phone }, { $email }.
