### Palabras de las direcciones, el selector de lugar y los mapas.

## Direcciones
place-hint = Escriba una dirección o un cruce, por ejemplo «Beacon St y Park St».
place-find = Buscar la dirección
place-which = ¿Cuál de estas es?
place-list = Direcciones
# $count es el carácter #, que rellena el navegador.
place-suggestions = Direcciones encontradas: { $count }. Use las flechas arriba y abajo.
place-no-suggestions = No hay ninguna dirección así. Pruebe solo con el nombre de la calle o use el mapa.
place-chosen = Elegido: { $address }
place-street-chosen = Elegido: la mitad de { $address }. Añada el número o mueva el marcador al lugar exacto.

## Qué hay en el marcador
place-here-address = El marcador está en { $address }, en { $district }.
place-here-near = El marcador está cerca de { $address }, en { $district }.
place-here-district = El marcador está en { $district }. No conocemos ninguna dirección allí.
place-outside = Este lugar está fuera de { $town }. Solo podemos ayudar dentro de la ciudad.
# Una dirección que solo está cerca del lugar.
place-near = cerca de { $address }
place-bad-point = Las coordenadas no son un lugar del mundo.

## Mensajes en el campo
place-missing = Escriba una dirección o ponga el marcador en el mapa
place-not-found = No conocemos esta dirección. Revise cómo está escrita, pruebe solo con la calle o ponga el marcador en el mapa
place-choose = Elija la dirección correcta
place-choose-similar = No conocemos esta dirección. Elija una de estas parecidas o escríbala otra vez

## Los mapas
place-locate = Usar mi ubicación
place-locating = Buscando su ubicación
place-no-location = No pudimos obtener su ubicación. Escriba la dirección o mueva el mapa.
place-map-hint = O toque el lugar en el mapa. Puede mover el mapa bajo la marca para ajustarla.
place-map-keys = Las flechas del teclado también lo mueven; con Mayús, un poco.
place-map-title = Mapa
place-map-of = Mapa de { $address }
place-zoom-in = Acercar
place-zoom-out = Alejar
place-close = Cerrar
place-no-map = Este navegador no puede mostrar el mapa. Todo funciona sin él.
place-reports = Avisos en el mapa: { $count }
place-newest = Los { $count } avisos más recientes de { $all } en el mapa
place-no-points = No pudimos cargar los avisos. La lista los muestra todos.
