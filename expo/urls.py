"""The addresses of this room: the public expo, and the organizers' floor."""

from django.urls import URLPattern, URLResolver, path

from expo.views import expo, floor

app_name = "expo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/expo/", expo.expo, name="expo"),
    path("organize/<slug:slug>/expo/", floor.floor, name="floor"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/assign/", floor.assign, name="assign"),
    path("organize/<slug:slug>/expo/halls/", floor.new_hall, name="new_hall"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/booths/", floor.new_booths, name="new_booths"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/place/", floor.place, name="place"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/clear/", floor.clear, name="clear"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/pin/", floor.pinning, name="pin"),
    path("organize/<slug:slug>/expo/halls/<int:hall>/teams/<int:team>/needs/", floor.needs, name="needs"),
]
