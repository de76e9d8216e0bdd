### Palabras para iniciar sesión, de las cuentas y de las páginas de personas para la administración.

## Campos que piden varias páginas
people-name = Nombre
people-email = Correo electrónico
people-phone = Número de teléfono
people-password = Contraseña
people-language = Idioma
people-language-question = ¿En qué idioma quiere que le escribamos?
people-continue = Continuar
people-save = Guardar
people-name-missing = Escriba un nombre
people-email-missing = Escriba un correo electrónico
people-email-wrong = Escriba un correo electrónico como nombre@example.com
people-phone-wrong = Escriba un número de teléfono como 617 555 0134
people-language-missing = Elija un idioma
people-password-missing = Escriba una contraseña
people-password-long = La contraseña debe tener { $max } caracteres como máximo
people-password-short = La contraseña debe tener { $min } caracteres o más
people-password-common = Esta contraseña es de las primeras que la gente adivina. Elija otra
people-password-personal = No use su nombre ni su correo como contraseña
people-password-wrong = Esta no es su contraseña actual

## Iniciar sesión
people-sign-in-title = Iniciar sesión
people-sign-in-button = Iniciar sesión
people-sign-in-demo = En esta demostración puede entrar con un clic.
people-sign-in-demo-link = Elija quién quiere ser
people-sign-in-other = ¿Sin contraseña o la ha olvidado?
people-sign-in-by-link = Recibir un enlace para entrar
people-sign-in-by-link-text = Lo enviamos a su correo. No necesita contraseña.
people-sign-in-wrong = El correo o la contraseña no son correctos
people-sign-in-locked-now = Se ha intentado demasiadas veces. Durante 15 minutos nadie puede entrar con esta contraseña. Todavía puede recibir un enlace por correo
people-locked-minutes = { $count ->
    [one] Se ha intentado demasiadas veces. Espere { $count } minuto y vuelva a intentarlo
   *[other] Se ha intentado demasiadas veces. Espere { $count } minutos y vuelva a intentarlo
}
people-locked-seconds = { $count ->
    [one] Espere { $count } segundo y vuelva a intentarlo
   *[other] Espere { $count } segundos y vuelva a intentarlo
}
people-signed-out = Ha cerrado la sesión.

## El segundo paso
people-code-title = Escriba su código
people-code-label = Código
people-code-hint = Los 6 números que muestra ahora la aplicación de su teléfono
people-code-missing = Escriba el código
people-code-shape = El código tiene 6 números. Un código de recuperación tiene 16 letras y números
people-code-wrong = El código no es correcto o ya se usó. Espere al siguiente
people-code-lost = No puedo usar mi teléfono
people-code-lost-recovery = Escriba uno de sus códigos de recuperación en lugar de los 6 números. Cada uno sirve una vez.
people-code-lost-none = ¿No le quedan códigos? Pida a la administración que restablezca su segundo paso.

## Preparar el segundo paso
people-set-up-title = Proteja su cuenta con su teléfono
people-set-up-why = Usted trabaja con datos de otras personas. Además de la contraseña, necesita un código de su teléfono cada vez que inicia sesión.
people-set-up-app = 1. Consiga una aplicación
people-set-up-app-text = Use cualquier aplicación de códigos: el gestor de contraseñas de su teléfono o una aplicación de autenticación.
people-set-up-scan = 2. Escanee esto con la aplicación
people-set-up-qr = Código QR con su clave secreta
people-set-up-open = O abra la aplicación en este dispositivo
people-set-up-type = No puedo escanearlo
people-set-up-type-text = Escriba esta clave en la aplicación. Los espacios no importan.
people-set-up-prove = 3. Compruebe que funciona
people-set-up-code = Código de la aplicación
people-set-up-code-hint = 6 números
people-set-up-button = Terminar
people-set-up-wrong = El código no es correcto. Revise el reloj de su teléfono, espere al código siguiente y escriba sus 6 números
people-recovery-title = Guarde sus códigos de recuperación
people-recovery-text = Si pierde el teléfono, cada uno de estos códigos le deja entrar una vez. Imprímalos o anótelos, y guárdelos lejos del teléfono.
people-recovery-once = Es la única vez que los mostramos.
people-recovery-button = Los he guardado

