"""The addresses of registering a team and of answering for an office."""

from django.urls import URLPattern, URLResolver, path

from registration.views import answer, certificate, kept, preparing, register, side_coordinator

app_name = "registration"
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/register/", register.register, name="register"),
    path("c/<slug:slug>/kept/", register.kept, name="kept"),
    path("register/<int:draft_id>/", kept.resume, name="resume"),
    path("register/<int:draft_id>/save/", kept.save, name="save"),
    path("c/<slug:slug>/register/places/", register.places, name="places"),
    path("c/<slug:slug>/register/leaders/", register.leaders, name="leaders"),
    path("c/<slug:slug>/registered/", register.registered, name="registered"),
    path("answer/<int:party_id>/", answer.answer, name="answer"),
    path("answer/<int:party_id>/decline/", answer.decline, name="decline"),
    path("answer/<int:party_id>/later/", answer.later, name="later"),
    path("answer/<int:party_id>/withdraw/", answer.withdraw, name="withdraw"),
    path("answer/<int:party_id>/hand-over/", answer.hand_over, name="hand_over"),
    path("answer/<int:party_id>/confirm/", answer.confirm, name="confirm"),
    path("answer/<int:party_id>/code/", answer.send_code, name="send_code"),
    path("answer/<int:party_id>/assistant/", preparing.assistant, name="assistant"),
    path("answer/<int:party_id>/coordinator/", side_coordinator.name_coordinator, name="name_coordinator"),
    path("prepare/<int:preparation_id>/", preparing.prepare, name="prepare"),
    path("answer/<int:party_id>/certificate/", certificate.certificate, name="certificate"),
    path("answer/<int:party_id>/certificate.pdf", certificate.certificate_pdf, name="certificate_pdf"),
    path("verify/<str:code>/", certificate.verify, name="verify"),
]
