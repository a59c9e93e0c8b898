"""The Dagster assets and asset checks: thin, one file a layer, readable by an auditor in the UI.

Modules with assets do without postponed annotations: Dagster reads the types of their parameters.
"""

import warnings

import dagster as dg

# Code references and partitioned checks are shown in the UI; their interfaces may still move, the lock pins them.
warnings.filterwarnings("ignore", category=dg.BetaWarning)
warnings.filterwarnings("ignore", category=dg.PreviewWarning)