## Entrar con un enlace
people-link-title = Recibir un enlace para entrar
people-link-text = Enviamos un enlace a su correo. Con él entra sin contraseña.
people-link-button = Enviar el enlace
people-link-new = ¿Aún no tiene cuenta? El enlace le crea una.
people-link-sent-title = Mire su correo
people-link-sent-text = Si la dirección es correcta, el enlace va de camino.
people-link-sent-time = Sirve durante 30 minutos y una sola vez. Si pidió varios, use el más nuevo.
people-link-sent-demo = En esta demostración ningún correo sale del equipo.
people-link-sent-demo-link = Leer todo el correo de la demostración
people-link-sent-none = ¿Pasan unos minutos y no llega nada?
people-link-sent-none-text = Mire en la carpeta de correo no deseado y compruebe que escribió bien la dirección.
people-link-again = Recibir un enlace nuevo
people-link-open-title = Entrar con este enlace
people-link-open-text = Este enlace es para { $email }.
people-link-open-new = Es su primera vez aquí. Díganos su nombre para que podamos escribirle.
people-link-used-title = Este enlace ya se usó
people-link-used-text = Por su seguridad, cada enlace sirve una sola vez.
people-link-expired-title = Este enlace ha caducado
people-link-expired-text = Ya pasó su tiempo, o lo sustituyó otro.
people-link-unknown-title = Este enlace no funciona
people-link-unknown-text = Puede estar cortado. Ábralo otra vez desde el mensaje o cópielo entero.
people-link-dead-safe = No se ha perdido nada de lo que nos envió.
people-link-dead-invited = Si le invitaron a trabajar aquí, pida a la administración una invitación nueva. Si tiene cuenta, entre con un enlace y cambie entonces la contraseña.

## Mensajes
people-letter-sign-in-subject = Su enlace para entrar en { $town }
people-letter-sign-in-text =
    Hola:

    Abra este enlace para entrar en { $town }:

    { $link }

    Sirve durante 30 minutos y una sola vez. Si no lo pidió, no haga nada: nadie puede entrar sin él.
people-letter-password-subject = Ponga una contraseña nueva en { $town }
people-letter-password-text =
    Hola:

    Abra este enlace para poner una contraseña nueva en { $town }:

    { $link }

    Sirve durante una hora y una sola vez. Si no lo pidió, no haga nada: su contraseña sigue igual.
people-letter-invitation-subject = Su cuenta en { $town }
people-letter-invitation-text =
    Hola:

    Ya tiene una cuenta en { $town }. Abra este enlace para elegir su contraseña:

    { $link }

    Sirve durante 7 días y una sola vez. También necesitará su teléfono para proteger la cuenta.

## Una contraseña nueva
people-new-password-title = Elija una contraseña
people-new-password-text = { $name }, elija una contraseña que no use en ningún otro sitio.
people-new-password = Contraseña nueva
people-new-password-hint = Al menos { $min } caracteres. Tres o cuatro palabras seguidas son fáciles de recordar y difíciles de adivinar
people-new-password-button = Guardar y continuar

