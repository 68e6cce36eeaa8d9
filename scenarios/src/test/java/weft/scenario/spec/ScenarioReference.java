package weft.scenario.spec;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/scenarios.md} from the schema. */
final class ScenarioReference {

  private static final String INTRODUCTION =
      """
      # Scenario files

      <!-- Generated from the records in weft.scenario.spec by ScenarioReferenceTest, which says how. -->

      A scenario is one YAML file: a fabric, how its network is modelled, and what the cluster does.

      ```yaml
      %s```

      **Units.** A value with a dimension carries its unit; a bare number there is an error. `b` is
      bit, `B` is byte; `k M G T` are powers of ten, `Ki Mi Gi Ti` powers of two.

      | dimension | units | examples |
      |---|---|---|
      | time | `ps` `ns` `us` `µs` `ms` `s` `min` `h` | `1.5us`, `30min` |
      | rate | `bps` `b/s` (bits), `Bps` `B/s` (bytes), with any prefix | `400Gbps` = `50GB/s` |
      | size | `B` with any prefix | `64MiB`, `1GB` |
      | length | `mm` `m` `km` | `30m` |

      Nothing is rounded: `1.5us` is 1,500,000 ps, but `0.3B` is an error. Counts are plain whole
      numbers: `1536`, not `1_536`, `1,536`, `1.5k` or `"1536"`.

      **Errors.** All problems of a file are shown at once (of more than 100 the first), as
      `file:line:column: path.to.key: what is wrong. Maybe …`, and nothing is run. An unknown key, a
      duplicate key and a key without value are errors. A key that is valid but has no effect in the
      run at hand is a warning.

      **YAML.** A file is one document in UTF-8 of at most 4 MiB. Tags, merge keys (`<<`) and
      aliases of mappings are not part of the language; a single value may be shared (`&x`, `*x`).

      **Command line.** `--set path.to.key=value` replaces or adds a value, with the paths below.
      """;

  private final StringBuilder out = new StringBuilder();

  private ScenarioReference() {}

  static String text(String example) {
    ScenarioReference reference = new ScenarioReference();
    reference.out.append(INTRODUCTION.formatted(example));
    reference.section("", Schema.scenario());
    return reference.out.toString();
  }

  /** A table for a mapping, then the sections of the mappings in it. */
  private void section(String path, Shape.Mapping mapping) {
    out.append("\n## ").append(path.isEmpty() ? "The file" : '`' + path + '`').append("\n\n");
    if (!mapping.doc().isEmpty()) {
      out.append(mapping.doc()).append("\n\n");
    }
    out.append("| key | value | if left out | meaning |\n|---|---|---|---|\n");
    for (KeySchema key : mapping.keys()) {
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.name(), value(key.shape()), leftOut(key), key.doc()));
    }
    for (KeySchema key : mapping.keys()) {
      choices(key);
    }
    for (KeySchema key : mapping.keys()) {
      below(path.isEmpty() ? key.name() : path + "." + key.name(), key.shape());
    }
  }

  private void choices(KeySchema key) {
    if (key.shape() instanceof Shape.Choice choice) {
      out.append("\n`%s`:\n\n".formatted(key.name()));
      for (Shape.Allowed allowed : choice.allowed()) {
        out.append("- `%s`: %s\n".formatted(allowed.text(), allowed.doc()));
      }
    }
  }

  private void below(String path, Shape shape) {
    if (shape instanceof Shape.Mapping mapping) {
      section(path, mapping);
    } else if (shape instanceof Shape.NamedOr either) {
      section(path, either.mapping());
    } else if (shape instanceof Shape.Alternatives alternatives) {
      alternatives.alternatives().forEach(one -> section(path + "." + one.name(), one.mapping()));
    }
  }

  private static String value(Shape shape) {
    if (shape instanceof Shape.Whole whole) {
      String most =
          whole.max() == (whole.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE)
              ? ""
              : " to " + grouped(whole.max());
      return "whole number from " + whole.min() + most;
    }
    if (shape instanceof Shape.Decimal decimal) {
      return "number from " + decimal.min() + " to " + decimal.max();
    }
    if (shape instanceof Shape.Quantity quantity) {
      return quantity.dimension().noun().substring(2)
          + (quantity.min() > 0 ? " above 0" : "")
          + ", such as `"
          + quantity.example()
          + "`";
    }
    if (shape instanceof Shape.Choice choice) {
      return list(choice.texts());
    }
    if (shape instanceof Shape.GraphFile) {
      return "path of a graph file";
    }
    if (shape instanceof Shape.Name name) {
      return "name of a " + name.kind().noun();
    }
    if (shape instanceof Shape.NamedOr either) {
      return "name of a " + either.kind().noun() + ", or a mapping (below)";
    }
    if (shape instanceof Shape.Alternatives alternatives) {
      return "mapping with exactly one of " + list(alternatives.names());
    }
    return shape instanceof Shape.Mapping ? "mapping (below)" : "text";
  }

  private static String leftOut(KeySchema key) {
    return switch (key.presence()) {
      case REQUIRED -> "error";
      case DEFAULTED ->
          key.defaultText().equals("{}") ? "its defaults" : '`' + key.defaultText() + '`';
      case OPTIONAL -> key.absent();
    };
  }

  private static String list(List<String> words) {
    return words.stream().map(word -> '`' + word + '`').collect(Collectors.joining(", "));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
