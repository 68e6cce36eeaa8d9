package weft.scenario.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a schedule, one inside the other, and what XML and JSON call them. */
enum Kind {
  SCHEDULE("algo", ""),
  RANK("gpu", "gpus"),
  LANE("tb", "lanes"),
  STEP("step", "steps");

  private final String xml;
  private final String json;

  Kind(String xml, String json) {
    this.xml = xml;
    this.json = json;
  }

  /** The element, or the key of the list that they are in. */
  String name(Syntax syntax) {
    return syntax == Syntax.XML ? xml : json;
  }

  /** What can be inside; null if nothing can. */
  @Nullable Kind inside() {
    return this == STEP ? null : values()[ordinal() + 1];
  }

  /** The values that it has. */
  List<Field> fields() {
    return switch (this) {
      case SCHEDULE ->
          List.of(
              Field.SCHEMA,
              Field.NAME,
              Field.OPERATION,
              Field.RANKS,
              Field.CHUNKS,
              Field.CHANNELS,
              Field.IN_PLACE,
              Field.OUT_OF_PLACE,
              Field.ROOT);
      case RANK -> List.of(Field.RANK, Field.INPUT, Field.OUTPUT, Field.SCRATCH);
      case LANE -> List.of(Field.LANE, Field.SEND, Field.RECEIVE, Field.CHANNEL);
      case STEP ->
          List.of(
              Field.STEP,
              Field.TYPE,
              Field.SOURCE,
              Field.SOURCE_CHUNK,
              Field.TARGET,
              Field.TARGET_CHUNK,
              Field.COUNT,
              Field.AFTER_LANE,
              Field.AFTER_STEP);
    };
  }

  /** Attributes of XML that say nothing about who sends what: they are passed over. */
  List<String> ignored() {
    return switch (this) {
      case SCHEDULE -> List.of("proto", "redop", "minBytes", "maxBytes", "nthreads", "numrepeats");
      case STEP -> List.of("hasdep");
      case RANK, LANE -> List.of();
    };
  }
}
