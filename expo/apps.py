from django.apps import AppConfig


class ExpoConfig(AppConfig):
    name = "expo"
