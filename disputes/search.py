"""What a text is searched as; its two-character windows are keyed (`confidentiality.bigrams`)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField

#: Of the open index that there was until everything was sealed; only migrations name it now.
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
