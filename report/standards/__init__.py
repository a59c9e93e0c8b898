"""The standard formats of a release: RO-Crate, Data Package, PROV, OpenLineage and schema.org, each valid by itself.

Written from the payload's own files and the generation that they come from, so that they say nothing that is not
there. Filling the payload belongs to the writer of a release, checking it to `verify`.
"""

from report.standards.markup import dataset_markup
from report.standards.writing import write_standards

__all__ = ["dataset_markup", "write_standards"]
