reports-nav = Avisos cerca de usted
reports-title = Lo que la gente ha avisado
reports-lead = Lo que han avisado quienes viven, trabajan o pasean aquí, y lo que encontraron nuestras brigadas. Nunca se muestran nombres.
# Junto a un aviso que nadie envió: lo vio el personal.
reports-own = Lo encontró nuestra brigada
reports-service = Sobre
reports-all-services = Todo
reports-state = Estado
reports-all-states = Abiertos y cerrados
reports-state-live = Abierto
reports-state-closed = Cerrado
reports-district = Barrio
reports-all-districts = Toda la ciudad
reports-days = Avisado en
reports-period = { $days ->
    [365] el último año
   *[other] los últimos { $days } días
  }
reports-filter = Mostrar
reports-count = { $count ->
    [0] Ningún aviso
    [one] 1 aviso
   *[other] { $count } avisos
  }
reports-map = Mapa de los avisos
reports-no-place = Sin lugar
reports-followers = { $count ->
    [one] 1 persona lo sigue
   *[other] { $count } personas lo siguen
  }
reports-empty = No hay nada aquí
reports-empty-narrowed = Ningún aviso cumple todo esto.
reports-show-all = Mostrar todos los avisos
reports-empty-hint = Los avisos aparecerán aquí en cuanto alguien envíe uno.
reports-one-title = { $name }, { $reference }
reports-back = Todos los avisos
reports-reference = Aviso { $reference }
reports-ended-with = { $outcome }.
reports-ended = Cerrado el { $day }.
reports-promise = Prometido para el
reports-promise-late = Con retraso: estaba prometido para el
reports-where = Dónde
reports-opened = Avisado
reports-following = Seguidores
reports-photo = Foto { $number }
reports-history = Qué ha pasado
reports-step-opened = Avisado
reports-follow = Seguir este aviso
reports-follow-text = Le escribimos cuando pase algo. No hace falta avisar otra vez.
reports-follow-email = Su correo electrónico
reports-follow-missing = Escriba su correo electrónico
reports-follow-wrong = Escriba un correo electrónico como nombre@example.org
reports-follow-send = Seguir
reports-follow-sent = Mire su correo: le hemos enviado un enlace para confirmar.
reports-same = Avisar de algo parecido
