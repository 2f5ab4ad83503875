"""How often garbage is looked for while the command is loaded: imported before all that is large.

Whatever is loaded stays: of the hundred thousand objects of a start none is garbage, and looking for it at every seven
hundred of them would take a tenth of the start.
"""

import gc

OBJECTS, SWEEPS, WHOLE_SWEEPS = 50_000, 20, 100
gc.set_threshold(OBJECTS, SWEEPS, WHOLE_SWEEPS)