## La cuenta propia
people-account-title = Su cuenta
people-account-none = Sin indicar
people-password-is-set = Puesta
people-password-is-none = Ninguna. Usted entra con un enlace
people-set-password = Poner una contraseña
people-change-password = Cambiar la contraseña
people-current-password = Contraseña actual
people-password-ends-sessions = Se cerrará su sesión en todos los demás sitios.
people-password-forgotten = He olvidado mi contraseña actual
people-password-forgotten-text = Podemos enviar un enlace a { $email }. Con él elige una contraseña nueva.
people-password-forgotten-button = Enviar el enlace
people-password-link-sent = El enlace para elegir una contraseña nueva va de camino a su correo.
people-password-saved = Su contraseña ha cambiado. Su sesión está cerrada en todos los demás sitios.
people-details-title = Sus datos
people-details-saved = Sus datos están guardados.
people-second-factor = Segundo paso
people-second-factor-on = { $count ->
    [one] Preparado. Le queda { $count } código de recuperación.
   *[other] Preparado. Le quedan { $count } códigos de recuperación.
}
people-second-factor-off = No está preparado. Con él, quien conozca su contraseña tampoco podrá entrar.
people-second-factor-set-up = Prepararlo
people-new-codes-title = Recibir códigos de recuperación nuevos
people-new-codes-text = Los códigos que guardó hasta ahora dejarán de servir.
people-new-codes-button = Mostrar códigos nuevos
people-sessions = Dónde tiene la sesión abierta
people-sessions-text = Si no reconoce alguna, ciérrela y cambie su contraseña.
people-session-own = Este navegador
people-session-other = Otro navegador
people-session-since = Desde { $time }
people-session-used = Último uso:
people-session-end = Cerrar sesión
people-sessions-end = Cerrar sesión en los demás sitios
people-session-ended = La sesión de ese navegador está cerrada.
people-sessions-ended = Su sesión está cerrada en todos los demás sitios.

## Funciones
people-role-resident = Residente
people-role-caseworker = Personal de tramitación
people-role-team-lead = Jefatura de equipo
people-role-designer = Diseño de servicios
people-role-administrator = Administración
people-role-finance = Tesorería

## Personas, para la administración
people-nav = Personas
people-staff-title = Personas
people-team = Equipo
people-all-teams = Todos los equipos
people-whole-town = toda la ciudad
people-show = Mostrar
people-roles = Funciones
people-role = Función
people-status = Cuenta
people-since = Cuenta desde
people-no-role = Sin función
people-nobody = Todavía no hay nadie en este equipo
people-nobody-text = Dé a alguien una función en él desde su página, o añada a una persona.
people-status-open = En uso
people-status-invited = Con invitación, sin contraseña todavía
people-status-no-second-factor = Segundo paso sin preparar
people-status-demo = Inventada para la demostración
people-status-closed = Cerrada
people-add-title = Añadir a una persona
people-add-email-hint = Aquí enviamos la invitación
people-add-language = ¿En qué idioma le escribimos?
people-add-button = Añadir e invitar
people-choose = Elija
people-role-hint = Tramitación y jefatura necesitan un equipo. Las demás funciones valen para toda la ciudad
people-team-hint = Déjelo vacío para diseño de servicios, administración y tesorería
people-role-missing = Elija una función
people-team-missing = Elija un equipo
people-hire = Convertir la cuenta de este residente en la de un compañero
people-hire-hint = Se cierra su sesión y desde entonces entra con contraseña y segundo factor. Lo que pidió al ayuntamiento sigue siendo suyo.
people-hire-unsaid = Un residente tiene una cuenta con esta dirección. Si es su nuevo compañero, indíquelo aquí
people-email-taken = Ya hay una cuenta con este correo electrónico
people-invited-title = La invitación va de camino
people-invited-text = Hemos enviado una invitación a { $name }, a { $email }.
people-invited-link = También puede entregar usted este enlace. Quien lo tenga puede elegir la contraseña: no se lo dé a nadie más.
people-invited-once = Sirve durante 7 días y una sola vez. Es la única vez que lo mostramos.
people-invited-person = Ver la cuenta de { $name }
people-invited-all = Ver a todas las personas
people-person-title = { $name }, cuenta
people-role-add = Dar una función
people-role-end = Quitar
people-role-granted = La función está dada.
people-role-revoked = La función está quitada.
people-last-administrator = Es la última persona de la administración. Nombre antes a otra.
people-is-closed = Esta cuenta está cerrada. Ábrala antes de nuevo.
people-lock-out = Bloqueada tras demasiados intentos
people-lock-out-text = Se puede entrar con contraseña otra vez a las { $time }.
people-lock-out-end = Desbloquear ahora
people-lock-out-ended = La cuenta está desbloqueada.
people-invite-again = Contraseña olvidada o invitación perdida
people-invite-again-text = Con una invitación nueva, esta persona elige otra contraseña.
people-invite-again-button = Enviar una invitación nueva
people-reset-second-factor = Teléfono perdido
people-reset-second-factor-text = El segundo paso se prepara de nuevo al iniciar sesión. Asegúrese antes de que lo pide de verdad esta persona.
people-reset-second-factor-button = Restablecer el segundo paso
people-second-factor-reset = El segundo paso está restablecido.
people-close = Deja el ayuntamiento
people-close-text = Nadie podrá entrar más con la cuenta. El nombre queda en lo que hizo la persona. Puede abrirla de nuevo.
people-close-button = Cerrar la cuenta
people-closed = La cuenta está cerrada.
people-reopen = Vuelve
people-reopen-text = La persona puede entrar otra vez, con las funciones de antes.
people-reopen-button = Abrir la cuenta de nuevo
people-opened = La cuenta está abierta de nuevo.

