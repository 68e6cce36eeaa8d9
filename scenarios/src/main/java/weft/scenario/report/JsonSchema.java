package weft.scenario.report;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.KeySchema.Presence;
import weft.scenario.spec.NameKind;
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
    new JsonSchema(catalogue).put(root, Schema.scenario());
    return Json.render(root);
  }

  private void put(ObjectNode node, Shape shape) {
    if (shape instanceof Shape.Mapping mapping) {
      putMapping(node, mapping);
    } else if (shape instanceof Shape.Alternatives alternatives) {
      putAlternatives(node, alternatives);
    } else if (shape instanceof Shape.NamedOr either) {
      ArrayNode anyOf = node.putArray("anyOf");
      putNames(anyOf.addObject(), either.kind());
      putMapping(anyOf.addObject(), either.mapping());
    } else if (shape instanceof Shape.Name name) {
      putNames(node, name.kind());
    } else if (shape instanceof Shape.Choice choice) {
      choice.texts().forEach(node.putArray("enum")::add);
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
      putMapping(property, alternative.mapping());
    }
  }

  private void putNames(ObjectNode node, NameKind kind) {
    catalogue.names(kind).forEach(node.putArray("enum")::add);
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
