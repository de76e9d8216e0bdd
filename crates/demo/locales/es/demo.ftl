demo-mail-title = El correo de todos
demo-mail-lead = En la demostración ninguna carta sale de esta máquina. Llega aquí, y cualquiera puede leerla.
demo-mail-to = Para { $to }
demo-mail-waits = enviándose
demo-mail-empty = Todavía no hay cartas
demo-mail-empty-hint = Envíe un aviso y deje un correo electrónico: la confirmación aparecerá aquí.
demo-mail-back = Todas las cartas
