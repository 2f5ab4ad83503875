"""The names that exist only where a Rasa server leads the conversation, known to the bridge and to the export."""

TAKE_STEP = "action_take_step"
"""Reads a message once more as the numbered step or the command that it stands for."""
STEER_FORM = "action_steer_form"
"""Goes back, corrects or takes up a form; in our own engine the form loop does this itself."""
CANCEL_FORM = "action_cancel_form"
PICK_STEP = "pick_step"
"""The wish of a bare number; our own engine knows what was offered and needs no wish for it."""
