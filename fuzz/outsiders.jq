# Of the document: the paths that are got, each with a query of all its parameters that the server takes,
# so that each of them reaches what is behind. A path that still has a {…} is for the caller to fill.
. as $root
| def found: if has("$ref") then ."$ref" | split("/") as $at | $root | getpath($at[1:]) else . end;
  def example:
    .schema | found
    | .enum[0]? // (if .type == "integer" then 1
        elif .type == "boolean" then true
        elif .format == "uuid" then "019cadfd-8900-7151-b6f2-ed5a70cc4326"
        elif .format == "date" then "2026-01-01"
        elif .pattern == "^[A-Z]{3}$" then "XOF"
        elif (.pattern // "") | startswith("^(client") then "client"
        else "1" end);
  # A cursor without a form is nothing to be guessed.
  def guessable: .name != "cursor" or (.schema | has("format") or has("pattern"));
  .paths | to_entries[] | select(.value.get)
  | .key + ([(.value.get.parameters // [])[] | found | select(.in == "query" and guessable)
      | "\(.name)=\(example)"] | if . == [] then "" else "?" + join("&") end)
