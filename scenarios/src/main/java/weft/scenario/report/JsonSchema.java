package weft.scenario.report;

import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.KeySchema.Presence;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.Ranges;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Shape;

/**
 * The scenario file as a JSON Schema (draft 2020-12), for editors: they complete keys, show their
 * meaning and mark mistakes. What it accepts may still be refused: it knows each value, but not
 * what must hold between them.
 */
public final class JsonSchema {

  private final Catalogue catalogue;

  private JsonSchema(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The schema; names that the catalogue knows are listed in it. */
  public static String render(Catalogue catalogue) {
    ObjectNode root = Json.object();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Weft scenario");
    JsonSchema schema = new JsonSchema(catalogue);
    schema.put(root, Schema.scenario());
    schema.putStrictNames(root);
    return Json.render(root);
  }

  /** Without a section {@code catalog}, hardware is that of the catalogue. */
  private void putStrictNames(ObjectNode root) {
    root.putObject("if").putArray("required").add("catalog");
    ObjectNode strict = root.putObject("else");
    strictNames(Schema.scenario()).ifPresent(strict::setAll);
  }

  /** The names of hardware in a shape, as a schema that says nothing else. */
  private Optional<ObjectNode> strictNames(Shape shape) {
    ObjectNode node = Json.object();
    if (shape instanceof Shape.Name name && name.kind().entryKind().isPresent()) {
      putKnown(node, name.kind());
      return Optional.of(node);
    }
    if (shape instanceof Shape.Sequence sequence) {
      return strictNames(sequence.item()).map(items -> node.set("items", items));
    }
    ObjectNode properties = Json.object();
    if (shape instanceof Shape.Mapping mapping) {
      for (KeySchema key : mapping.keys()) {
        strictNames(key.shape()).ifPresent(names -> properties.set(key.name(), names));
      }
    } else if (shape instanceof Shape.Alternatives alternatives) {
      for (Shape.Alternative one : alternatives.alternatives()) {
        strictNames(one.value()).ifPresent(names -> properties.set(one.name(), names));
      }
    }
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    node.set("properties", properties);
    return Optional.of(node);
  }

  private void put(ObjectNode node, Shape shape) {
    if (shape instanceof Shape.Mapping mapping) {
      putMapping(node, mapping);
    } else if (shape instanceof Shape.Alternatives alternatives) {
      putAlternatives(node, alternatives);
    } else if (shape instanceof Shape.Sequence sequence) {
      node.put("type", "array").put("minItems", 1);
      ObjectNode items = node.putObject("items");
      if (sequence.ranges()) {
        ArrayNode anyOf = items.putArray("anyOf");
        put(anyOf.addObject(), sequence.item());
        anyOf.addObject().put("type", "string").put("pattern", "^" + Ranges.PATTERN + "$");
      } else {
        put(items, sequence.item());
      }
    } else if (shape instanceof Shape.NamedOr either) {
      ArrayNode anyOf = node.putArray("anyOf");
      putNames(anyOf.addObject(), either.kind());
      put(anyOf.addObject(), either.other());
    } else if (shape instanceof Shape.Name name) {
      putNames(node, name.kind());
    } else if (shape instanceof Shape.Choice choice) {
      choice.texts().forEach(node.putArray("enum")::add);
    } else if (shape instanceof Shape.Catalog) {
      putCatalog(node);
    } else if (shape instanceof Shape.Measure measure) {
      node.put("type", "string").putArray("examples").add(measure.example());
    } else if (shape instanceof Shape.Whole whole) {
      node.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
    } else if (shape instanceof Shape.Decimal decimal) {
      node.put("type", "number").put("minimum", decimal.min()).put("maximum", decimal.max());
    } else if (shape instanceof Shape.Quantity quantity) {
      putQuantity(node, quantity.dimension());
    } else {
      // Any text, and the path of a file.
      node.put("type", "string");
    }
  }

  private void putMapping(ObjectNode node, Shape.Mapping mapping) {
    node.put("type", "object");
    node.put("additionalProperties", false);
    ArrayNode required = Json.object().putArray("required");
    ObjectNode properties = node.putObject("properties");
    for (KeySchema key : mapping.keys()) {
      ObjectNode property = properties.putObject(key.name());
      property.put("description", description(key));
      put(property, key.shape());
      if (key.mayBeEmpty()) {
        property.remove("minItems");
      }
      if (key.presence() == Presence.REQUIRED) {
        required.add(key.name());
      }
    }
    node.set("required", required);
  }

  private void putAlternatives(ObjectNode node, Shape.Alternatives alternatives) {
    node.put("type", "object");
    node.put("additionalProperties", false);
    node.put("minProperties", 1).put("maxProperties", 1);
    ObjectNode properties = node.putObject("properties");
    for (Shape.Alternative alternative : alternatives.alternatives()) {
      ObjectNode property = properties.putObject(alternative.name());
      property.put("description", alternative.mapping().doc());
      put(property, alternative.value());
    }
  }

  /** A name of hardware may be one that the scenario defines: see {@link #putStrictNames}. */
  private void putNames(ObjectNode node, NameKind kind) {
    if (kind.entryKind().isPresent()) {
      ArrayNode anyOf = node.putArray("anyOf");
      putKnown(anyOf.addObject(), kind);
      anyOf.addObject().put("type", "string");
    } else {
      putKnown(node, kind);
    }
  }

  private void putKnown(ObjectNode node, NameKind kind) {
    catalogue.names(kind).forEach(node.putArray("enum")::add);
  }

  private void putCatalog(ObjectNode node) {
    node.put("type", "object").put("additionalProperties", false);
    ObjectNode kinds = node.putObject("properties");
    catalogue
        .entryKeys()
        .forEach(
            (kind, keys) -> {
              ObjectNode names = kinds.putObject(kind).put("type", "object");
              ObjectNode entry = names.putObject("additionalProperties");
              entry.put("type", "object").put("additionalProperties", false);
              entry.put("minProperties", 1);
              ObjectNode properties = entry.putObject("properties");
              for (KeySchema key : keys) {
                ObjectNode property = properties.putObject(key.name());
                property.put("description", key.doc());
                if (key.presence() == Presence.OPTIONAL && !(key.shape() instanceof Shape.Text)) {
                  ArrayNode anyOf = property.putArray("anyOf");
                  put(anyOf.addObject(), key.shape());
                  anyOf.addObject().putArray("enum").add(CatalogSpec.NONE);
                } else {
                  put(property, key.shape());
                }
              }
            });
  }

  private static void putQuantity(ObjectNode node, Dimension dimension) {
    node.put("type", "string");
    node.put("pattern", "^[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)? ?[A-Za-zµ/]+$");
    node.putArray("examples").add("1" + dimension.usualUnit());
  }

  private static String description(KeySchema key) {
    return switch (key.presence()) {
      case REQUIRED -> key.doc();
      case DEFAULTED -> key.doc() + " Default: " + key.defaultText() + ".";
      case OPTIONAL -> key.doc() + " If left out: " + key.absent() + ".";
    };
  }
}
