### Words of addresses, the place picker and the maps.

## Addresses. A "crossing" is where two streets meet.
place-hint = Type an address, or a crossing such as “Beacon St & Park St”.
place-find = Find the address
place-which = Which of these do you mean?
place-list = Addresses
# $count is the character # and is filled in by the browser.
place-suggestions = Addresses found: { $count }. Use the up and down arrow keys.
place-no-suggestions = No address found. Try the street name alone, or use the map.
place-chosen = Chosen: { $address }
place-street-chosen = Chosen: the middle of { $address }. Add a house number, or move the pin to the right place.

## What lies at the pin
place-here-address = The pin is at { $address }, in { $district }.
place-here-near = The pin is near { $address }, in { $district }.
place-here-district = The pin is in { $district }. We know no address there.
place-outside = This place is outside { $town }. We can only help inside the town.
# An address that is only near the place, for example “near 12 Elm St”.
place-near = near { $address }
place-bad-point = The coordinates are not a place on the globe.

## Messages at the field
place-missing = Enter an address, or set the pin on the map
place-not-found = We do not know this address. Check the spelling, try the street name alone, or set the pin on the map
place-choose = Choose the right address
place-choose-similar = We do not know this address. Choose one of these that sound alike, or type it again

## The maps
place-locate = Use my location
place-locating = Looking for your location
place-no-location = We could not get your location. Type the address or move the map.
place-map-hint = Or tap the place on the map. You can move the map under the pin to put it right.
place-map-keys = The arrow keys move it too; with Shift, a little.
place-map-title = Map
place-map-of = Map of { $address }
place-zoom-in = Zoom in
place-zoom-out = Zoom out
place-close = Close
place-no-map = The map cannot be shown in this browser. Everything works without it.
place-reports = Reports on the map: { $count }
place-newest = The newest { $count } of { $all } reports on the map
place-no-points = We could not load the reports. The list shows them all.