## La demostración
people-demo-title = ¿Quién quiere ser?
people-demo-text = { $town } es una ciudad de demostración. Todas las personas son inventadas. Elija una, entre con un clic y mire. Puede cambiar cuando quiera.
people-demo-roles = Funciones
people-demo-resident = Vive en la ciudad. Avisa de lo que está roto, pide servicios y sigue lo que pasa.
people-demo-try-1-resident = Avisar de un bache y recibir una referencia
people-demo-try-2-resident = Ver cuánto tardan las cosas antes de pedirlas
people-demo-as-resident = Entrar como residente
people-demo-caseworker = Tramita las solicitudes de un equipo e informa a los residentes.
people-demo-try-1-caseworker = Tomar una solicitud, escribir al residente y cerrarla
people-demo-try-2-caseworker = Ver qué va tarde y qué vence pronto
people-demo-as-caseworker = Entrar como personal de tramitación
people-demo-team-lead = Reparte el trabajo y responde de los plazos prometidos.
people-demo-try-1-team-lead = Dar una solicitud a otra persona del equipo
people-demo-try-2-team-lead = Encontrar lo que está a punto de incumplir su plazo
people-demo-as-team-lead = Entrar como jefatura de equipo
people-demo-designer = Cuida los servicios: sus páginas, sus formularios y sus plazos.
people-demo-try-1-designer = Cambiar un servicio o crear uno, y probarlo como un vecino
people-demo-try-2-designer = Ver qué falta y pedir que la administración lo apruebe
people-demo-as-designer = Entrar como diseño de servicios
people-demo-administrator = Cuida de las personas, los equipos y las funciones.
people-demo-try-1-administrator = Añadir a una persona y enviarle una invitación
people-demo-try-2-administrator = Ver quién trabaja en cada equipo y con qué función
people-demo-as-administrator = Entrar como administración
people-demo-finance = Cuida de lo que pagan los residentes.
people-demo-try-1-finance = Ver lo que se pagó y devolver dinero
people-demo-try-2-finance = Comparar los pagos con la lista del banco
people-demo-as-finance = Entrar como tesorería
people-demo-as = Entrar como
people-demo-without = O mire sin iniciar sesión
people-demo-home = La página de inicio de la ciudad
people-demo-waits = Cuánto tardan las cosas
people-demo-reports = El mapa de avisos
people-demo-mail = Todo el correo que habría enviado la demostración
people-demo-colleagues = Todas las personas, por equipo
people-demo-colleagues-text = Pulse un nombre para entrar como esa persona.
