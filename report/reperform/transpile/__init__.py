"""From a model's DuckDB SQL to SQL that gives the same under DataFusion, or to the constructs that cannot be said."""

from report.reperform.transpile.translate import Translated, translate

__all__ = ["Translated", "translate"]
