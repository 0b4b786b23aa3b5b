"""Chinese text search: two-character windows in a GIN index (exact, no extension)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField

#: PostgreSQL function made by a migration; immutable, so an index may be built on it. Repeated
#: windows do no harm, and the cost says truly that a row takes longer than to compare it.
BIGRAMS_SQL = """
CREATE OR REPLACE FUNCTION portal_bigrams(t text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 2000
SET search_path = pg_catalog
AS $$
DECLARE
  c text[] := string_to_array(t, NULL);
  r text[] := array_fill(''::text, ARRAY[greatest(cardinality(c) - 1, 0)]);
BEGIN
  FOR i IN 1 .. cardinality(c) - 1 LOOP r[i] := c[i] || c[i + 1]; END LOOP;
  RETURN r;
END
$$
"""


class Bigrams(Func):
    """`portal_bigrams(text)`: the distinct two-character substrings."""

    function = "portal_bigrams"
    output_field = ArrayField(TextField())


def normalise_text(text: str) -> str:
    """What is searched: one case, no white space."""
    return "".join(text.lower().split())
