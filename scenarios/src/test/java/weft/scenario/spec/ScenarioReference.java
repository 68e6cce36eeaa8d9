package weft.scenario.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

      **Command line.** `--set path.to.key=value` replaces or adds a value, with the paths below. In a
      sequence the key is a place, from 0; the one behind the last adds a value:
      `--set workload.training.slow-gpus.0.rank=17`.
      """;

  /** A whole scenario, as all that documents show. */
  static final String CATALOG_EXAMPLE =
      """
      fabric:
        leaf-spine: { node: lab-node, nodes: 16, nodes-per-unit: 16, spines: 2 }
      workload:
        collective: { operation: all_reduce, begin: 1GiB }
      catalog:
        switch:
          my-switch: { based-on: qm9700, ports: 128, port-rate: 800Gbps }
        node:
          lab-node: { based-on: dgx-h100, gpus: 4, nics: 4, switch: my-switch }
        gpu:
          h100: { memory: 96 GB }
      """;

  private static final String CATALOG =
      """
      Hardware that this scenario adds to the catalogue, or changes in it: by kind, then by name, then
      by property. `./weft catalog KIND NAME` shows what is known of an entry, and with
      `--scenario FILE` what a scenario makes of it.

      ```yaml
      %s```

      A known name keeps what is not given. A new name starts from the entry that `based-on` names, of
      the catalogue or of this section, or it needs every property. `none` takes a property away that
      can be left out and is no text. The new names can be used wherever names of their kind can, here
      and in `--set`. An entry that nothing uses is a warning.
      """;

  private final StringBuilder out = new StringBuilder();

  /** Where each mapping was explained first. */
  private final Map<Class<?>, String> explained = new HashMap<>();

  private final Catalogue catalogue;

  private ScenarioReference(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  static String text(String example, Catalogue catalogue) {
    ScenarioReference reference = new ScenarioReference(catalogue);
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
    Shape shape = key.shape() instanceof Shape.Sequence sequence ? sequence.item() : key.shape();
    if (shape instanceof Shape.Choice choice) {
      out.append("\n`%s`:\n\n".formatted(key.name()));
      for (Shape.Allowed allowed : choice.allowed()) {
        out.append("- `%s`: %s\n".formatted(allowed.text(), allowed.doc()));
      }
    }
  }

  private void below(String path, Shape shape) {
    if (shape instanceof Shape.Mapping mapping) {
      if (explained.putIfAbsent(mapping.type(), path) == null) {
        section(path, mapping);
      }
    } else if (shape instanceof Shape.NamedOr either) {
      if (either.other() instanceof Shape.Mapping mapping) {
        section(path, mapping);
      } else {
        below(path, either.other());
      }
    } else if (shape instanceof Shape.Sequence sequence) {
      below(path, sequence.item());
    } else if (shape instanceof Shape.Alternatives alternatives) {
      alternatives.alternatives().forEach(one -> below(path + "." + one.name(), one.value()));
    } else if (shape instanceof Shape.Catalog) {
      out.append("\n## `").append(path).append("`\n\n").append(CATALOG.formatted(CATALOG_EXAMPLE));
      catalogue.entryKeys().forEach((kind, keys) -> kind(path + "." + kind, keys));
    }
  }

  private void kind(String path, List<KeySchema> keys) {
    out.append("\n### `").append(path).append(".<name>`\n\n");
    out.append("| key | value | if left out | meaning |\n|---|---|---|---|\n");
    for (KeySchema key : keys) {
      String absent =
          key.presence() == KeySchema.Presence.REQUIRED ? "required of a new entry" : key.absent();
      out.append(
          "| `%s` | %s | %s | %s |\n".formatted(key.name(), value(key.shape()), absent, key.doc()));
    }
  }

  private String value(Shape shape) {
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
    if (shape instanceof Shape.Measure measure) {
      return "number with its unit, such as `" + measure.example() + "`";
    }
    if (shape instanceof Shape.EntryName name) {
      return "name of a " + name.kind();
    }
    if (shape instanceof Shape.Catalog) {
      return "mapping of hardware (below)";
    }
    if (shape instanceof Shape.Choice choice) {
      return list(choice.texts());
    }
    if (shape instanceof Shape.GraphFile) {
      return "path of a graph file";
    }
    if (shape instanceof Shape.FlowFile || shape instanceof Shape.PairFile) {
      return "path of a CSV file";
    }
    if (shape instanceof Shape.AlgorithmPath) {
      return "path of an algorithm";
    }
    if (shape instanceof Shape.Name name) {
      return "name of a " + name.kind().noun();
    }
    if (shape instanceof Shape.NamedOr either) {
      return "name of a "
          + either.kind().noun()
          + (either.other() instanceof Shape.Alternatives
              ? ", or a " + value(either.other())
              : ", or a mapping (below)");
    }
    if (shape instanceof Shape.Sequence sequence) {
      return "sequence of "
          + values(sequence.item())
          + (sequence.ranges() ? ", or ranges such as `0-7`" : "");
    }
    if (shape instanceof Shape.Alternatives alternatives) {
      return "mapping with exactly one of " + list(alternatives.names());
    }
    if (shape instanceof Shape.Mapping mapping) {
      String place = explained.get(mapping.type());
      return place == null ? "mapping (below)" : "mapping, as `" + place + "`";
    }
    return "text";
  }

  private String values(Shape item) {
    if (item instanceof Shape.Mapping) {
      return "mappings (below)";
    }
    if (item instanceof Shape.Text) {
      return "texts";
    }
    return value(item).replace("number", "numbers");
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
