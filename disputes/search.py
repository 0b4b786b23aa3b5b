"""Chinese text search: two-character windows in a GIN index (exact, no extension)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField

#: PostgreSQL function made by migration 0001; immutable, so an index may be built on it.
BIGRAMS_SQL = """
CREATE OR REPLACE FUNCTION portal_bigrams(t text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog
AS $$
  SELECT coalesce(array_agg(DISTINCT substr(t, i, 2)), '{}')
  FROM generate_series(1, greatest(length(t) - 1, 0)) AS i
$$
"""


class Bigrams(Func):
    """`portal_bigrams(text)`: the distinct two-character substrings."""

    function = "portal_bigrams"
    output_field = ArrayField(TextField())


def normalise_text(text: str) -> str:
    """What is searched: one case, no white space."""
    return "".join(text.lower().split())
