from convenings.forms.moments import LOCAL, MomentField

__all__ = ["LOCAL", "MomentField"]
