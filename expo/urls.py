"""The addresses of this room: the public expo, and the organizers' floor."""

from django.urls import URLPattern, URLResolver, path

from expo.views import arranging, day, expo, floor, proposals, requests, rota, wall

app_name = "expo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/expo/", expo.expo, name="expo"),
    path("c/<slug:slug>/expo/wall/", wall.wall, name="wall"),
    path("c/<slug:slug>/expo/highlights/", wall.archive, name="highlights"),
    path("organize/<slug:slug>/expo/day/", day.day, name="day"),
    path("organize/<slug:slug>/expo/day/halls/<int:hall>/signs/", day.signs, name="signs"),
    path("organize/<slug:slug>/expo/day/notes/<int:note>/", day.note, name="hide_note"),
    path("organize/<slug:slug>/expo/wall/", wall.moderate, name="moderate"),
    path("organize/<slug:slug>/expo/wall/<int:highlight>/", wall.decide, name="decide_highlight"),
    path("organize/<slug:slug>/expo/", floor.floor, name="floor"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/assign/", floor.assign, name="assign"),
    path("organize/<slug:slug>/expo/halls/", floor.new_hall, name="new_hall"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/booths/", floor.new_booths, name="new_booths"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/place/", floor.place, name="place"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/clear/", floor.clear, name="clear"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/pin/", floor.pinning, name="pin"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/needs/", floor.needs, name="needs"),
    path("organize/<slug:slug>/expo/rota/", rota.rota, name="rota"),
    path("organize/<slug:slug>/expo/rota/halls/<int:hall>/waves/", rota.waves, name="rota_waves"),
    path("organize/<slug:slug>/expo/rota/halls/<int:hall>/plan/", rota.plan, name="rota_plan"),
    path("organize/<slug:slug>/expo/rota/halls/<int:hall>/teams/<int:team>/", rota.put, name="rota_put"),
    path("organize/<slug:slug>/expo/rota/halls/<int:hall>/shifts/<int:shift>/pin/", rota.pin, name="rota_pin"),
    path("organize/<slug:slug>/expo/arrange/", arranging.arrange, name="arrange"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/arrange/", arranging.ask, name="ask"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/contradiction/", arranging.contradiction, name="contradiction"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/release/", arranging.release, name="release"),
    path("organize/<slug:slug>/expo/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("organize/<slug:slug>/expo/proposals/<int:pk>/decide/", proposals.decide, name="decide"),
    path("organize/<slug:slug>/expo/requests/", requests.requests, name="requests"),
    path("organize/<slug:slug>/expo/requests/<int:team>/", requests.request_of_team, name="request"),
]
